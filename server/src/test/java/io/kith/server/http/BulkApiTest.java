package io.kith.server.http;

import static io.kith.server.http.PlantsServer.GALLERY;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.server.http.TestServer.Answer;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Enrolment and identification line by line. */
final class BulkApiTest {

  private static final int DIMENSION = 16;

  @RegisterExtension
  static final PlantsServer PLANTS =
      new PlantsServer("{\"model\": \"leaves\", \"dimension\": %d}".formatted(DIMENSION));

  private static final TestServer server = PLANTS.server();

  private static Answer send(String path, String lines) {
    return server.send(
        HttpRequest.newBuilder(server.uri(path))
            .header("Content-Type", "application/x-ndjson")
            .POST(BodyPublishers.ofString(lines)));
  }

  private static List<String> lines(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.contentType()).startsWith("application/x-ndjson");
    return answer.text().lines().toList();
  }

  private static String vector(int seed) {
    return Arrays.toString(new Random(seed).doubles(DIMENSION, -1, 1).toArray());
  }

  private static String line(String identity, int seed) {
    return "{\"identity\": \"%s\", \"vector\": %s}\n".formatted(identity, vector(seed));
  }

  @Test
  void everyLineIsEnrolledAndFound() {
    int count = 1_100;
    String body =
        IntStream.range(0, count).mapToObj(i -> line("p" + i, i)).collect(Collectors.joining());

    List<String> results = lines(send(GALLERY + "/templates:bulk", body));

    assertThat(results).hasSize(count).allMatch(it -> it.contains("\"status\":\"enrolled\""));
    for (int i = 0; i < count; i++) {
      assertThat(results.get(i))
          .startsWith("{\"line\":%d,\"identity\":\"p%d\"".formatted(i + 1, i));
    }
    String probes =
        IntStream.range(0, count)
            .mapToObj(i -> "{\"vector\": %s, \"threshold\": 0.99}\n".formatted(vector(i)))
            .collect(Collectors.joining());
    List<String> answers = lines(send(GALLERY + "/identify:batch", probes));
    assertThat(answers).hasSize(count);
    for (int i = 0; i < count; i++) {
      assertThat(answers.get(i))
          .startsWith("{\"line\":%d,".formatted(i + 1))
          .contains("\"decision\":\"known\"")
          .contains("\"identity\":\"p%d\"".formatted(i));
    }
  }

  @Test
  void aBadLineSpoilsNoOther() {
    String body =
        line("ada", 1)
            + "no JSON\n\n"
            + "{\"identity\": \"ada\", \"vector\": [1, 2]}\n"
            + "{\"vector\": %s}\n".formatted(vector(2))
            + "{\"identity\": \"ada\", \"colour\": 1}\n"
            + "{\"identity\": \"grace\", \"label\": \"Grace\"}\r\n"
            + "null\n"
            + line("", 3)
            + line("ada", 1)
            + line("joan", 1).strip();

    List<String> results = lines(send(GALLERY + "/templates:bulk", body));

    assertThat(results).hasSize(10);
    assertThat(results.get(0)).contains("\"line\":1,").contains("\"status\":\"enrolled\"");
    assertThat(results.get(1)).contains("\"line\":2,").contains("the line cannot be read");
    assertThat(results.get(2)).contains("\"line\":4,").contains("vector dimension: 2");
    assertThat(results.get(3)).contains("identity: is missing");
    assertThat(results.get(4)).contains("colour");
    assertThat(results.get(5)).contains("\"status\":\"identity\"");
    assertThat(results.get(6)).contains("\"status\":\"refused\"");
    assertThat(results.get(7)).contains("\"status\":\"refused\"");
    assertThat(results.get(8)).contains("\"status\":\"already enrolled\"");
    assertThat(results.get(9)).contains("\"line\":11,").contains("\"alsoEnrolledAs\":[\"ada\"]");
    assertThat(server.send("GET", GALLERY + "/identities/grace").json())
        .containsEntry("label", "Grace");
  }

  @Test
  void anIdentityIsMadeAsItsFirstLineSaysHoweverManyFollow() {
    String bare = "{\"identity\": \"many%d\"}\n";
    String body =
        IntStream.range(0, 200)
            .mapToObj(
                i ->
                    "{\"identity\": \"many%d\", \"label\": \"Many\", \"vector\": %s}\n"
                            .formatted(i, vector(10_000 + i))
                        + bare.formatted(i))
            .collect(Collectors.joining());

    assertThat(lines(send(GALLERY + "/templates:bulk", body))).hasSize(400);

    for (int i = 0; i < 200; i++) {
      assertThat(server.send("GET", GALLERY + "/identities/many" + i).json())
          .containsEntry("label", "Many");
    }
  }

  @Test
  void badProbesAreAnsweredEachWithItsProblem() {
    send(GALLERY + "/templates:bulk", line("ada", 1));
    String probes =
        "{\"vector\": %s, \"threshold\": 0.9}\n{\"threshold\": 0}\n{\"vector\": [0], \"threshold\": 0}\n{\"vector\": [0, null]}\n"
            .formatted(vector(1));

    List<String> results = lines(send(GALLERY + "/identify:batch", probes));

    assertThat(results).hasSize(4);
    assertThat(results.get(0)).contains("\"identity\":\"ada\"").contains("\"problem\":null");
    assertThat(results.get(1)).contains("exactly one of image and vector");
    assertThat(results.get(2)).contains("\"answer\":null").contains("zero vector");
    assertThat(results.get(3)).contains("\"answer\":null").contains("position 1 is no number");
  }

  @Test
  void probesOfABatchAreSearchedForEachOnItsOwnTerms() {
    send(
        GALLERY + "/templates:bulk",
        "{\"identity\": \"ada\", \"vector\": %s, \"metadata\": {\"site\": \"a\"}}\n{\"identity\": \"joan\", \"vector\": %s, \"metadata\": {\"site\": \"b\"}}\n"
            .formatted(vector(1), vector(2)));
    String probes =
        "{\"vector\": %1$s, \"threshold\": 0.9, \"k\": 2}\n{\"vector\": %1$s, \"threshold\": 0.9, \"k\": 1}\n{\"vector\": [1, 2], \"threshold\": 0.9, \"k\": 2}\n{\"vector\": %1$s, \"threshold\": 0.9, \"k\": 2, \"filter\": {\"site\": \"b\"}}\n{\"vector\": %2$s, \"threshold\": 0.9, \"k\": 2}\n"
            .formatted(vector(1), vector(2));

    List<String> results = lines(send(GALLERY + "/identify:batch", probes));

    assertThat(results).hasSize(5);
    assertThat(results.get(0)).startsWith("{\"line\":1,").contains("known", "ada", "joan");
    assertThat(results.get(1)).contains("known", "ada").doesNotContain("joan");
    assertThat(results.get(2)).startsWith("{\"line\":3,").contains("vector dimension: 2");
    assertThat(results.get(3)).contains("unknown", "joan").doesNotContain("ada");
    assertThat(results.get(4)).startsWith("{\"line\":5,").contains("known", "joan", "ada");
  }

  @Test
  void anExportIsEnrolledElsewhereAndAnswersTheSame() {
    send(
        GALLERY + "/templates:bulk",
        IntStream.range(0, 700).mapToObj(i -> line("p" + i / 2, i)).collect(Collectors.joining())
            + "{\"identity\": \"empty\", \"label\": \"E\", \"metadata\": {\"a\": [1, \"b\"]}}\n");
    List<String> exported = lines(server.send("GET", GALLERY + "/export"));
    assertThat(exported).hasSize(701);

    String copy = "/v1/galleries/copy";
    server.send("PUT", copy, "{\"model\": \"leaves\", \"dimension\": %d}".formatted(DIMENSION));
    String body = String.join("\n", exported);
    assertThat(lines(send(copy + "/templates:bulk", body)))
        .hasSize(701)
        .noneMatch(it -> it.contains("refused"));

    List<String> again = lines(server.send("GET", copy + "/export"));
    for (int i = 0; i < exported.size(); i++) {
      assertThat(again.get(i)).isEqualTo(exported.get(i));
    }
    assertThat(server.send("GET", copy + "/identities/empty").json()).containsEntry("label", "E");
    String probe = "{\"vector\": %s, \"threshold\": 0.5}".formatted(vector(5));
    assertThat(candidates(copy, probe)).isEqualTo(candidates(GALLERY, probe));
    server.send("DELETE", copy);
  }

  @Test
  @Timeout(120)
  void aFewExportsRunAtTheSameTimeAndOneWhoseClientWentAwayRunsNoMore() throws Exception {
    int count = 3_000; // too long for the buffers on the way
    send(
        GALLERY + "/templates:bulk",
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    "{\"identity\": \"p%d\", \"metadata\": {\"note\": \"%s\"}}\n"
                        .formatted(i, "x".repeat(8_000)))
            .collect(Collectors.joining()));
    try (RawClient slow = new RawClient(server.uri("/"));
        RawClient slower = new RawClient(server.uri("/"))) {
      beginExport(slow, "GET").answerUpTo("}\n");
      beginExport(slower, "GET").answerUpTo("}\n");

      Answer refused = server.send("GET", GALLERY + "/export");
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.header("Retry-After")).isEqualTo("1");
      assertThat(refused.json())
          .containsEntry("type", "urn:kith:problem:overloaded")
          .containsEntry("detail", "2 exports run already; try again when one has ended");
    }
    for (int i = 0; i < 10; i++) {
      try (RawClient client = new RawClient(server.uri("/"))) {
        var _ = beginExport(client, "GET");
      }
    }

    for (int i = 0; i < 3; i++) {
      assertThat(server.send("GET", "/v1/galleries/none/export").status()).isEqualTo(404);
      try (RawClient client = new RawClient(server.uri("/"))) {
        assertThat(beginExport(client, "HEAD").answerUpTo("\r\n")).contains(" 405 ");
      }
      assertThat(lines(exported())).hasSize(count);
    }
  }

  private static RawClient beginExport(RawClient client, String method) throws IOException {
    return client.send(
        "%s %s/export HTTP/1.1\r\nHost: %s\r\n\r\n"
            .formatted(method, GALLERY, server.uri("/").getAuthority()));
  }

  /* The server learns after a while that a client went away. */
  private static Answer exported() throws InterruptedException {
    Answer answer = server.send("GET", GALLERY + "/export");
    while (answer.status() == 503) {
      Thread.sleep(10);
      answer = server.send("GET", GALLERY + "/export");
    }
    return answer;
  }

  private static List<Object> candidates(String gallery, String probe) {
    return server.send("POST", gallery + "/identify", probe).objects("results").stream()
        .flatMap(it -> ((List<?>) Objects.requireNonNull(it.get("candidates"))).stream())
        .map(it -> ((Map<?, ?>) it).get("cosine") + " " + ((Map<?, ?>) it).get("identity"))
        .collect(Collectors.toList());
  }

  @Test
  void anEmptyBodyIsRefused() {
    assertThat(send(GALLERY + "/templates:bulk", "").status()).isEqualTo(400);
  }

  @Test
  void anUnknownGalleryIsNotFound() {
    assertThat(send("/v1/galleries/none/templates:bulk", line("ada", 1)).status()).isEqualTo(404);
  }

  @Test
  void anIdempotencyKeyIsRefusedSinceLinesMayBeSentAgainAnyway() {
    HttpRequest.Builder marked =
        HttpRequest.newBuilder(server.uri(GALLERY + "/templates:bulk"))
            .header("Content-Type", "application/x-ndjson")
            .header("Idempotency-Key", "1")
            .POST(BodyPublishers.ofString(line("oak", 1)));

    Answer refused = server.send(marked);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().get("detail")).asString().contains("leave it out");

    assertThat(lines(send(GALLERY + "/templates:bulk", line("oak", 1)))).hasSize(1);
    assertThat(lines(send(GALLERY + "/templates:bulk", line("oak", 1))).getFirst())
        .contains("\"already enrolled\"");
  }

  @Test
  void aBulkEnrolmentIsAJobThatTellsWhatBecameOfItsLines() {
    send(GALLERY + "/templates:bulk", line("elm", 90) + line("elm", 90) + "no JSON\n");

    Map<String, Object> job = latestJob();
    assertThat(job)
        .containsEntry("kind", "bulk enrolment")
        .containsEntry("gallery", "plants")
        .containsEntry("state", "succeeded")
        .containsEntry("done", 3);
    assertThat(job.get("result"))
        .isEqualTo(
            Map.of("lines", 3, "enrolled", 1, "alreadyEnrolled", 1, "identities", 0, "refused", 1));
  }

  @Test
  @Timeout(60)
  void aCancelledOneAnswersWhatItTookAndBreaksOff() throws IOException {
    String line = line("ash", 91);
    try (RawClient client = new RawClient(server.uri("/"))) {
      client.beginBulk(GALLERY, line);
      assertThat(client.answerUpTo("}\n")).contains("\"status\":\"enrolled\"");

      Map<String, Object> running = latestJob();
      assertThat(running).containsEntry("state", "running").containsEntry("done", 1);
      server.send("DELETE", "/v1/jobs/" + running.get("id"));

      assertThat(client.answer(Duration.ofSeconds(30)).strip()).isEmpty();
      assertThat(latestJob())
          .containsEntry("id", running.get("id"))
          .containsEntry("state", "cancelled")
          .containsEntry("result", null);
    }
    assertThat(server.send("GET", GALLERY + "/identities/ash").status()).isEqualTo(200);
  }

  private static Map<String, Object> latestJob() {
    return server.send("GET", "/v1/jobs").objects("jobs").getFirst();
  }
}
