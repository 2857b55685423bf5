package io.kith.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.it.ServerProcess.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.commons.io.file.PathUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} at random moments of enrolment: what was acknowledged is there afterwards, and
 * nothing twice.
 */
final class KillTest {

  private static final int KILLS = 20;
  private static final int CLIENTS = 4;
  private static final String GALLERY = "/v1/galleries/g";

  @TempDir Path home;

  private final AtomicLong next = new AtomicLong();
  private final Set<Long> acknowledged = ConcurrentHashMap.newKeySet();

  @Test
  void everyAcknowledgedTemplateSurvivesAndNothingIsEnrolledTwice() throws Exception {
    Random random = new Random(Vectors.seed());
    for (int kill = 0; kill < KILLS; kill++) {
      ServerProcess server = ServerProcess.start(home);
      server.send(
          "PUT",
          GALLERY,
          "{\"model\":\"m\",\"dimension\":%d,\"threshold\":0.9}".formatted(Vectors.DIMENSION));
      assertFound(server);
      try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
        for (int i = 0; i < CLIENTS; i++) {
          clients.execute(() -> enrolUntilKilled(server));
        }
        TimeUnit.MILLISECONDS.sleep(100 + random.nextInt(900));
        server.kill();
      }
    }

    assertThat(acknowledged).as("acknowledged before the kills").hasSizeGreaterThan(10 * KILLS);
    long templates;
    try (ServerProcess server = ServerProcess.start(home)) {
      for (long number : acknowledged) {
        enrol(server, number);
      }
      assertFound(server);
      templates = number(server.send("GET", GALLERY, ""), "templates");
    }
    // A template may be stored whose acknowledgement the kill cut off: at most one a client and
    // kill.
    assertThat(templates)
        .isBetween((long) acknowledged.size(), acknowledged.size() + (long) KILLS * CLIENTS);

    Path log = home.resolve("check.log");
    assertThat(ServerProcess.run(home, log, "check")).as(Files.readString(log)).isZero();
    deleteIndex();
    try (ServerProcess server = ServerProcess.start(home)) {
      assertFound(server);
      assertThat(number(server.send("GET", GALLERY, ""), "templates")).isEqualTo(templates);
    }
  }

  private void enrolUntilKilled(ServerProcess server) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        long number = next.incrementAndGet();
        if (enrol(server, number)) {
          acknowledged.add(number);
        }
      }
    } catch (IOException e) {
      // The server was killed, as planned.
      return;
    }
  }

  private static boolean enrol(ServerProcess server, long number) throws IOException {
    String identity = GALLERY + "/identities/i" + number;
    server.send("PUT", identity, "{}");
    Answer answer =
        server.send(
            "POST", identity + "/templates", "{\"vector\":%s}".formatted(Vectors.of(number)));
    return answer.status() == 200;
  }

  private void assertFound(ServerProcess server) throws IOException {
    for (long number : acknowledged) {
      Answer answer =
          server.send(
              "POST",
              GALLERY + "/identify",
              "{\"k\":1,\"vector\":%s}".formatted(Vectors.of(number)));
      assertThat(answer.objects("results").getFirst())
          .containsEntry("decision", "known")
          .containsEntry("identity", "i" + number);
    }
  }

  private static long number(Answer answer, String key) {
    return ((Number) Objects.requireNonNull(answer.json().get(key))).longValue();
  }

  private void deleteIndex() throws IOException {
    Path index = home.resolve("data").resolve("index");
    assertThat(index).isDirectory();
    PathUtils.deleteDirectory(index);
  }
}
