package io.kith.it.bench;

import io.micronaut.serde.annotation.Serdeable;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Requests that are sent to a server again and again on some connections, a thread each. */
final class HttpLoad {

  private static final int OK = 200;
  private static final int OVERLOADED = 503;

  private final URI server;
  private final List<byte[]> requests;

  HttpLoad(URI server, List<byte[]> requests) {
    this.server = server;
    this.requests = requests;
  }

  /**
   * What became of them.
   *
   * @param connections connections, each with one request at a time
   * @param offered requests a second that were sent
   * @param answered requests a second that were answered with 200
   * @param refused requests a second that were refused with 503
   * @param failed requests with any other answer, or none
   * @param p50 milliseconds of those that were answered with 200, median
   * @param p99 the same, 99th percentile
   */
  @Serdeable
  record Figures(
      int connections,
      double offered,
      double answered,
      double refused,
      long failed,
      double p50,
      double p99) {

    static final String HEADER =
        String.format(
            Locale.ROOT,
            "%-12s %10s %10s %10s %8s %9s %9s",
            "connections",
            "sent/s",
            "answers/s",
            "refused/s",
            "failed",
            "p50 ms",
            "p99 ms");

    String line() {
      return String.format(
          Locale.ROOT,
          "%-12d %10.0f %10.0f %10.0f %8d %9.3f %9.3f",
          connections,
          offered,
          answered,
          refused,
          failed,
          p50,
          p99);
    }
  }

  private record Seen(List<Double> millis, long refused, long failed) {}

  /**
   * Sends requests.
   *
   * @param rate requests a second on all connections together, as far as they can; 0 for the next
   *     as soon as one is answered
   */
  Figures run(int connections, double seconds, double rate) {
    long nanosApart = rate == 0 ? 0 : (long) (1e9 * connections / rate);
    long start = System.nanoTime();
    long end = start + (long) (seconds * 1e9);
    List<Seen> seen = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
      List<Future<Seen>> running = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        int first = i;
        running.add(threads.submit(() -> send(first, connections, end, nanosApart)));
      }
      for (Future<Seen> each : running) {
        seen.add(each.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
    return figures(connections, seen, (System.nanoTime() - start) / 1e9);
  }

  private Seen send(int first, int step, long end, long nanosApart) throws IOException {
    List<Double> millis = new ArrayList<>();
    long refused = 0;
    long failed = 0;
    long due = System.nanoTime() + first * nanosApart / step;
    PlainHttp client = new PlainHttp(server);
    try {
      for (int i = first; System.nanoTime() < end; i += step, due += nanosApart) {
        TimeUnit.NANOSECONDS.sleep(nanosApart == 0 ? 0 : due - System.nanoTime());
        long start = System.nanoTime();
        try {
          int status = client.send(requests.get(i % requests.size())).status();
          switch (status) {
            case OK -> millis.add((System.nanoTime() - start) / 1e6);
            case OVERLOADED -> refused++;
            default -> failed++;
          }
        } catch (IOException e) {
          failed++;
          client.close();
          client = new PlainHttp(server);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      client.close();
    }
    return new Seen(millis, refused, failed);
  }

  private static Figures figures(int connections, List<Seen> seen, double seconds) {
    double[] millis =
        seen.stream()
            .flatMap(each -> each.millis().stream())
            .mapToDouble(Double::doubleValue)
            .toArray();
    long refused = sum(seen.stream().map(Seen::refused));
    long failed = sum(seen.stream().map(Seen::failed));
    return new Figures(
        connections,
        (millis.length + refused + failed) / seconds,
        millis.length / seconds,
        refused / seconds,
        failed,
        Percentile.of(millis, 50),
        Percentile.of(millis, 99));
  }

  private static long sum(Stream<Long> counts) {
    return counts.mapToLong(Long::longValue).sum();
  }
}
