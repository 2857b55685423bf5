package io.kith.it.bench;

import io.kith.index.Filter;
import io.kith.index.Galleries;
import io.kith.index.Gallery;
import io.kith.index.GalleryModel;
import io.kith.index.Identification;
import io.kith.index.Threshold;
import io.kith.index.ThresholdRule;
import io.kith.index.UnitVector;
import io.kith.it.KithHome;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.serde.ObjectMapper;
import io.micronaut.serde.annotation.Serdeable;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Identification of vectors over HTTP: what HTTP adds to the library's own call, how many requests
 * a second are answered, and what happens when four times as many come; with no calibration in the
 * background. Clients, in a process of their own, and server share this machine's cores.
 */
@Command(
    name = "http",
    description = "Identification of vectors over HTTP: its cost, throughput and overload.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class HttpBench implements Callable<Integer> {

  /* As a gallery is most of the time: what a calibration takes is RecalibrateBench's to measure. */
  private static final Map<String, Object> CALIBRATED =
      Map.of("kith.calibration.check-interval", "1d");

  private static final String GALLERY = "bench";
  private static final String FEW = "few";
  private static final int FEW_TEMPLATES = 100;
  private static final int PROBES = 500;
  private static final double WARM_UP_SECONDS = 15;
  private static final int ROUNDS = 20;
  private static final double OVERLOAD = 4;
  private static final int OVERLOAD_CONNECTIONS = 128;

  @Option(names = "--size", description = "Templates, two an identity.")
  private int size = 100_000;

  @Option(names = "--dimension", description = "Dimension.")
  private int dimension = 512;

  @Option(names = "--connections", split = ",", description = "Connections.")
  private List<Integer> connections = List.of(1, 16, 256);

  @Option(names = "--seconds", description = "Seconds with each number of connections.")
  private double seconds = 10;

  @Option(names = "--overload-seconds", description = "Seconds with four times too many requests.")
  private double overloadSeconds = 60;

  @Option(names = "--seed", description = "Seed of every random choice.")
  private long seed = 1;

  @Mixin private Output output = new Output();

  /**
   * What an identification takes: p50, medians of rounds in turn.
   *
   * @param templates in the gallery
   * @param libraryMillis of the library's own call, on one thread
   * @param socketMillis that a bare socket adds to that
   * @param added what HTTP adds to the library's call, on one connection, where a vector is sent as
   *     an array of numbers
   * @param base64Added the same where it is sent in base64
   */
  @Serdeable
  record Call(
      int templates, double libraryMillis, double socketMillis, Added added, Added base64Added) {

    static final String HEADER =
        String.format(
            Locale.ROOT,
            "%-12s %14s %20s %16s %10s %18s %10s",
            "templates",
            "library, ms",
            "a socket adds, ms",
            "HTTP adds, ms",
            "CPU, ms",
            "base64 adds, ms",
            "CPU, ms");

    String line() {
      return String.format(
          Locale.ROOT,
          "%-12d %14.3f %20.3f %16.3f %10.3f %18.3f %10.3f",
          templates,
          libraryMillis,
          socketMillis,
          added.millis,
          added.cpuMillis,
          base64Added.millis,
          base64Added.cpuMillis);
    }
  }

  /**
   * What HTTP adds.
   *
   * @param millis p50
   * @param cpuMillis of the processors' time, all threads of the server together
   */
  @Serdeable
  record Added(double millis, double cpuMillis) {

    static Added median(Added... rounds) {
      return new Added(
          Percentile.of(Arrays.stream(rounds).mapToDouble(Added::millis).toArray(), 50),
          Percentile.of(Arrays.stream(rounds).mapToDouble(Added::cpuMillis).toArray(), 50));
    }
  }

  /**
   * The JSON document.
   *
   * @param small in a gallery of so few templates that the search takes next to no time
   * @param large in that of all
   * @param recovered one connection after the overload
   * @param heapMegabytes most heap in use since before the overload, garbage included
   */
  @Serdeable
  record Document(
      Call small,
      Call large,
      List<HttpLoad.Figures> runs,
      HttpLoad.Figures overload,
      HttpLoad.Figures recovered,
      double heapMegabytes) {}

  @Override
  public Integer call() throws IOException {
    Path models = Files.createTempDirectory("kith-bench-models");
    try (KithHome home = new KithHome(models, CALIBRATED)) {
      Galleries galleries = home.bean(Galleries.class);
      Gallery gallery = fill(galleries, GALLERY, size);
      Gallery few = fill(galleries, FEW, FEW_TEMPLATES);
      List<float[]> probes = probes();
      URI server = home.bean(EmbeddedServer.class).start().getURI();
      output.line(Call.HEADER);
      Call small = printed(inTurn(few, FEW_TEMPLATES, server, probes));
      Call large = printed(inTurn(gallery, size, server, probes));
      try (HttpClients clients = clients(server, gallery, probes, Form.NUMBERS)) {
        output.document(measure(clients, small, large));
      }
    } finally {
      Files.delete(models);
    }
    return 0;
  }

  private Document measure(HttpClients clients, Call small, Call large) throws IOException {
    List<HttpLoad.Figures> runs = new ArrayList<>();
    output.line(HttpLoad.Figures.HEADER);
    for (int count : connections) {
      runs.add(printed(clients.run(count, seconds, 0)));
    }
    double capacity = runs.stream().mapToDouble(HttpLoad.Figures::answered).max().orElseThrow();
    heaps().forEach(MemoryPoolMXBean::resetPeakUsage);
    output.line("%.0f times as many as were answered at most:".formatted(OVERLOAD));
    HttpLoad.Figures overload =
        printed(clients.run(OVERLOAD_CONNECTIONS, overloadSeconds, OVERLOAD * capacity));
    double heap = heaps().stream().mapToDouble(it -> it.getPeakUsage().getUsed()).sum() / 1e6;
    output.line("afterwards:");
    HttpLoad.Figures recovered = printed(clients.run(1, seconds, 0));
    output.line("heap at most, MB  %.0f".formatted(heap));
    return new Document(small, large, runs, overload, recovered, heap);
  }

  private static List<MemoryPoolMXBean> heaps() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(it -> it.getType() == MemoryType.HEAP)
        .toList();
  }

  private Call inTurn(Gallery gallery, int templates, URI server, List<float[]> probes)
      throws IOException {
    try (BareSocket socket = new BareSocket(dimension, probe -> identify(gallery, probe));
        HttpClients numbers = clients(server, gallery, probes, Form.NUMBERS);
        HttpClients base64 = clients(server, gallery, probes, Form.BASE64)) {
      var _ = calls(probe -> identify(gallery, probe), probes, WARM_UP_SECONDS);
      var _ = calls(socket::call, probes, WARM_UP_SECONDS);
      double[] library = new double[ROUNDS];
      double[] overSocket = new double[ROUNDS];
      Added[] overNumbers = new Added[ROUNDS];
      Added[] overBase64 = new Added[ROUNDS];
      for (int i = 0; i < ROUNDS; i++) {
        double before = ProcessorTime.seconds();
        Calls calls = calls(probe -> identify(gallery, probe), probes, seconds / ROUNDS);
        double cpu = 1e3 * (ProcessorTime.seconds() - before) / calls.count();
        Added alone = new Added(calls.p50(), cpu);
        library[i] = calls.p50();
        overSocket[i] = calls(socket::call, probes, seconds / ROUNDS).p50() - library[i];
        overNumbers[i] = added(numbers, alone);
        overBase64[i] = added(base64, alone);
      }
      return new Call(
          templates,
          Percentile.of(library, 50),
          Percentile.of(overSocket, 50),
          Added.median(overNumbers),
          Added.median(overBase64));
    }
  }

  private Added added(HttpClients clients, Added alone) throws IOException {
    double before = ProcessorTime.seconds();
    HttpLoad.Figures http = clients.run(1, seconds / ROUNDS, 0);
    double cpu = 1e3 * (ProcessorTime.seconds() - before);
    return new Added(
        http.p50() - alone.millis(),
        cpu / (http.answered() * seconds / ROUNDS) - alone.cpuMillis());
  }

  private Gallery fill(Galleries galleries, String name, int templates) {
    var _ =
        galleries.put(
            name, new GalleryModel("bench", "bench", dimension), new ThresholdRule.Fixed(.5));
    Gallery gallery = galleries.find(name).orElseThrow();
    var _ = WriteBench.bulk(gallery, new FaceLikeVectors(templates, dimension, seed));
    return gallery;
  }

  /* Half of them mates of those enrolled in the large gallery. */
  private List<float[]> probes() {
    FaceLikeVectors vectors = new FaceLikeVectors(size, dimension, seed);
    return IntStream.range(0, PROBES)
        .mapToObj(i -> i % 2 == 0 ? vectors.mate(i) : vectors.stranger(i))
        .toList();
  }

  /** A call that a vector is sent with. */
  private interface Identifying {
    String call(float[] probe) throws IOException;
  }

  private static String identify(Gallery gallery, float[] probe) {
    Threshold threshold = new Threshold(.5, Threshold.Source.GALLERY);
    Identification found = gallery.identify(UnitVector.of(probe), 5, threshold, Filter.none());
    return found instanceof Identification.Known known ? known.identity() : "unknown";
  }

  /**
   * Calls, one after the other.
   *
   * @param p50 milliseconds, median
   */
  private record Calls(int count, double p50) {}

  private static Calls calls(Identifying identifying, List<float[]> probes, double seconds)
      throws IOException {
    List<Double> millis = new ArrayList<>();
    long end = System.nanoTime() + (long) (seconds * 1e9);
    for (int i = 0; System.nanoTime() < end; i++) {
      long begin = System.nanoTime();
      String _ = identifying.call(probes.get(i % probes.size()));
      millis.add((System.nanoTime() - begin) / 1e6);
    }
    double p50 = Percentile.of(millis.stream().mapToDouble(Double::doubleValue).toArray(), 50);
    return new Calls(millis.size(), p50);
  }

  /** How a vector is written in JSON. */
  private enum Form {
    NUMBERS,
    BASE64;

    String json(float[] vector) throws IOException {
      if (this == NUMBERS) {
        return ObjectMapper.getDefault().writeValueAsString(vector);
      }
      ByteBuffer bytes =
          ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(vector);
      return '"' + Base64.getEncoder().encodeToString(bytes.array()) + '"';
    }
  }

  private static HttpClients clients(URI server, Gallery gallery, List<float[]> probes, Form form)
      throws IOException {
    URI uri = server.resolve("/v1/galleries/" + gallery.name() + "/identify");
    List<byte[]> requests = new ArrayList<>();
    for (float[] probe : probes) {
      requests.add(PlainHttp.json(uri, "{\"vector\": %s, \"k\": 5}".formatted(form.json(probe))));
    }
    HttpClients clients = new HttpClients(server, requests);
    var _ = clients.run(2, WARM_UP_SECONDS, 0);
    return clients;
  }

  private Call printed(Call call) {
    output.line(call.line());
    return call;
  }

  private HttpLoad.Figures printed(HttpLoad.Figures figures) {
    output.line(figures.line());
    return figures;
  }
}
