package io.kith.it.bench;

import io.kith.config.IndexSettings.Structure;
import io.kith.index.CalibrationOutcome;
import io.kith.index.Gallery;
import io.kith.index.calibration.Calibrator;
import io.kith.index.calibration.Effort;
import io.kith.index.calibration.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How long the calibration of a large gallery takes with all cores, and what searches feel of one
 * in the background: slices of time with and without it take turns, so that whatever else the
 * machine does meets both.
 */
@Command(
    name = "recalibrate",
    description = "How long a calibration takes, and what searches feel of one in the background.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class RecalibrateBench implements Callable<Integer> {

  private static final int EFFORT = 400;
  private static final int PROBES = 1_000;
  private static final int SLICES = 6;

  @Option(names = "--size", description = "Templates, two an identity.")
  private int size = 100_000;

  @Option(names = "--dimension", description = "Dimension.")
  private int dimension = 512;

  @Option(names = "--sample", description = "Templates that a calibration searches with.")
  private int sample = 20_000;

  @Option(names = "--share", description = "Share of one core of a calibration in the background.")
  private double share = 0.1;

  @Option(names = "--seconds", description = "Seconds of a slice.")
  private double seconds = 5;

  @Option(names = "--seed", description = "Seed of every random choice.")
  private long seed = 1;

  @Option(names = "--json", description = "Print one JSON document on stdout.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Report report = new Report();
    Workload workload = Workload.of(new FaceLikeVectors(size, dimension, seed), PROBES);
    try (Scratch scratch = new Scratch();
        KithSystem kith = new KithSystem(Structure.AUTO, EFFORT, dimension, scratch.folder())) {
      kith.build(workload);
      report.put("templates", size);
      long start = System.nanoTime();
      calibrate(kith.gallery(), Effort.full());
      report.put("calibration with all cores, seconds", (System.nanoTime() - start) / 1e9);
      measure(kith, workload, report);
    }
    report.print(json);
    return 0;
  }

  private void calibrate(Gallery gallery, Effort effort) {
    CalibrationOutcome outcome =
        gallery
            .calibrations()
            .measure(new Calibrator(sample, seed, false, effort), null, Progress.NONE);
    if (!(outcome instanceof CalibrationOutcome.Calibrated)) {
      throw new IllegalStateException("not calibrated: " + outcome);
    }
  }

  private void measure(KithSystem kith, Workload workload, Report report)
      throws InterruptedException {
    List<Double> alone = new ArrayList<>();
    List<Double> beside = new ArrayList<>();
    identify(kith, workload, new ArrayList<>()); // warms up
    for (int slice = 0; slice < SLICES; slice++) {
      identify(kith, workload, alone);
      Thread background = Thread.ofPlatform().start(() -> inBackground(kith.gallery()));
      identify(kith, workload, beside);
      background.interrupt();
      background.join();
    }
    for (int percent : new int[] {50, 99}) {
      double usual = percentile(alone, percent);
      report.put("identify alone, p%d ms".formatted(percent), usual);
      report.put(
          "beside a calibration, times as long, p%d".formatted(percent),
          percentile(beside, percent) / usual);
    }
  }

  private static double percentile(List<Double> millis, int percent) {
    return Percentile.of(millis.stream().mapToDouble(Double::doubleValue).toArray(), percent);
  }

  private void inBackground(Gallery gallery) {
    try {
      calibrate(gallery, new Effort(1, share));
    } catch (CancellationException _) {
      // the slice is over
    }
  }

  private void identify(KithSystem kith, Workload workload, List<Double> millis) {
    long end = System.nanoTime() + (long) (seconds * 1e9);
    for (int i = 0; System.nanoTime() < end; i++) {
      long start = System.nanoTime();
      kith.search(workload.probes().get(i % workload.probes().size()), EFFORT);
      millis.add((System.nanoTime() - start) / 1e6);
    }
  }
}
