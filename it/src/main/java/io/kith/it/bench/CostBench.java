package io.kith.it.bench;

import io.kith.config.IndexSettings.Structure;
import io.kith.index.Filter;
import io.kith.index.Gallery;
import io.kith.index.Identification;
import io.kith.index.SearchReport;
import io.kith.index.Threshold;
import io.kith.index.UnitVector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What a search costs: a code that is compared, a template that is measured, a template that the
 * walk of a graph visits. From these the index chooses between scan and graph.
 */
@Command(
    name = "costs",
    description = "Costs from which the index chooses between a scan of codes and a graph.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class CostBench implements Callable<Integer> {

  private static final int EFFORT = 400;
  private static final int ROUNDS = 5;

  @Option(names = "--size", description = "Templates, two an identity.")
  private int size = 200_000;

  @Option(names = "--dimension", description = "Dimension.")
  private int dimension = 512;

  @Option(
      names = "--vectors",
      description = "Instead of face-like vectors: a file of float32 values.")
  private @Nullable Path file;

  @Option(names = "--probes", description = "Probes: half mates, half strangers.")
  private int probes = 1_000;

  @Option(names = "--seed", description = "Seed of every random choice.")
  private long seed = 1;

  @Option(names = "--json", description = "Print one JSON document on stdout.")
  private boolean json;

  /** A search, how it was made and how long it took at best. */
  private record Timed(SearchReport report, Answer answer, double nanos) {}

  @Override
  public Integer call() throws IOException {
    Vectors vectors =
        file == null
            ? new FaceLikeVectors(size, dimension, seed)
            : new FileVectors(file, dimension, probes / 2, seed);
    Workload workload = Workload.of(vectors, probes);
    Report report = new Report();
    report.put("templates", vectors.size());
    try (Scratch scratch = new Scratch();
        KithSystem kith = new KithSystem(Structure.SCAN, EFFORT, dimension, scratch.folder())) {
      Gallery gallery = kith.gallery();
      kith.build(workload);
      double _ = rebuild(kith, Structure.SCAN);
      List<Timed> scans = search(gallery, workload);
      double measured = slope(scans);
      double scan = mean(scans, Timed::nanos);
      double codes = mean(scans, it -> it.report().compared());
      report.put("scan, µs", scan / 1e3);
      report.put("templates measured", mean(scans, it -> it.report().measured()));
      report.put("a template measured, ns", measured);
      report.put(
          "a code compared, ns",
          (scan - measured * mean(scans, it -> it.report().measured())) / codes);
      report.put("first identities like exact, %", rank1(scans, workload));
      double seconds = rebuild(kith, Structure.GRAPH);
      report.put("rebuilt with a graph, templates/s", vectors.size() / seconds);
      List<Timed> walks = search(gallery, workload);
      double walk = mean(walks, Timed::nanos);
      report.put("first identities like exact by the walk, %", rank1(walks, workload));
      double expected = EFFORT * Math.log(vectors.size());
      report.put("walk of effort 400, µs", walk / 1e3);
      report.put("templates visited", mean(walks, it -> it.report().compared()));
      report.put("a visit, ns", walk / mean(walks, it -> it.report().compared()));
      report.put("visits expected, log(N) x effort", expected);
      report.put(
          "codes scanned in the time of an expected visit", walk / expected / (scan / codes));
    }
    report.print(json);
    return 0;
  }

  private static double rank1(List<Timed> searches, Workload workload) {
    return 100 * workload.rank1Agreement(searches.stream().map(Timed::answer).toList());
  }

  private static double rebuild(KithSystem kith, Structure structure) {
    long start = System.nanoTime();
    var _ = kith.rebuild(structure, Runtime.getRuntime().availableProcessors());
    return (System.nanoTime() - start) / 1e9;
  }

  private static List<Timed> search(Gallery gallery, Workload workload) {
    Threshold threshold = new Threshold(workload.threshold(), Threshold.Source.REQUEST);
    List<UnitVector> all = workload.probes().stream().map(UnitVector::of).toList();
    double[] best = new double[all.size()];
    Arrays.fill(best, Double.POSITIVE_INFINITY);
    List<Identification> answers = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      answers.clear();
      for (int i = 0; i < best.length; i++) {
        long start = System.nanoTime();
        answers.add(gallery.identify(all.get(i), Workload.K, threshold, Filter.none()));
        best[i] = Math.min(best[i], System.nanoTime() - start);
      }
    }
    List<Timed> timed = new ArrayList<>();
    for (int i = 0; i < best.length; i++) {
      Identification answer = answers.get(i);
      timed.add(new Timed(answer.search(), KithSystem.answer(answer), best[i]));
    }
    return timed;
  }

  private interface Figure {
    double of(Timed timed);
  }

  private static double mean(List<Timed> searches, Figure figure) {
    return searches.stream().mapToDouble(figure::of).average().orElse(Double.NaN);
  }

  /* Of the time over the templates measured: least squares. */
  private static double slope(List<Timed> searches) {
    double x = mean(searches, it -> it.report().measured());
    double y = mean(searches, Timed::nanos);
    double xy = mean(searches, it -> (it.report().measured() - x) * (it.nanos() - y));
    double xx = mean(searches, it -> Math.pow(it.report().measured() - x, 2));
    return xy / xx;
  }
}
