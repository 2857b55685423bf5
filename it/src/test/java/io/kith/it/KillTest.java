package io.kith.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.it.client.KithClient;
import io.kith.server.api.IdentityRequest;
import io.micronaut.http.client.exceptions.HttpClientException;
import io.micronaut.http.client.exceptions.HttpClientResponseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.commons.io.file.PathUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} at random moments of enrolment: what was acknowledged is there afterwards, the
 * latest after each kill and all of it in the end, and nothing twice; as many times as {@code
 * -Dtests.kills} says.
 */
final class KillTest {

  private static final int KILLS = Integer.getInteger("tests.kills", 4);
  private static final int CLIENTS = 4;
  private static final int FEWEST = 3;
  private static final Duration ACKNOWLEDGED_WITHIN = Duration.ofSeconds(60);
  private static final String GALLERY = "g";

  @TempDir Path home;

  private final AtomicLong next = new AtomicLong();
  private final Set<Long> acknowledged = ConcurrentHashMap.newKeySet();
  private final Set<Long> latest = ConcurrentHashMap.newKeySet();
  private final Queue<HttpClientResponseException> refusals = new ConcurrentLinkedQueue<>();

  @Test
  void everyAcknowledgedTemplateSurvivesAndNothingIsEnrolledTwice() throws Exception {
    Random random = new Random(Vectors.seed());
    for (int kill = 0; kill < KILLS; kill++) {
      ServerProcess server = ServerProcess.start(home);
      KithClient kith = server.client();
      kith.putGallery(GALLERY, Vectors.GALLERY);
      assertFound(kith, latest);
      latest.clear();
      try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
        for (int i = 0; i < CLIENTS; i++) {
          clients.execute(() -> enrolUntilKilled(kith));
        }
        awaitAcknowledgements();
        TimeUnit.MILLISECONDS.sleep(random.nextInt(500));
        server.kill();
      }
    }

    assertThat(refusals).isEmpty();
    assertThat(acknowledged)
        .as("acknowledged before the kills")
        .hasSizeGreaterThanOrEqualTo(FEWEST * KILLS);
    long templates;
    try (ServerProcess server = ServerProcess.start(home)) {
      for (long number : acknowledged) {
        enrol(server.client(), number);
      }
      assertFound(server.client(), acknowledged);
      assertEachHasOneTemplate(server.client());
      templates = templates(server.client());
    }
    // A template may be stored whose acknowledgement the kill cut off: at most one a client and
    // kill.
    assertThat(templates)
        .isBetween((long) acknowledged.size(), acknowledged.size() + (long) KILLS * CLIENTS);

    Path log = home.resolve("check.log");
    assertThat(ServerProcess.run(home, log, "check")).as(Files.readString(log)).isZero();
    deleteIndex();
    try (ServerProcess server = ServerProcess.start(home)) {
      assertFound(server.client(), acknowledged);
      assertThat(templates(server.client())).isEqualTo(templates);
    }
  }

  /* However slow the machine is: a kill before anything was acknowledged would show nothing. */
  private void awaitAcknowledgements() throws InterruptedException {
    long end = System.nanoTime() + ACKNOWLEDGED_WITHIN.toNanos();
    while (latest.size() < FEWEST && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(2);
    }
  }

  private void enrolUntilKilled(KithClient kith) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        long number = next.incrementAndGet();
        enrol(kith, number);
        acknowledged.add(number);
        latest.add(number);
      }
    } catch (HttpClientResponseException e) {
      refusals.add(e);
    } catch (HttpClientException | IllegalStateException e) {
      // The server was killed, as planned.
      return;
    }
  }

  private static void enrol(KithClient kith, long number) {
    kith.putIdentity(GALLERY, "i" + number, new IdentityRequest(null, null));
    kith.enrol(GALLERY, "i" + number, null, Vectors.enrolment(number));
  }

  private static void assertFound(KithClient kith, Set<Long> numbers) {
    for (long number : numbers) {
      assertThat(kith.identify(GALLERY, Vectors.probe(number)).results())
          .singleElement()
          .satisfies(result -> assertThat(result.identity()).isEqualTo("i" + number));
    }
  }

  private void assertEachHasOneTemplate(KithClient kith) {
    for (long number : acknowledged) {
      assertThat(kith.identity(GALLERY, "i" + number).orElseThrow().templates()).hasSize(1);
    }
  }

  private static long templates(KithClient kith) {
    return kith.gallery(GALLERY).orElseThrow().templates();
  }

  private void deleteIndex() throws IOException {
    Path index = home.resolve("data").resolve("index");
    assertThat(index).isDirectory();
    PathUtils.deleteDirectory(index);
  }
}
