package io.kith.it.bench;

import io.kith.it.Enrolments;
import io.kith.it.KithHome;
import io.kith.it.Lfw;
import io.kith.server.api.GalleryRequest;
import io.kith.server.api.Kith;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * From JPEG bytes in memory to stored and searchable templates: images a second, and where the time
 * goes.
 */
@Command(
    name = "enrol",
    description = "Images enrolled per second, and where the time goes.",
    mixinStandardHelpOptions = true)
final class EnrolBench implements Callable<Integer> {

  private static final String GALLERY = "bench";
  private static final int CORES = Runtime.getRuntime().availableProcessors();

  @Mixin private final Photographs photographs = new Photographs();

  @Option(names = "--images", description = "Images a run (default: ${DEFAULT-VALUE}).")
  private int images = 1_000;

  @Option(names = "--runs", description = "Runs, after one to warm up (default: ${DEFAULT-VALUE}).")
  private int runs = 3;

  @Option(names = "--threads", description = "Clients (default: four per core).")
  private int threads = 4 * CORES;

  @Override
  public Integer call() {
    try (Lfw lfw = photographs.open();
        KithHome home = new KithHome(photographs.models())) {
      List<byte[]> sample = photographs.sample(lfw, images);
      Stages stages = new Stages(home.bean(MeterRegistry.class));
      double[] perSecond = new double[runs];
      double[] outside = new double[runs];
      double _ = enrol(home.kith(), sample, threads);
      double networks = networkSeconds(home.kith(), sample, stages);
      for (int run = 0; run < runs; run++) {
        double before = ProcessorTime.seconds();
        perSecond[run] = sample.size() / enrol(home.kith(), sample, threads);
        outside[run] = 1 - networks / (ProcessorTime.seconds() - before);
      }
      Report report = new Report();
      report.put("clients", threads);
      report.put("images a run", sample.size());
      report.put("images/s, median", Percentile.of(perSecond, 50));
      report.put("images/s, worst", Percentile.of(perSecond, 0));
      report.put("ms of the networks an image, one client", 1_000 * networks / sample.size());
      report.put(
          "share of the processors' time outside the networks, median", Percentile.of(outside, 50));
      report.print(photographs.json());
      return 0;
    }
  }

  /* By one client: beside others a network's time counts the time, too, for which it has lost its core. */
  private static double networkSeconds(Kith kith, List<byte[]> sample, Stages stages) {
    double before = stages.networkSeconds();
    double _ = enrol(kith, sample, 1);
    return stages.networkSeconds() - before;
  }

  private static double enrol(Kith kith, List<byte[]> sample, int threads) {
    kith.putGallery(GALLERY, GalleryRequest.ofModel(null));
    AtomicInteger next = new AtomicInteger();
    long start = System.nanoTime();
    try (ExecutorService clients = Executors.newFixedThreadPool(threads)) {
      for (int i = 0; i < threads; i++) {
        clients.execute(() -> work(kith, sample, next));
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    kith.deleteGallery(GALLERY);
    return seconds;
  }

  private static void work(Kith kith, List<byte[]> sample, AtomicInteger next) {
    for (int i = next.getAndIncrement(); i < sample.size(); i = next.getAndIncrement()) {
      Enrolments.enrol(kith, GALLERY, "i" + i, sample.get(i));
    }
  }
}
