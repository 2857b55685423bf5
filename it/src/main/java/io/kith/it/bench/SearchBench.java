package io.kith.it.bench;

import com.sun.management.OperatingSystemMXBean;
import io.kith.config.IndexSettings.Structure;
import io.kith.index.InnermostSearch;
import io.micronaut.serde.annotation.Serdeable;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Searching in large galleries: agreement with exact search and speed, beside other systems. */
@Command(
    name = "search",
    description = "Agreement with exact search and speed, on face-like vectors, beside peers.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class SearchBench implements Callable<Integer> {

  private static final int CORES = Runtime.getRuntime().availableProcessors();

  /* Processor time in a second of a process that does nothing; and seconds to wait for that. */
  private static final long SETTLED_NANOS = 50_000_000;
  private static final int MOST_SECONDS = 300;

  /** What can be measured. */
  enum Peer {
    KITH,
    KITH_GRAPH,
    LUCENE,
    LUCENE_WIDE,
    JVECTOR,
    HNSWLIB,
    EXACT
  }

  @Option(names = "--sizes", split = ",", description = "Templates, two an identity.")
  private List<Integer> sizes = List.of(10_000, 200_000);

  @Option(names = "--dimensions", split = ",", description = "Dimensions.")
  private List<Integer> dimensions = List.of(512);

  @Option(
      names = "--systems",
      split = ",",
      description = "Systems, of ${COMPLETION-CANDIDATES}. All but a graph of Kith's by default.")
  private List<Peer> systems =
      List.of(Peer.KITH, Peer.LUCENE, Peer.LUCENE_WIDE, Peer.JVECTOR, Peer.HNSWLIB, Peer.EXACT);

  @Option(names = "--effort", description = "Identities kept by the walk of Kith's graph.")
  private int effort = 400;

  @Option(names = "--probes", description = "Probes: half mates, half strangers.")
  private int probes = 2_000;

  @Option(
      names = "--vectors",
      description = "Instead of face-like vectors: a file of float32 values, of one --dimensions.")
  private @Nullable Path file;

  @Option(names = "--seed", description = "Seed of every random choice.")
  private long seed = 1;

  @Option(names = "--csv", description = "File for the table.")
  private @Nullable Path csv;

  @Option(names = "--picture", description = "PNG file for agreement against searches a second.")
  private @Nullable Path picture;

  @Mixin private Output output = new Output();

  private final List<SearchRun> runs = new ArrayList<>();
  private final List<Overhead> overheads = new ArrayList<>();

  /**
   * What Kith's API costs beside its innermost search: means, milliseconds, of each probe's fastest
   * search.
   */
  @Serdeable
  record Overhead(String system, int size, int dimension, double innermost, double api) {

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%-24s %8d %5d: innermost search %.4f ms, through the API %.4f ms (%+.1f %%)",
          system,
          size,
          dimension,
          innermost,
          api,
          100 * (api / innermost - 1));
    }
  }

  /** The JSON document. */
  @Serdeable
  record Document(List<SearchRun> runs, List<Overhead> overheads) {}

  @Override
  public Integer call() throws IOException {
    output.line(SearchRun.lineHeader());
    for (int dimension : dimensions) {
      if (file != null) {
        measure(new FileVectors(file, dimension, probes / 2, seed));
        continue;
      }
      for (int size : sizes) {
        measure(new FaceLikeVectors(size, dimension, seed));
      }
    }
    if (csv != null) {
      Files.write(csv, Stream.concat(Stream.of(SearchRun.HEADER), lines()).toList());
    }
    if (picture != null) {
      AgreementPicture.write(runs, picture);
    }
    output.document(new Document(runs, overheads));
    return 0;
  }

  private Stream<String> lines() {
    return runs.stream().map(SearchRun::csv);
  }

  private void measure(Vectors vectors) throws IOException {
    Workload workload = Workload.of(vectors, probes);
    for (Peer peer : systems) {
      try (Scratch scratch = new Scratch()) {
        if (peer == Peer.HNSWLIB) {
          if (Hnswlib.isThere()) {
            Hnswlib.measure(workload, scratch.folder()).forEach(this::add);
          } else {
            System.err.println("hnswlib is left out: it needs g++ and Debian's libhnswlib-dev");
          }
          continue;
        }
        try (SearchSystem opened = open(peer, vectors.dimension(), scratch.folder())) {
          measure(opened, workload);
        }
      }
    }
  }

  private SearchSystem open(Peer peer, int dimension, Path folder) throws IOException {
    return switch (peer) {
      case KITH -> new KithSystem(Structure.AUTO, effort, dimension, folder);
      case KITH_GRAPH -> new KithSystem(Structure.GRAPH, effort, dimension, folder);
      case LUCENE -> new LuceneSystem(16, 100, CORES, folder);
      case LUCENE_WIDE -> new LuceneSystem(32, 200, CORES, folder);
      case JVECTOR -> new JVectorSystem();
      case EXACT -> new ExactSystem();
      case HNSWLIB -> throw new IllegalArgumentException("measured by itself");
    };
  }

  private void measure(SearchSystem system, Workload workload) throws IOException {
    double heap = heapMegabytes();
    double seconds = system.build(workload);
    settle();
    Timing.Built built =
        new Timing.Built(
            seconds, system.diskBytes() / 1e6, heapMegabytes() - heap, residentMegabytes());
    for (int each : system.efforts()) {
      add(Timing.of(system, workload, each).run(system.name(), workload, each, built));
    }
    if (system instanceof KithSystem kith) {
      add(kith, workload);
    }
  }

  private void add(KithSystem kith, Workload workload) {
    InnermostSearch costs = kith.innermost(workload);
    Vectors vectors = workload.vectors();
    Overhead overhead =
        new Overhead(
            kith.name(), vectors.size(), vectors.dimension(), costs.innermost(), costs.api());
    overheads.add(overhead);
    output.line(overhead.toString());
  }

  private void add(SearchRun run) {
    runs.add(run);
    output.line(run.line());
  }

  /* What goes on after the building, as merges do, would be measured with the searches. */
  private static void settle() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long busy;
    long slept = 0;
    do {
      long before = system.getProcessCpuTime();
      try {
        TimeUnit.SECONDS.sleep(1);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      busy = system.getProcessCpuTime() - before;
    } while (busy > SETTLED_NANOS && ++slept < MOST_SECONDS);
  }

  private static double heapMegabytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1e6;
  }

  /* As Linux tells it; 0 elsewhere. */
  private static double residentMegabytes() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(status)) {
      return lines
              .filter(line -> line.startsWith("VmRSS:"))
              .map(line -> line.replaceAll("\\D", ""))
              .mapToDouble(Double::parseDouble)
              .findFirst()
              .orElse(0)
          / 1e3;
    }
  }
}
