package io.kith.it.bench;

import io.kith.config.IndexSettings.Structure;
import io.kith.index.BulkTemplate;
import io.kith.index.Gallery;
import io.kith.index.NewTemplate;
import io.kith.index.UnitVector;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Enrolling vectors in bulk and one by one, and what much deleting and adding leaves of search. */
@Command(
    name = "write",
    description =
        "Bulk and single enrolment of vectors, and agreement with exact search after churn.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class WriteBench implements Callable<Integer> {

  private static final int GROUP = 500;
  private static final int EFFORT = 400;

  @Option(names = "--size", description = "Templates, two an identity.")
  private int size = 100_000;

  @Option(names = "--dimension", description = "Dimension.")
  private int dimension = 512;

  @Option(names = "--structure", description = "Structure, of ${COMPLETION-CANDIDATES}.")
  private Structure structure = Structure.AUTO;

  @Option(names = "--singles", description = "Templates enrolled one by one.")
  private int singles = 2_000;

  @Option(names = "--rounds", description = "Rounds of deleting and adding 1 %% of the templates.")
  private int rounds = 50;

  @Option(names = "--probes", description = "Probes of the agreement with exact search.")
  private int probes = 1_000;

  @Option(names = "--seed", description = "Seed of every random choice.")
  private long seed = 1;

  @Option(names = "--json", description = "Print one JSON document on stdout.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Report report = new Report();
    FaceLikeVectors vectors = new FaceLikeVectors(size, dimension, seed);
    FaceLikeVectors more = new FaceLikeVectors(singles, dimension, seed + 1);
    Workload workload = Workload.of(vectors, probes);
    try (Scratch scratch = new Scratch();
        KithSystem kith = new KithSystem(structure, EFFORT, dimension, scratch.folder())) {
      kith.decideAs(workload);
      Gallery gallery = kith.gallery();
      report.put("templates", size);
      report.put("bulk, templates/s", size / bulk(gallery, vectors));
      double[] milliseconds = singly(gallery, more);
      report.put("one by one, p50 ms", Percentile.of(milliseconds, 50));
      report.put("one by one, p99 ms", Percentile.of(milliseconds, 99));
      IntStream.range(0, singles).forEach(i -> gallery.delete("more" + i));
      report.put("decisions like exact, %", 100 * decisions(kith, workload));
      Random random = new Random(seed);
      for (int round = 0; round < rounds; round++) {
        churn(gallery, vectors, random);
      }
      report.put("rounds of churn", rounds);
      report.put("decisions like exact, %, after them", 100 * decisions(kith, workload));
    }
    report.print(json);
    return 0;
  }

  private static double decisions(KithSystem kith, Workload workload) throws IOException {
    return Timing.of(kith, workload, EFFORT).decisions(workload);
  }

  /** Enrols all vectors in groups; seconds without those that making the vectors takes. */
  static double bulk(Gallery gallery, Vectors vectors) {
    long nanos = 0;
    for (int from = 0; from < vectors.size(); from += GROUP) {
      List<BulkTemplate> group =
          IntStream.range(from, Math.min(from + GROUP, vectors.size()))
              .parallel()
              .mapToObj(i -> new BulkTemplate(identity(vectors, i), null, Map.of(), of(vectors, i)))
              .toList();
      long start = System.nanoTime();
      gallery.enrolAll(group);
      nanos += System.nanoTime() - start;
    }
    return nanos / 1e9;
  }

  private static double[] singly(Gallery gallery, Vectors vectors) {
    double[] milliseconds = new double[vectors.size()];
    for (int i = 0; i < milliseconds.length; i++) {
      gallery.put("more" + i, null, Map.of());
      List<NewTemplate> template = List.of(of(vectors, i));
      long start = System.nanoTime();
      var _ = gallery.enrol("more" + i, template).orElseThrow();
      milliseconds[i] = (System.nanoTime() - start) / 1e6;
    }
    return milliseconds;
  }

  /* What is deleted is added again, so that the exact answers stay what they are. */
  private static void churn(Gallery gallery, Vectors vectors, Random random) {
    List<Integer> chosen =
        random.ints(vectors.size() / 100, 0, vectors.size()).distinct().boxed().toList();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      chosen.forEach(number -> callers.execute(() -> delete(gallery, vectors, number)));
    }
    List<BulkTemplate> again =
        chosen.stream()
            .map(i -> new BulkTemplate(identity(vectors, i), null, Map.of(), of(vectors, i)))
            .toList();
    for (int from = 0; from < again.size(); from += GROUP) {
      gallery.enrolAll(again.subList(from, Math.min(from + GROUP, again.size())));
    }
  }

  private static void delete(Gallery gallery, Vectors vectors, int number) {
    String identity = identity(vectors, number);
    gallery.templates(identity).stream()
        .filter(template -> template.contentHash().equals(hash(number)))
        .forEach(template -> gallery.deleteTemplate(identity, template.id()));
  }

  private static String identity(Vectors vectors, int number) {
    return Integer.toString(vectors.identity(number));
  }

  private static String hash(int number) {
    return Integer.toString(number);
  }

  private static NewTemplate of(Vectors vectors, int number) {
    return new NewTemplate(UnitVector.of(vectors.vector(number)), "bench", hash(number), 1);
  }
}
