package io.kith.it.bench;

import io.kith.config.CalibrationSettings;
import io.kith.config.IndexSettings;
import io.kith.config.IndexSettings.Structure;
import io.kith.index.Candidate;
import io.kith.index.Filter;
import io.kith.index.Galleries;
import io.kith.index.Gallery;
import io.kith.index.GalleryModel;
import io.kith.index.Identification;
import io.kith.index.InnermostSearch;
import io.kith.index.RebuildOutcome;
import io.kith.index.RebuildPlan;
import io.kith.index.Threshold;
import io.kith.index.ThresholdRule;
import io.kith.index.UnitVector;
import io.kith.index.calibration.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Kith through its library: galleries on disk, bulk enrolment through the store, identification.
 */
final class KithSystem implements SearchSystem {

  private static final CalibrationSettings NO_CALIBRATION =
      new CalibrationSettings(.01, 1_000, 1, Duration.ofDays(1), .01);

  private final Structure structure;
  private final int effort;
  private final Path folder;
  private final Galleries galleries;
  private final Gallery gallery;
  private Threshold threshold = new Threshold(1, Threshold.Source.REQUEST);

  /**
   * @param effort of walking a graph
   */
  KithSystem(Structure structure, int effort, int dimension, Path folder) {
    this.structure = structure;
    this.effort = effort;
    this.folder = folder;
    this.galleries =
        Galleries.open(
            folder,
            new IndexSettings(
                structure, 32, 200, effort, 1e-4, Duration.ofSeconds(30), Duration.ZERO, 0),
            NO_CALIBRATION);
    GalleryModel model = new GalleryModel("bench", "bench", dimension);
    galleries.put("bench", model, new ThresholdRule.Usual());
    this.gallery = galleries.find("bench").orElseThrow();
  }

  Gallery gallery() {
    return gallery;
  }

  @Override
  public String name() {
    return "Kith " + structure.name().toLowerCase(Locale.ROOT);
  }

  /** Takes the threshold of a workload for what is searched from now on. */
  void decideAs(Workload workload) {
    threshold = new Threshold(workload.threshold(), Threshold.Source.REQUEST);
  }

  @Override
  public double build(Workload workload) {
    decideAs(workload);
    return WriteBench.bulk(gallery, workload.vectors());
  }

  /**
   * Builds the index anew.
   *
   * @throws IllegalStateException when a gate is not passed
   */
  RebuildOutcome.RebuildReport rebuild(Structure structure, int threads) {
    RebuildOutcome outcome =
        gallery.upkeep().rebuild(new RebuildPlan(structure, threads), Progress.NONE);
    if (!(outcome instanceof RebuildOutcome.Switched)) {
      throw new IllegalStateException("refused: " + outcome.report().gates());
    }
    return outcome.report();
  }

  @Override
  public List<Integer> efforts() {
    return List.of(structure == Structure.GRAPH ? effort : 0);
  }

  @Override
  public Answer search(float[] probe, int effort) {
    return answer(gallery.identify(UnitVector.of(probe), Workload.K, threshold, Filter.none()));
  }

  /** An identification among identities that are named by their numbers. */
  static Answer answer(Identification identification) {
    List<Candidate> candidates = identification.candidates();
    return new Answer(
        candidates.stream().map(it -> Integer.valueOf(it.identity())).toList(),
        candidates.isEmpty() ? -1 : candidates.getFirst().cosine());
  }

  /** What the public API costs beside its innermost search. */
  InnermostSearch innermost(Workload workload) {
    List<UnitVector> probes = workload.probes().stream().map(UnitVector::of).toList();
    return InnermostSearch.measure(gallery, probes, Workload.K, threshold);
  }

  @Override
  public long diskBytes() throws IOException {
    return Scratch.bytes(folder);
  }

  @Override
  public void close() {
    galleries.close();
  }
}
