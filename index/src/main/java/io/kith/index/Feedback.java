package io.kith.index;

import io.kith.index.calibration.Suspects.Pair;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ObjLongConsumer;
import org.jdbi.v3.core.Handle;

/**
 * What people who know better have said of a gallery's answers, for calibrations to come. Safe for
 * concurrent use.
 */
public final class Feedback {

  private final Gallery gallery;
  private final EmbeddingStore store;

  Feedback(Gallery gallery, EmbeddingStore store) {
    this.gallery = gallery;
    this.store = store;
  }

  /**
   * Notes that a probe does not show an identity that it comes near to: the next calibration counts
   * it as a false positive up to its cosine, which can only raise thresholds. The probe itself is
   * not kept.
   *
   * @param hash of the probe: the same one is counted once
   * @return how near it comes; empty when there is no such identity
   * @throws InvalidVectorException when the probe's dimension is not the gallery's
   */
  public Optional<Verification> reject(UnitVector probe, String hash, String identity) {
    return gallery.steadily(
        () -> {
          Optional<Verification> compared = gallery.verify(probe, identity);
          if (compared.orElse(null)
              instanceof Verification.Comparison(double cosine, String template)) {
            boolean _ =
                changeIdentity(
                    identity,
                    (judgements, key) ->
                        judgements.reject(
                            key,
                            hash,
                            template,
                            cosine,
                            gallery.model().fingerprint(),
                            gallery.now()));
          }
          return compared;
        });
  }

  /** Takes back all that was rejected of an identity; false when there is none of that id. */
  public boolean acceptAll(String identity) {
    return changeIdentity(identity, JudgementTable::acceptAll);
  }

  private boolean changeIdentity(String identity, ObjLongConsumer<JudgementTable> change) {
    return store.write(
        Follower.NONE,
        handle -> {
          OptionalLong key = new IdentityTable(handle, gallery.key()).key(identity);
          key.ifPresent(it -> change.accept(judgements(handle), it));
          return key.isPresent();
        });
  }

  /**
   * Notes that two identities are two subjects, however alike they look; or takes that back.
   *
   * @return false when one of them is missing
   * @throws InvalidNameException when both are one
   */
  public boolean distinguish(String one, String other, boolean distinct) {
    Gallery.checkOther(one, List.of(other));
    return store.write(
        Follower.NONE,
        handle -> {
          Optional<Pair> pair = pair(handle, one, other);
          pair.ifPresent(it -> judgements(handle).distinguish(it, distinct));
          return pair.isPresent();
        });
  }

  /** Identities that are known to be two subjects each, by their ids. */
  public List<DistinctPair> distinct() {
    return store.read(handle -> judgements(handle).distinct());
  }

  /** Whether two identities are known to be two subjects. */
  public boolean areDistinct(String one, String other) {
    return store.read(
        handle -> pair(handle, one, other).filter(judgements(handle)::areDistinct).isPresent());
  }

  /* Empty when one of them is missing. */
  private Optional<Pair> pair(Handle handle, String one, String other) {
    IdentityTable identities = new IdentityTable(handle, gallery.key());
    OptionalLong a = identities.key(one);
    OptionalLong b = identities.key(other);
    return a.isPresent() && b.isPresent()
        ? Optional.of(Pair.of(a.getAsLong(), b.getAsLong()))
        : Optional.empty();
  }

  private JudgementTable judgements(Handle handle) {
    return new JudgementTable(handle, gallery.key());
  }
}
