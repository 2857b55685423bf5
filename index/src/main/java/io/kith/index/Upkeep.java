package io.kith.index;

import io.kith.index.calibration.Progress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Care of a gallery's index: whether it finds what is there, building it anew, with another model
 * too, and going back. Safe for concurrent use.
 */
public final class Upkeep {

  private final Gallery gallery;
  private final GalleryParts parts;
  private final KeptImages images;
  private volatile @Nullable Agreement agreement;

  Upkeep(Gallery gallery, GalleryParts parts, KeptImages images) {
    this.gallery = gallery;
    this.parts = parts;
    this.images = images;
  }

  /**
   * Builds the index anew beside the present one, which is searched and written meanwhile, checks
   * the new one, and changes over. The one before is kept until the next rebuild.
   *
   * @throws IndexException when the gallery is being rebuilt already, or the store fails
   * @throws CancellationException when the thread is interrupted; nothing was changed then
   */
  public RebuildOutcome rebuild(RebuildPlan plan, Progress progress) {
    return rebuild(plan, progress, _ -> {});
  }

  /* For tests, which spoil what was written before it is checked. */
  RebuildOutcome rebuild(RebuildPlan plan, Progress progress, Consumer<Path> written) {
    return parts
        .generations()
        .claimed(
            parts.name(),
            () -> {
              NumberedModel live = parts.projection().generation().model();
              Switchover switchover = parts.switchover(live);
              return new Rebuild(parts, live, switchover, plan, progress).run(written, switchover);
            });
  }

  /**
   * Moves the gallery to another model: embeds what its templates were made from again, and changes
   * over when all of it was, or the plan allows to leave something behind, and the other model
   * misses no more than the present one, or the plan accepts that. Identities and the ids of
   * templates stay. Searches and enrolments go on meanwhile, with the present model; what was
   * enrolled is carried over too. The thresholds come from what was measured with the other model,
   * on the gallery's own templates: a cohort's vectors are of the model before. What was embedded
   * is kept when the gallery is not moved, for the next attempt.
   *
   * @throws IndexException when the gallery is being rebuilt already, or the store fails
   * @throws IllegalArgumentException when the gallery has that model
   * @throws CancellationException when the thread is interrupted; searches see the gallery as
   *     before
   */
  public RebuildOutcome upgrade(UpgradePlan plan, Reembedder reembedder, Progress progress) {
    return upgrade(plan, reembedder, progress, _ -> {});
  }

  /* For tests, which do something before the new index is checked. */
  RebuildOutcome upgrade(
      UpgradePlan plan, Reembedder reembedder, Progress progress, Consumer<Path> written) {
    if (parts.projection().generation().model().makes(plan.model())) {
      throw new IllegalArgumentException(
          "gallery %s has model %s already".formatted(parts.name(), plan.model().name()));
    }
    return parts
        .generations()
        .claimed(
            parts.name(),
            () ->
                new Upgrade(
                        parts,
                        plan,
                        reembedder,
                        it ->
                            gallery
                                .calibrations()
                                .kept(it, null, plan.calibrator().seed(), gallery.sequence()),
                        progress)
                    .run(written));
  }

  /**
   * Goes back to the index before the last rebuild, brought up to date with all changes since.
   * Where that is of another model, what was enrolled since is embedded by it.
   *
   * @param reembedder embeds by the model before
   * @param leaveBehind whether to go back even where something cannot be embedded by it
   * @throws IndexException when the gallery is being rebuilt, there is none, or the store fails
   * @throws CancellationException when the thread is interrupted; nothing was changed then
   */
  public RebuildOutcome rollback(Reembedder reembedder, boolean leaveBehind, Progress progress) {
    return previous()
        .goBack(reembedder, leaveBehind, RebuildPlan.USUAL.threads(parts.settings()), progress);
  }

  /** Goes back where nothing is to be embedded for it. */
  RebuildOutcome rollback() {
    return rollback(Reembedder.NONE, false, Progress.NONE);
  }

  /** The model before the present one, if a rollback would go back to another. */
  public Optional<GalleryModel> previousModel() {
    return gallery
        .row()
        .flatMap(row -> row.previous().filter(it -> !it.sameModel(row.generation())))
        .map(it -> it.model().model());
  }

  /**
   * Removes the index before the last rebuild, if it is kept; there is no rollback any more.
   *
   * @throws IndexException when the gallery is being rebuilt, or the store fails
   */
  public void prune() {
    previous().remove();
  }

  /** How far searches found what is there when that was last measured; empty before. */
  public Optional<Agreement> agreement() {
    return Optional.ofNullable(agreement);
  }

  /**
   * Measures how far searches find what measuring all templates finds; O(N), a second for 100,000
   * templates. Searches and enrolments go on meanwhile.
   */
  public Agreement measureAgreement() {
    long sequence = gallery.appliedSequence();
    long index = gallery.generation();
    GenerationProbes probes =
        GenerationProbes.draw(
            parts.store(),
            parts.key(),
            parts.projection().generation(),
            sequence,
            gallery.now().toEpochMilli());
    Agreement measured =
        new Agreement(
            probes.agreeing(parts.projection()), probes.count(), index, sequence, gallery.now());
    agreement = measured;
    return measured;
  }

  /** Removes what was deleted from the files of the index, of the one before, and images. */
  void expunge() {
    parts.projection().expunge();
    previous().expunge();
    images.sweep();
  }

  private PreviousGeneration previous() {
    return new PreviousGeneration(parts);
  }
}
