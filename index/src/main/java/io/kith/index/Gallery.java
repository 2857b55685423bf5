package io.kith.index;

import io.kith.config.CalibrationSettings;
import io.kith.config.IndexSettings;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Templates enrolled together, and the search among them. Safe for concurrent use.
 *
 * <p>A change is durable in the store, and seen by every later search, when its method returns.
 */
public final class Gallery {

  /* The decision needs the second identity for the gap, however few candidates are asked for. */
  private static final int GAP_CANDIDATES = 2;

  private final long key;
  private final String name;
  private final Instant created;
  private final EmbeddingStore store;
  private final Generations generations;
  private final GalleryProjection projection;
  private final InstantSource clock;
  private final TimeOrderedIds ids;
  private final KeptImages images;
  private final Inbox inbox;
  private final CalibrationHistory calibrations;
  private final Feedback feedback;
  private final Upkeep upkeep;
  private final AtomicInteger enrolled = new AtomicInteger();
  private final double usualTarget;
  private volatile ThresholdRule rule;
  private volatile boolean keepsImages;

  /* Whoever embeds, searches or enrols holds the read lock; the model changes under the write lock. */
  private final ReadWriteLock model = new ReentrantReadWriteLock();
  private volatile boolean changesModel;

  Gallery(
      GalleryRow row,
      EmbeddingStore store,
      Path folder,
      IndexSettings settings,
      CalibrationSettings calibration,
      InstantSource clock,
      TimeOrderedIds ids) {
    this.key = row.key();
    this.name = row.name();
    this.created = row.created();
    this.store = store;
    this.generations = new Generations(indexes(folder).resolve(Long.toString(key)));
    this.images = new KeptImages(images(folder, key), this::wantsImage);
    this.projection = new GalleryProjection(row, generations, settings);
    this.clock = clock;
    this.ids = ids;
    this.rule = row.rule();
    this.usualTarget = calibration.targetFpir();
    this.keepsImages = row.keepsImages();
    this.inbox = new Inbox(this, store);
    this.calibrations = new CalibrationHistory(this, store);
    this.feedback = new Feedback(this, store);
    this.upkeep =
        new Upkeep(
            this,
            new GalleryParts(key, name, store, generations, projection, settings, this::alone),
            images);
    refresh();
  }

  /** Its inbox of unknown subjects. */
  public Inbox inbox() {
    return inbox;
  }

  /** What was measured of its error rates; its thresholds. */
  public CalibrationHistory calibrations() {
    return calibrations;
  }

  /** What people said of its answers. */
  public Feedback feedback() {
    return feedback;
  }

  /** Care of its index. */
  public Upkeep upkeep() {
    return upkeep;
  }

  /** Folder of the indexes of all galleries. */
  static Path indexes(Path folder) {
    return folder.resolve("index");
  }

  /** Folder of the images that all galleries keep. */
  static Path images(Path folder) {
    return folder.resolve("images");
  }

  /** Folder of the images that one gallery keeps. */
  static Path images(Path folder, long key) {
    return images(folder).resolve(Long.toString(key));
  }

  /* What depends on the model. */
  private void refresh() {
    GalleryRow row = row().orElseThrow(Switchover::gone);
    rule = row.rule();
    enrolled.set(store.read(handle -> new GalleryTable(handle).enrolled(key)));
    calibrations.refresh();
  }

