package io.kith.index;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Probes of a gallery's unknown subjects, kept for a set time and grouped, so that somebody who was
 * seen can be enrolled afterwards. Off until it is turned on. Holds the latest 1,000. Safe for
 * concurrent use.
 */
public final class Inbox {

  private final Gallery gallery;
  private final EmbeddingStore store;
  private volatile @Nullable Duration keep;

  Inbox(Gallery gallery, EmbeddingStore store) {
    this.gallery = gallery;
    this.store = store;
    this.keep = store.read(handle -> table(handle).keep()).orElse(null);
  }

  /** How long probes are kept; empty when it is off. */
  public Optional<Duration> keep() {
    return Optional.ofNullable(keep);
  }

  /** Turns it on, or changes how long probes are kept. */
  public void turnOn(Duration time) {
    change(table -> table.keep(time), () -> keep = time);
    expire();
  }

  /** Turns it off and deletes what it holds. */
  public void turnOff() {
    change(InboxTable::end, () -> keep = null);
  }

  /** Keeps a probe, when it is on; the same one once. */
  public void add(NewTemplate probe) {
    if (keep != null) {
      UnknownProbe unknown = new UnknownProbe(gallery.newId(), probe, now());
      change(table -> table.keep().ifPresent(_ -> table.add(unknown)));
    }
  }

  /** What it holds, grouped: the largest group first. */
  public List<UnknownGroup> groups(double threshold) {
    expire();
    return grouped(threshold).stream().map(Inbox::view).toList();
  }

  private List<List<UnknownProbe>> grouped(double threshold) {
    List<UnknownProbe> probes =
        store.read(handle -> table(handle).list(gallery.model().fingerprint()));
    return UnknownGroups.of(probes, threshold);
  }

  private Optional<List<UnknownProbe>> find(String group, double threshold) {
    expire();
    return grouped(threshold).stream()
        .filter(it -> UnknownGroup.id(ids(it)).equals(group))
        .findFirst();
  }

  /**
   * Makes the probes of a group templates of an identity, which is created when missing; they leave
   * the inbox. All or none.
   *
   * @param group one that somebody looked at: a probe that came since may be of another subject
   * @param label of an identity that is created
   * @return one outcome for each probe; empty when there is no such group any more
   * @throws InvalidNameException when id or label is not allowed
   */
  public Optional<List<EnrolOutcome>> enrol(
      String group, double threshold, String identity, @Nullable String label) {
    Optional<List<UnknownProbe>> found = find(group, threshold);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    List<UnknownProbe> probes = found.get();
    List<BulkTemplate> batch =
        probes.stream()
            .map(it -> new BulkTemplate(identity, label, Map.of(), it.template()))
            .toList();
    try {
      return Optional.of(gallery.enrolAll(batch, handle -> take(handle, probes)));
    } catch (TakenException _) {
      return Optional.empty();
    }
  }

  /* Two that enrol the same group at once would enrol it twice. */
  private void take(Handle handle, List<UnknownProbe> probes) {
    if (table(handle).delete(ids(probes)) < probes.size()) {
      throw new TakenException();
    }
  }

  private static final class TakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Deletes a group; false when there is no such group any more. */
  public boolean drop(String group, double threshold) {
    Optional<List<UnknownProbe>> found = find(group, threshold);
    found.ifPresent(probes -> change(table -> table.delete(ids(probes))));
    return found.isPresent();
  }

  /** Deletes what it holds. */
  public void clear() {
    change(InboxTable::clear);
  }

  /** Deletes what was kept long enough. */
  void expire() {
    Duration time = keep;
    if (time == null) {
      return;
    }
    Instant now = now();
    Instant latest = now.minus(time);
    if (store.read(handle -> table(handle).anyOutside(latest, now))) {
      change(table -> table.expire(latest, now));
    }
  }

  private static List<String> ids(List<UnknownProbe> probes) {
    return probes.stream().map(UnknownProbe::id).toList();
  }

  private static UnknownGroup view(List<UnknownProbe> probes) {
    return new UnknownGroup(ids(probes), probes.getFirst().seen(), probes.getLast().seen());
  }

  private void change(Consumer<InboxTable> work) {
    change(work, () -> {});
  }

  private void change(Consumer<InboxTable> work, Runnable durable) {
    boolean _ =
        store.write(
            Follower.NONE,
            handle -> {
              work.accept(table(handle));
              return true;
            },
            _ -> durable.run());
  }

  private InboxTable table(Handle handle) {
    return new InboxTable(handle, gallery.key());
  }

  private Instant now() {
    return gallery.now();
  }
}
