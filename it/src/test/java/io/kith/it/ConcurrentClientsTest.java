package io.kith.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.it.client.KithClient;
import io.kith.server.api.IdentityRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two clients that enrol and identify at once: each finds what it has enrolled, at once and later.
 */
final class ConcurrentClientsTest {

  private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("kith.it.seconds", 5));

  /* However slow the machine is. */
  private static final int FEWEST = 20;

  private static final String GALLERY = "g";

  @TempDir Path home;

  @Test
  void eachClientReadsItsOwnWritesAndNothingIsLost() throws Exception {
    try (ServerProcess server = ServerProcess.start(home)) {
      KithClient kith = server.client();
      kith.putGallery(GALLERY, Vectors.GALLERY);
      List<Long> enrolled =
          Parallel.map(List.of(1L, 2L), 2, client -> enrolAndIdentify(kith, client));

      long total = enrolled.stream().mapToLong(Long::longValue).sum();
      System.out.printf("two clients enrolled and identified %d in %s%n", total, TIME);
      assertThat(kith.gallery(GALLERY).orElseThrow().templates()).isEqualTo(total);
      for (long client = 1; client <= 2; client++) {
        for (long i = 0; i < enrolled.get((int) client - 1); i++) {
          assertFound(kith, client, i);
        }
      }
    }
  }

  private static long enrolAndIdentify(KithClient kith, long client) {
    long end = System.nanoTime() + TIME.toNanos();
    long count = 0;
    while (count < FEWEST || System.nanoTime() < end) {
      String identity = name(client, count);
      kith.putIdentity(GALLERY, identity, new IdentityRequest(null, null));
      kith.enrol(GALLERY, identity, null, Vectors.enrolment(number(client, count)));
      assertFound(kith, client, count);
      count++;
    }
    return count;
  }

  private static void assertFound(KithClient kith, long client, long number) {
    assertThat(kith.identify(GALLERY, Vectors.probe(number(client, number))).results())
        .singleElement()
        .satisfies(result -> assertThat(result.identity()).isEqualTo(name(client, number)));
  }

  private static String name(long client, long number) {
    return client + "-" + number;
  }

  private static long number(long client, long number) {
    return client * 1_000_000 + number;
  }
}