  Optional<GalleryRow> row() {
    return store.read(handle -> new GalleryTable(handle).find(key));
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** The model whose embeddings it holds; {@link #steadily} for how long. */
  public GalleryModel model() {
    return projection.generation().model().model();
  }

  /**
   * Does work during which the gallery's model, and what depends on it, stay as they are: what is
   * embedded by the model at the beginning can be searched with and enrolled until the end. A
   * change of the model waits for it, so it must not wait for one: the galleries are neither
   * rebuilt nor {@linkplain Galleries#put put} or {@linkplain Galleries#delete deleted} in it.
   */
  public <T> T steadily(Supplier<T> work) {
    return locked(model.readLock(), work);
  }

  private static <T> T locked(Lock lock, Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Whether {@link #steadily} waits now, for what was begun before the change to another model and
   * for the change itself: the time of some embeddings.
   */
  public boolean changesModel() {
    return changesModel;
  }

  <T> T alone(Supplier<T> change) {
    changesModel = true;
    try {
      return locked(
          model.writeLock(),
          () -> {
            try {
              return change.get();
            } finally {
              refresh();
            }
          });
    } finally {
      changesModel = false;
    }
  }

  /** How it finds its threshold where a request says nothing. */
  public ThresholdRule rule() {
    return rule;
  }

  /**
   * The threshold by which it decides where a request says nothing: the one that it sets, else the
   * one that a calibration gives for its target, or for the smallest that it supports where the
   * target is smaller.
   *
   * @return empty when it sets none and was not calibrated yet; the model's card has one for then
   */
  public Optional<Threshold> threshold() {
    return switch (rule) {
      case ThresholdRule.Fixed(double cosine) ->
          Optional.of(new Threshold(cosine, Threshold.Source.GALLERY));
      case ThresholdRule.Target(double fpir) -> calibrations.strictestThreshold(fpir);
      case ThresholdRule.Usual() -> calibrations.strictestThreshold(usualTarget);
    };
  }

  /** The target that its threshold is for; empty where it sets a threshold. */
  public OptionalDouble targetFpir() {
    return switch (rule) {
      case ThresholdRule.Fixed _ -> OptionalDouble.empty();
      case ThresholdRule.Target(double fpir) -> OptionalDouble.of(fpir);
      case ThresholdRule.Usual() -> OptionalDouble.of(usualTarget);
    };
  }

  /** The target that its calibrations are read at: its own, else the usual one. */
  public double calibrationTarget() {
    return targetFpir().orElse(usualTarget);
  }

  /** N: number of identities that have templates. */
  public int enrolled() {
    return enrolled.get();
  }

  /** Generation of its index: rises each time the index is built anew. */
  public long generation() {
    return projection.generation().number();
  }

  /** Whether the images that templates are made from are kept. */
  public boolean keepsImages() {
    return keepsImages;
  }

  /** What it is and how much it holds now; counts its rows, O(N). */
  public GalleryInfo info() {
    return store.read(
        handle -> {
          GalleryTable table = new GalleryTable(handle);
          return new GalleryInfo(
              name(),
              model(),
              rule,
              keepsImages,
              table.identities(key),
              table.templates(key),
              generation(),
              projection.structure(projection.generation()),
              projection.walks(),
              created);
        });
  }

  /** Sequence number of the gallery's last committed change. */
  public long sequence() {
    return row().map(GalleryRow::sequence).orElse(0L);
  }

  /**
   * Sequence number of the last change that searches see; equal to {@link #sequence} but for an
   * instant, and 0 while the index cannot be opened.
   */
  public long appliedSequence() {
    return projection.applied();
  }

  /**
   * Writes an identity; its templates are untouched.
   *
   * @param id 1 to 256 bytes of UTF-8 without control characters
   * @throws InvalidNameException when id or label is not allowed
   */
  public IdentityWrite put(String id, @Nullable String label, Map<String, Object> metadata) {
    return put(id, label, metadata, Condition.NONE);
  }

  /**
   * Writes an identity where a condition holds; its templates are untouched.
   *
   * @throws ConditionFailedException when the condition does not hold
   */
  public IdentityWrite put(
      String id, @Nullable String label, Map<String, Object> metadata, Condition condition) {
    Names.checkIdentity(id);
    Names.checkLabel(label);
    return store.write(
        projection,
        handle -> {
          IdentityTable identities = identities(handle);
          condition.check(id, identities.find(id));
          return identities.key(id).isEmpty()
              ? new IdentityWrite.Created(identities.insert(id, label, metadata, now()))
              : new IdentityWrite.Replaced(identities.update(id, label, metadata, now()));
        });
  }

  /** Creates an identity under a generated id, which later ones sort behind. */
  public Identity add(@Nullable String label, Map<String, Object> metadata) {
    return put(newId(), label, metadata).identity();
  }

  /** An id for a new identity, which later ones sort behind. */
  public String newId() {
    return ids.next();
  }

  /**
   * Changes an identity's label and metadata; empty when there is none of that id.
   *
   * @throws ConditionFailedException when it is there and the condition does not hold
   */
  public Optional<Identity> patch(String id, IdentityPatch patch, Condition condition) {
    return patch(id, patch, condition, _ -> {});
  }

  /**
   * The same where the metadata that come of it are allowed.
   *
   * @param check throws where they are not; may be called more than once
   */
  public Optional<Identity> patch(
      String id, IdentityPatch patch, Condition condition, Consumer<Map<String, Object>> check) {
    Names.checkLabel(patch.label());
    return store.write(
        projection,
        handle -> {
          IdentityTable identities = identities(handle);
          Optional<Identity> now = identities.find(id);
          now.ifPresent(_ -> condition.check(id, now));
          return now.map(
              before -> {
                Map<String, Object> metadata = Metadata.patch(before.metadata(), patch.metadata());
                check.accept(metadata);
                String label = patch.changesLabel() ? patch.label() : before.label();
                return identities.update(id, label, metadata, now());
              });
        });
  }

  /** An identity by its id. */
  public Optional<Identity> identity(String id) {
    return store.read(handle -> identities(handle).find(id));
  }

  /**
   * A page of identities in the order of their ids.
   *
   * @param prefix start of the ids, or of a word of the labels, that are wanted; of labels in
   *     either case. Null for all; O(N) where few are found
   * @param cursor {@link IdentityPage#next} of the page before, or null for the first page
   * @param limit identities per page, 1 or more
   * @throws InvalidCursorException when the cursor was not handed out by this method
   */
  public IdentityPage identities(@Nullable String prefix, @Nullable String cursor, int limit) {
    String after = cursor == null ? "" : PageCursor.id(cursor);
    List<Identity> found =
        store.read(
            handle ->
                prefix == null
                    ? identities(handle).after(after, limit + 1)
                    : identities(handle).starting(prefix, after, limit + 1));
    if (found.size() <= limit) {
      return new IdentityPage(found, null);
    }
    List<Identity> page = found.subList(0, limit);
    return new IdentityPage(page, PageCursor.after(page.getLast().id()));
  }

  /** Deletes an identity with its templates; false when there is none of that id. */
  public boolean delete(String id) {
    return delete(id, Condition.NONE);
  }

  /**
   * Deletes an identity with its templates where a condition holds; false when there is none of
   * that id.
   *
   * @throws ConditionFailedException when it is there and the condition does not hold
   */
  public boolean delete(String id, Condition condition) {
    record Deletion(boolean done, boolean enrolled, Set<String> contents) {}
    return steadily(
        () -> {
          Deletion deletion =
              store.write(
                  projection,
                  handle -> {
                    Optional<Identity> now = identities(handle).find(id);
                    now.ifPresent(_ -> condition.check(id, now));
                    boolean had = hasTemplates(handle, id);
                    Set<String> contents = templates(handle).contentHashes(id);
                    return new Deletion(identities(handle).delete(id), had, contents);
                  },
                  done -> enrolled.addAndGet(done.enrolled() ? -1 : 0));
          images.drop(deletion.contents());
          return deletion.done();
        });
  }

  /**
   * Enrols templates, all or none; they are durable and searchable when this returns.
   *
   * @return one outcome per template, in order; empty when there is no such identity
   * @throws ModelMismatchException when a template is of another model than the gallery
   * @throws InvalidVectorException when a template's dimension is not the gallery's
   */
  public Optional<List<EnrolOutcome>> enrol(String identity, List<NewTemplate> templates) {
    return steadily(
        () -> {
          templates.forEach(this::check);
          return store
              .write(
                  projection,
                  handle -> enrol(handle, identity, templates),
                  done -> enrolled.addAndGet(done.first() ? 1 : 0))
              .outcomes();
        });
  }

  /** What an enrolment did; {@code first} when the identity had no templates before. */
  private record Enrolment(Optional<List<EnrolOutcome>> outcomes, boolean first) {}

  private Enrolment enrol(Handle handle, String identity, List<NewTemplate> templates) {
    OptionalLong key = identities(handle).key(identity);
    if (key.isEmpty()) {
      return new Enrolment(Optional.empty(), false);
    }
    TemplateTable table = templates(handle);
    boolean first = !templates.isEmpty() && !table.any(key.getAsLong());
    List<EnrolOutcome> outcomes = new ArrayList<>();
    for (NewTemplate template : templates) {
      Optional<Template> before = table.findByContent(identity, template.contentHash());
      if (before.isPresent()) {
        outcomes.add(new EnrolOutcome.AlreadyEnrolled(before.get()));
      } else {
        List<String> others = table.othersWith(template.contentHash(), identity);
        Template written = table.insert(key.getAsLong(), identity, ids.next(), template, now());
        outcomes.add(new EnrolOutcome.Enrolled(written, others));
      }
    }
    return new Enrolment(Optional.of(List.copyOf(outcomes)), first);
  }

  /**
   * Enrols many templates in one change, all or none; much faster than one by one. They are durable
   * and searchable when this returns.
   *
   * @param batch at most 1,000
   * @return one outcome per template, in order; none for an identity alone
   * @throws ModelMismatchException when a template is of another model than the gallery
   * @throws InvalidVectorException when a template's dimension is not the gallery's
   * @throws InvalidNameException when an identity's id or label is not allowed
   */
  public List<EnrolOutcome> enrolAll(List<BulkTemplate> batch) {
    return enrolAll(batch, _ -> {});
  }

  /** The same together with another change of the store. */
  List<EnrolOutcome> enrolAll(List<BulkTemplate> batch, Consumer<Handle> also) {
    if (batch.isEmpty()) {
      return List.of();
    }
    return steadily(
        () -> {
          batch.forEach(this::check);
          return store
              .write(
                  projection,
                  handle -> {
                    also.accept(handle);
                    return new BulkEnrolment(handle, key, ids, now()).enrol(batch);
                  },
                  done -> enrolled.addAndGet(done.first()))
              .outcomes();
        });
  }

  /**
   * Checks one template of a batch, as {@link #enrolAll} does.
   *
   * @throws ModelMismatchException when it is of another model than the gallery
   * @throws InvalidVectorException when its dimension is not the gallery's
   * @throws InvalidNameException when its identity's id or label is not allowed
   */
  public void check(BulkTemplate template) {
    Names.checkIdentity(template.identity());
    Names.checkLabel(template.label());
    if (template.template() != null) {
      check(template.template());
    }
  }

  private void check(NewTemplate template) {
    if (!template.fingerprint().equals(model().fingerprint())) {
      throw new ModelMismatchException(template.fingerprint(), model().fingerprint());
    }
    check(template.vector());
  }

  /**
   * Does nothing.
   *
   * @throws InvalidVectorException when a vector's dimension is not the gallery's
   */
  public void check(UnitVector vector) {
    if (vector.dimension() != model().dimension()) {
      throw new InvalidVectorException(
          "vector dimension: %d differs from gallery dimension: %d"
              .formatted(vector.dimension(), model().dimension()));
    }
  }

  /** A template of an identity. */
  public Optional<Template> template(String identity, String template) {
    return store.read(handle -> templates(handle).find(identity, template));
  }

  /** The templates of an identity, oldest first; none when there is no such identity. */
  public List<Template> templates(String identity) {
    return store.read(handle -> templates(handle).list(identity));
  }

  /** The vector of a template. */
  public Optional<UnitVector> vector(String identity, String template) {
    return store.read(handle -> templates(handle).vector(identity, template));
  }

  /**
   * Gives templates of an identity to another, whose subject they show. All or none.
   *
   * @param to another identity than {@code from}
   * @return that other identity; empty when an identity or a template is missing
   */
  public Optional<Identity> move(String from, List<String> moved, String to) {
    checkOther(to, List.of(from));
    return reassign(moves -> moves.move(from, moved, to));
  }

  /**
   * Gives templates of an identity to a new one under a generated id. All or none.
   *
   * @return the new identity; empty when the identity or a template is missing
   */
  public Optional<Identity> split(String from, List<String> moved) {
    String id = ids.next();
    return reassign(moves -> moves.split(from, moved, id, now()));
  }

  /**
   * Merges identities that are one subject: gives all their templates to one of them and deletes
   * the others. All or none.
   *
   * @param into another identity than those in {@code from}
   * @return the identity that is left; empty when one is missing
   */
  public Optional<Identity> merge(List<String> from, String into) {
    checkOther(into, from);
    return reassign(moves -> moves.merge(from, into));
  }

  static void checkOther(String to, List<String> from) {
    if (from.contains(to)) {
      throw new InvalidNameException("%s: is on both sides; name another identity".formatted(to));
    }
  }

  private Optional<Identity> reassign(
      Function<IdentityMoves, Optional<IdentityMoves.Moved>> change) {
    return steadily(
        () ->
            store
                .write(
                    projection,
                    handle -> change.apply(new IdentityMoves(handle, key)),
                    done -> done.ifPresent(it -> enrolled.addAndGet(-it.lost())))
                .map(IdentityMoves.Moved::to));
  }

  /**
   * All that is enrolled, as it is at this moment while changes go on; to be closed. Enrolling it
   * in another gallery with {@link #enrolAll} gives the same decisions there.
   */
  public Stream<ExportedTemplate> export() {
    return store.stream(handle -> templates(handle).export());
  }

  /** Deletes a template; false when the identity has none of that id. */
  public boolean deleteTemplate(String identity, String template) {
    record Deletion(Optional<String> content, boolean last) {}
    return steadily(
        () -> {
          Deletion deletion =
              store.write(
                  projection,
                  handle -> {
                    boolean had = hasTemplates(handle, identity);
                    Optional<String> content = templates(handle).content(identity, template);
                    boolean done = templates(handle).delete(identity, template);
                    return new Deletion(content, had && done && !hasTemplates(handle, identity));
                  },
                  done -> enrolled.addAndGet(done.last() ? -1 : 0));
          deletion.content().ifPresent(content -> images.drop(Set.of(content)));
          return deletion.content().isPresent();
        });
  }

  /**
   * Keeps the images that templates are made from, until what is returned is closed, and after that
   * as long as the gallery has a template of them; does nothing where it keeps none. To be called
   * before the enrolment, and closed after it.
   *
   * @throws IndexException when they cannot be written
   */
  public HeldImages hold(List<byte[]> encoded) {
    return keepsImages && !encoded.isEmpty() ? images.hold(encoded) : HeldImages.NONE;
  }

  /** The image that a content is from, as it was enrolled; empty when it is not kept. */
  public Optional<byte[]> image(String contentHash) {
    return ContentHash.image(contentHash).flatMap(images::read);
  }

  /** Whether the image that a content is from is kept. */
  public boolean hasImage(String contentHash) {
    return ContentHash.image(contentHash).filter(images::has).isPresent();
  }

  private boolean wantsImage(String hash) {
    return keepsImages && store.read(handle -> templates(handle).anyFrom(hash));
  }

  /**
   * The identities most similar to a probe.
   *
   * @param k distinct identities wanted, 1 or more
   * @return at most k candidates, best first; equal cosines in the order of identity ids
   * @throws InvalidVectorException when the probe's dimension is not the gallery's
   */
  public List<Candidate> search(UnitVector probe, int k, Filter filter) {
    return searchAll(List.of(probe), k, filter).getFirst();
  }

  /**
   * The identities most similar to each of several probes, in less time than one by one.
   *
   * @return as many lists as probes, in their order, each as {@link #search} gives it
   * @throws InvalidVectorException when a probe's dimension is not the gallery's
   */
  public List<List<Candidate>> searchAll(List<UnitVector> probes, int k, Filter filter) {
    return find(probes, k, filter, -1).stream().map(IdentitySearch.Found::candidates).toList();
  }

  private List<IdentitySearch.Found> find(
      List<UnitVector> probes, int k, Filter filter, double decisive) {
    if (k < 1) {
      throw new IllegalArgumentException("k: %d is below 1".formatted(k));
    }
    if (probes.isEmpty()) {
      return List.of();
    }
    return steadily(
        () -> {
          probes.forEach(this::check);
          return projection.searchIdentities(
              search ->
                  search.search(
                      probes.stream().map(UnitVector::shared).toList(),
                      k,
                      TemplateDocument.matching(filter),
                      decisive));
        });
  }

  /**
   * Decides whom a probe shows.
   *
   * @param k candidates in the answer, 1 or more
   * @throws InvalidVectorException when the probe's dimension is not the gallery's
   */
  public Identification identify(UnitVector probe, int k, Threshold threshold, Filter filter) {
    return identifyAll(List.of(probe), k, threshold, filter).getFirst();
  }

  /**
   * Decides whom each of several probes shows, in less time than one by one.
   *
   * @param k candidates in each answer, 1 or more
   * @return as many as probes, in their order, each as {@link #identify} gives it
   * @throws InvalidVectorException when a probe's dimension is not the gallery's
   */
  public List<Identification> identifyAll(
      List<UnitVector> probes, int k, Threshold threshold, Filter filter) {
    return find(probes, Math.max(k, GAP_CANDIDATES), filter, threshold.cosine()).stream()
        .map(found -> decide(found, k, threshold))
        .toList();
  }

  private static Identification decide(IdentitySearch.Found search, int k, Threshold threshold) {
    List<Candidate> found = search.candidates();
    OptionalDouble gap =
        found.size() < 2
            ? OptionalDouble.empty()
            : OptionalDouble.of(found.get(0).cosine() - found.get(1).cosine());
    List<Candidate> candidates = found.subList(0, Math.min(k, found.size()));
    boolean known = !candidates.isEmpty() && candidates.getFirst().cosine() >= threshold.cosine();
    return known
        ? new Identification.Known(candidates, threshold, gap, search.report())
        : new Identification.Unknown(candidates, threshold, gap, search.report());
  }

  /**
   * Compares a probe with all templates of one identity, exactly.
   *
   * @return empty when there is no such identity
   * @throws InvalidVectorException when the probe's dimension is not the gallery's
   */
  public Optional<Verification> verify(UnitVector probe, String identity) {
    IdentitySearch.Found found =
        steadily(
            () -> {
              check(probe);
              return projection.searchIdentities(
                  search -> search.exact(probe.shared(), 1, TemplateDocument.ofIdentity(identity)));
            });
    if (!found.candidates().isEmpty()) {
      Candidate nearest = found.candidates().getFirst();
      return Optional.of(new Verification.Comparison(nearest.cosine(), nearest.template()));
    }
    return identity(identity).map(_ -> new Verification.NoTemplates());
  }

  /** Templates that were enrolled or deleted after a number of the change sequence. */
  long changedTemplates(long sequence) {
    return store.read(handle -> new GalleryTable(handle).changedTemplates(key(), sequence));
  }

  /** Brings the index up to date with the store, building it when needed. */
  void catchUp() {
    store.write(projection, _ -> true);
  }

  /* In the order of changes, so that a switch to another model, which sets its own rule, comes after or before it. */
  void set(ThresholdRule changed, boolean keep) {
    rule = changed;
    keepsImages = keep;
  }

  /** Removes images that are kept no more. */
  void sweepUnlessKept() {
    if (!keepsImages) {
      images.sweep();
    }
  }

  /** Removes its files. */
  void deleteFiles() {
    projection.delete();
    images.removeAll();
  }

  long key() {
    return key;
  }

  StoredTemplates stored() {
    return new StoredTemplates(store, key, projection.generation().model());
  }

  GalleryProjection projection() {
    return projection;
  }

  private boolean hasTemplates(Handle handle, String identity) {
    return identities(handle).key(identity).stream().anyMatch(templates(handle)::any);
  }

  private IdentityTable identities(Handle handle) {
    return new IdentityTable(handle, key);
  }

  private TemplateTable templates(Handle handle) {
    return new TemplateTable(handle, key);
  }

  Instant now() {
    return clock.instant();
  }
}
