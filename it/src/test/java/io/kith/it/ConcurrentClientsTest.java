package io.kith.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.it.ServerProcess.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two clients that enrol and identify at once: each finds what it has enrolled, at once and later.
 */
final class ConcurrentClientsTest {

  private static final Duration TIME =
      Duration.ofSeconds(Integer.getInteger("kith.it.seconds", 15));
  private static final String GALLERY = "/v1/galleries/g";

  @TempDir Path home;

  @Test
  void eachClientReadsItsOwnWritesAndNothingIsLost() throws Exception {
    try (ServerProcess server = ServerProcess.start(home)) {
      server.send(
          "PUT",
          GALLERY,
          "{\"model\":\"m\",\"dimension\":%d,\"threshold\":0.9}".formatted(Vectors.DIMENSION));
      List<Long> enrolled =
          Parallel.map(List.of(1L, 2L), 2, client -> enrolAndIdentify(server, client));

      Map<String, Object> gallery = server.send("GET", GALLERY, "").json();
      long total = enrolled.stream().mapToLong(Long::longValue).sum();
      System.out.printf("two clients enrolled and identified %d in %s%n", total, TIME);
      assertThat(total).isGreaterThan(20);
      assertThat(((Number) Objects.requireNonNull(gallery.get("templates"))).longValue())
          .isEqualTo(total);
      for (long client = 1; client <= 2; client++) {
        for (long i = 0; i < enrolled.get((int) client - 1); i++) {
          assertFound(server, client, i);
        }
      }
    }
  }

  private static long enrolAndIdentify(ServerProcess server, long client) {
    long end = System.nanoTime() + TIME.toNanos();
    long count = 0;
    try {
      while (System.nanoTime() < end) {
        String identity = GALLERY + "/identities/" + name(client, count);
        assertThat(server.send("PUT", identity, "{}").status()).isEqualTo(201);
        Answer answer =
            server.send(
                "POST",
                identity + "/templates",
                "{\"vector\":%s}".formatted(vector(client, count)));
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
        assertFound(server, client, count);
        count++;
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return count;
  }

  private static void assertFound(ServerProcess server, long client, long number)
      throws IOException {
    Answer answer =
        server.send(
            "POST", GALLERY + "/identify", "{\"vector\":%s}".formatted(vector(client, number)));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.objects("results").getFirst())
        .containsEntry("identity", name(client, number));
  }

  private static String name(long client, long number) {
    return client + "-" + number;
  }

  private static String vector(long client, long number) {
    return Vectors.of(client * 1_000_000 + number);
  }
}
