package io.kith.server.service;

import io.kith.index.Gallery;
import io.kith.index.Verification;
import io.kith.server.api.DistinctPairs;
import io.kith.server.api.ProblemKind;
import io.kith.server.api.RejectionRequest;
import io.kith.server.api.RejectionView;
import jakarta.inject.Singleton;

/**
 * What operators say after they have looked: that a probe is not of an identity, and that
 * look-alikes are two subjects. Calibrations take it as evidence. Thread-safe.
 */
@Singleton
public final class Judgements {

  private final Existing existing;
  private final Probes probes;
  private final StageTimers timers;

  Judgements(Existing existing, Probes probes, StageTimers timers) {
    this.existing = existing;
    this.probes = probes;
    this.timers = timers;
  }

  /** Notes that a probe is not of an identity; neither image nor vector is kept. */
  public RejectionView reject(String name, String identity, RejectionRequest request) {
    Gallery gallery = existing.gallery(name);
    // The gallery may not come to another model between the two.
    return gallery.steadily(() -> reject(gallery, identity, request));
  }

  private RejectionView reject(Gallery gallery, String identity, RejectionRequest request) {
    Probes.Probe probe =
        probes.one(
            gallery, request.image(), request.vector(), request.fingerprint(), request.subjects());
    Verification compared =
        timers
            .store(
                gallery.name(),
                () -> gallery.feedback().reject(probe.vector(), probe.contentHash(), identity))
            .orElseThrow(() -> Existing.noIdentity(gallery, identity));
    return switch (compared) {
      case Verification.Comparison(double cosine, String template) ->
          new RejectionView(identity, template, cosine);
      case Verification.NoTemplates() ->
          throw ProblemKind.NO_TEMPLATES.with(
              "identity %s has no templates that a probe could be taken for".formatted(identity));
    };
  }

  /** Takes back all that was rejected of an identity. */
  public void acceptAll(String name, String identity) {
    Gallery gallery = existing.gallery(name);
    if (!timers.store(name, () -> gallery.feedback().acceptAll(identity))) {
      throw Existing.noIdentity(gallery, identity);
    }
  }

  /** Notes that two identities are two subjects, or takes that back. */
  public void distinguish(String name, String one, String other, boolean distinct) {
    Gallery gallery = existing.gallery(name);
    if (!timers.store(name, () -> gallery.feedback().distinguish(one, other, distinct))) {
      throw Existing.noIdentity(gallery, gallery.identity(one).isEmpty() ? one : other);
    }
  }

  /** The pairs that are known to be two subjects. */
  public DistinctPairs distinct(String name) {
    return new DistinctPairs(
        existing.gallery(name).feedback().distinct().stream()
            .map(it -> new DistinctPairs.Pair(it.first(), it.second()))
            .toList());
  }
}
