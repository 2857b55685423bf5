package io.kith.it.bench;

import io.micronaut.serde.annotation.Serdeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Requests that are sent to a server again and again on some connections, all by one thread: many
 * threads would wait for the cores that they share with the server, and that would be taken for
 * waiting for the server.
 */
final class HttpLoad {

  private static final int OK = 200;
  private static final int OVERLOADED = 503;
  private static final long PATIENCE_MILLIS = 1_000;

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

  /**
   * Sends requests. At a rate each connection keeps its own beat, however late answers are, as
   * clients do that know nothing of each other.
   *
   * @param rate requests a second on all connections together, as far as they can; 0 for the next
   *     as soon as one is answered
   */
  Figures run(int connections, double seconds, double rate) throws IOException {
    try (Run run = new Run(connections, rate == 0 ? 0 : (long) (1e9 / rate))) {
      return run.measure(seconds);
    }
  }

  /** One measurement. */
  private final class Run implements AutoCloseable {

    private final Selector selector = Selector.open();
    private final List<Connection> connections = new ArrayList<>();
    private final long nanosApart;
    private final List<Double> millis = new ArrayList<>();
    private long refused;
    private long failed;

    Run(int count, long nanosApart) throws IOException {
      this.nanosApart = count * nanosApart;
      long now = System.nanoTime();
      for (int i = 0; i < count; i++) {
        connections.add(new Connection(i, now + i * nanosApart));
      }
    }

    Figures measure(double seconds) throws IOException {
      long start = System.nanoTime();
      long end = start + (long) (seconds * 1e9);
      while (System.nanoTime() < end || connections.stream().anyMatch(it -> it.waiting)) {
        long wait = PATIENCE_MILLIS;
        for (Connection each : connections) {
          long now = System.nanoTime();
          if (!each.waiting && now < end) {
            if (each.due <= now) {
              each.send();
            } else {
              wait = Math.clamp((each.due - now) / 1_000_000, 1, wait);
            }
          }
        }
        selector.select(key -> ((Connection) key.attachment()).receive(), wait);
      }
      return figures((System.nanoTime() - start) / 1e9);
    }

    private Figures figures(double seconds) {
      double[] answered = millis.stream().mapToDouble(Double::doubleValue).toArray();
      return new Figures(
          connections.size(),
          (answered.length + refused + failed) / seconds,
          answered.length / seconds,
          refused / seconds,
          failed,
          Percentile.of(answered, 50),
          Percentile.of(answered, 99));
    }

    @Override
    public void close() throws IOException {
      for (Connection each : connections) {
        each.http.close();
      }
      selector.close();
    }

    /** A connection, with one request at a time. */
    private final class Connection {

      private PlainHttp http;
      private int next;
      private long due;
      private long sent;
      private boolean waiting;

      Connection(int first, long due) throws IOException {
        this.http = connect();
        this.next = first;
        this.due = due;
      }

      private PlainHttp connect() throws IOException {
        PlainHttp made = new PlainHttp(server);
        made.channel().configureBlocking(false);
        made.channel().register(selector, SelectionKey.OP_READ, this);
        return made;
      }

      void send() throws IOException {
        sent = System.nanoTime();
        due = nanosApart == 0 ? sent : due + nanosApart * Math.ceilDiv(sent - due + 1, nanosApart);
        waiting = true;
        try {
          http.begin(requests.get(next++ % requests.size()));
        } catch (IOException _) {
          fail();
        }
      }

      void receive() {
        try {
          if (http.receive()) {
            waiting = false;
            switch (http.status()) {
              case OK -> millis.add((System.nanoTime() - sent) / 1e6);
              case OVERLOADED -> refused++;
              default -> failed++;
            }
          }
        } catch (IOException _) {
          fail();
        }
      }

      private void fail() {
        failed++;
        waiting = false;
        try {
          http.close();
          http = connect();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }
}
