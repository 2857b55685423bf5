package io.kith.it.bench;

import io.kith.config.IndexSettings.Structure;
import io.micronaut.serde.annotation.Serdeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Rebuilding a gallery's index from its store, beside bare Lucene, and what searches feel of it.
 */
@Command(
    name = "rebuild",
    description = "Time of rebuilds from the store, beside bare Lucene, and of searches meanwhile.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class RebuildBench implements Callable<Integer> {

  private static final int EFFORT = 400;
  private static final int LUCENE_EFFORT = 160;
  private static final int MAX_CONN = 32;
  private static final int BEAM_WIDTH = 200;

  @Option(names = "--size", description = "Templates, two an identity.")
  private int size = 200_000;

  @Option(names = "--dimension", description = "Dimension.")
  private int dimension = 512;

  @Option(
      names = "--structures",
      split = ",",
      description = "Structures to rebuild with, of ${COMPLETION-CANDIDATES}.")
  private List<Structure> structures = List.of(Structure.SCAN, Structure.GRAPH);

  @Option(names = "--threads", description = "Threads that build.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--probes", description = "Probes of the agreement with exact search.")
  private int probes = 1_000;

  @Option(names = "--kith-only", description = "Leave bare Lucene out.")
  private boolean kithOnly;

  @Option(names = "--seed", description = "Seed of every random choice.")
  private long seed = 1;

  @Mixin private Output output = new Output();

  private final List<Run> runs = new ArrayList<>();

  /**
   * One building.
   *
   * @param seconds from the first template read to all of them searchable
   * @param cpuSeconds of the whole process meanwhile
   * @param steps how the seconds are spent
   * @param rank1Agreement share of mates whose first identity is that of exact search, afterwards
   * @param decisionAgreement share of probes of which the same is said
   */
  @Serdeable
  record Run(
      String system,
      int size,
      int dimension,
      int threads,
      double seconds,
      double templatesPerSecond,
      double cpuSeconds,
      String steps,
      double rank1Agreement,
      double decisionAgreement) {

    String line() {
      return String.format(
          Locale.ROOT,
          "%-24s %9.1f %11.0f %9.1f %9.3f %9.3f  %s",
          system,
          seconds,
          templatesPerSecond,
          cpuSeconds,
          100 * rank1Agreement,
          100 * decisionAgreement,
          steps);
    }
  }

  /** The JSON document. */
  @Serdeable
  record Document(List<Run> runs, RebuildLoad.Figures load) {}

  @Override
  public Integer call() throws IOException {
    output.line(
        "%-24s %9s %11s %9s %9s %9s  %s"
            .formatted(
                "system",
                "seconds",
                "templates/s",
                "CPU s",
                "rank-1 %",
                "decis. %",
                "steps, seconds"));
    Workload workload = Workload.of(new FaceLikeVectors(size, dimension, seed), probes);
    RebuildLoad.Figures load;
    try (Scratch scratch = new Scratch();
        KithSystem kith = new KithSystem(Structure.AUTO, EFFORT, dimension, scratch.folder())) {
      kith.build(workload);
      for (Structure structure : structures) {
        rebuild(kith, structure, workload);
      }
      load = new RebuildLoad(kith.gallery(), workload).measure();
      output.line(load.toString());
    }
    if (!kithOnly) {
      measurePeer(workload);
    }
    output.document(new Document(runs, load));
    return 0;
  }

  private void rebuild(KithSystem kith, Structure structure, Workload workload) throws IOException {
    double cpu = ProcessorTime.seconds();
    var steps = kith.rebuild(structure, threads).steps();
    cpu = ProcessorTime.seconds() - cpu;
    add(
        "Kith " + structure.name().toLowerCase(Locale.ROOT),
        steps.values().stream().mapToDouble(RebuildBench::seconds).sum(),
        cpu,
        steps.entrySet().stream()
            .map(it -> String.format(Locale.ROOT, "%s %.1f", it.getKey(), seconds(it.getValue())))
            .collect(Collectors.joining(", ")),
        Timing.of(kith, workload, EFFORT).answers(),
        workload);
  }

  private void measurePeer(Workload workload) throws IOException {
    try (Scratch scratch = new Scratch();
        LuceneSystem lucene = new LuceneSystem(MAX_CONN, BEAM_WIDTH, threads, scratch.folder())) {
      double cpu = ProcessorTime.seconds();
      double seconds = lucene.build(workload);
      cpu = ProcessorTime.seconds() - cpu;
      add(
          lucene.name(),
          seconds,
          cpu,
          "add and forceMerge(1) with as many threads, from memory",
          Timing.of(lucene, workload, LUCENE_EFFORT).answers(),
          workload);
    }
  }

  private void add(
      String system,
      double seconds,
      double cpu,
      String steps,
      List<Answer> answers,
      Workload workload) {
    Run run =
        new Run(
            system,
            size,
            dimension,
            threads,
            seconds,
            size / seconds,
            cpu,
            steps,
            workload.rank1Agreement(answers),
            workload.decisionAgreement(answers));
    runs.add(run);
    output.line(run.line());
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
