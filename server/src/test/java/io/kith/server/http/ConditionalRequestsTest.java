package io.kith.server.http;

import static io.kith.server.http.PlantsServer.GALLERY;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.server.http.TestServer.Answer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that depend on what is there, and requests that are sent again. */
final class ConditionalRequestsTest {

  private static final String IDENTITIES = GALLERY + "/identities";
  private static final String OAK = IDENTITIES + "/oak";
  private static final String VECTOR = "{\"vector\": [1, 0, 0]}";

  @RegisterExtension
  static final PlantsServer PLANTS =
      new PlantsServer("{\"model\": \"leaves\", \"dimension\": 3, \"threshold\": 0.8}");

  private static final TestServer server = PLANTS.server();

  @BeforeEach
  void oak() {
    server.send("PUT", OAK, "{\"label\": \"Oak\"}");
  }

  private static Answer send(String method, String path, String body, String... headers) {
    return server.send(
        HttpRequest.newBuilder(server.uri(path))
            .header("Content-Type", "application/json")
            .headers(headers)
            .method(method, BodyPublishers.ofString(body)));
  }

  private static String tag() {
    return server.send("GET", OAK).header("ETag");
  }

  @Test
  void eachChangeOfAnIdentityOrItsTemplatesChangesItsTag() {
    List<String> tags = new ArrayList<>(List.of(tag()));
    String template = null;
    for (int step = 0; step < 5; step++) {
      switch (step) {
        case 0 -> server.send("PUT", OAK, "{\"label\": \"English Oak\"}");
        case 1 ->
            template =
                (String)
                    server
                        .send("POST", OAK + "/templates", VECTOR)
                        .objects("templates")
                        .getFirst()
                        .get("id");
        case 2 -> server.send("POST", OAK + "/templates", "{\"vector\": [0, 1, 0]}");
        case 3 -> server.send("DELETE", OAK + "/templates/" + template);
        default -> server.send("PATCH", OAK, "{\"metadata\": {\"height\": 30}}");
      }
      tags.add(tag());
    }

    assertThat(tags).doesNotHaveDuplicates().allMatch(it -> it.matches("\"[^\"]+\""));
    assertThat(tag()).isEqualTo(tags.getLast());
  }

  @Test
  void aChangeOfAnotherVersionIsRefusedAndChangesNothing() {
    String old = tag();
    String now = send("PATCH", OAK, "{\"label\": \"Old Oak\"}", "If-Match", old).header("ETag");

    for (Answer answer :
        List.of(
            send("PUT", OAK, "{\"label\": \"x\"}", "If-Match", old),
            send("PATCH", OAK, "{\"label\": \"x\"}", "If-Match", old),
            send("DELETE", OAK, "", "If-Match", old),
            send("DELETE", OAK, "", "If-Match", "W/" + now),
            send("PUT", OAK, "{}", "If-None-Match", "*"))) {
      assertThat(answer.status()).as(answer.text()).isEqualTo(412);
      assertThat(answer.json()).containsEntry("type", "urn:kith:problem:condition-failed");
    }

    assertThat(tag()).isEqualTo(now);
    assertThat(send("DELETE", OAK, "", "If-Match", "\"none\", " + now).status()).isEqualTo(204);
    assertThat(send("PUT", OAK, "{}", "If-Match", "*").status()).isEqualTo(412);
    assertThat(send("PATCH", OAK, "{}", "If-Match", now).status()).isEqualTo(404);
    assertThat(send("PUT", OAK, "{}", "If-None-Match", "*").status()).isEqualTo(201);
  }

  @Test
  void whatTheClientHasIsNotSentAgain() {
    Answer answer = send("GET", OAK, "", "If-None-Match", "W/" + tag());

    assertThat(answer.status()).isEqualTo(304);
    assertThat(answer.text()).isEmpty();
    assertThat(answer.header("ETag")).isEqualTo(tag());
    assertThat(send("GET", OAK, "", "If-None-Match", "\"other\"").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"oak", "\"a", "\"a\" \"b\"", ",", "\"a\", b"})
  void aListOfTagsThatIsNoneIsRefused(String tags) {
    assertThat(send("PUT", OAK, "{}", "If-Match", tags).status()).isEqualTo(400);
  }

  @Test
  void ofChangesOfOneVersionAtTheSameTimeOneHappens() throws Exception {
    String tag = tag();

    List<Integer> statuses =
        atOnce(20, i -> send("PUT", OAK, "{\"label\": \"" + i + "\"}", "If-Match", tag).status());

    assertThat(statuses).containsOnlyOnce(200).containsOnly(200, 412);
  }

  @Test
  void ofCreationsAtTheSameTimeOneHappens() throws Exception {
    List<Integer> statuses =
        atOnce(20, _ -> send("PUT", IDENTITIES + "/elm", "{}", "If-None-Match", "*").status());

    assertThat(statuses).containsOnlyOnce(201).containsOnly(201, 412);
  }

  @Test
  void anEnrolmentSentAgainIsAnsweredAsBefore() {
    Answer first = send("POST", OAK + "/templates", VECTOR, "Idempotency-Key", "k1");
    Answer again = send("POST", OAK + "/templates", VECTOR, "Idempotency-Key", "k1");
    Answer other = send("POST", OAK + "/templates", VECTOR, "Idempotency-Key", "k2");

    assertThat(first.objects("templates").getFirst()).containsEntry("status", "enrolled");
    assertThat(again.json()).isEqualTo(first.json());
    assertThat(other.objects("templates").getFirst()).containsEntry("status", "already enrolled");
  }

  @Test
  void aNewIdentityAskedForAgainIsTheSame() {
    Answer first = send("POST", IDENTITIES, "{\"label\": \"Elm\"}", "Idempotency-Key", "k");
    Answer again = send("POST", IDENTITIES, "{\"label\": \"Elm\"}", "Idempotency-Key", "k");

    assertThat(again.status()).isEqualTo(201);
    assertThat(again.json()).isEqualTo(first.json());
    assertThat(again.header("Location"))
        .isEqualTo(IDENTITIES + "/" + first.json().get("id"))
        .isEqualTo(first.header("Location"));
    assertThat(server.send("GET", first.header("Location")).status()).isEqualTo(200);
    assertThat(server.send("GET", IDENTITIES).objects("identities")).hasSize(2);

    server.send("DELETE", IDENTITIES + "/" + first.json().get("id"));
    Answer afterwards = send("POST", IDENTITIES, "{\"label\": \"Elm\"}", "Idempotency-Key", "k");
    assertThat(afterwards.json().get("id")).isNotEqualTo(first.json().get("id"));
  }

  @Test
  void aKeyIsForOneRequest() {
    send("POST", IDENTITIES, "{\"label\": \"Elm\"}", "Idempotency-Key", "k");

    Answer other = send("POST", IDENTITIES, "{\"label\": \"Ash\"}", "Idempotency-Key", "k");

    assertThat(other.status()).isEqualTo(422);
    assertThat(other.json()).containsEntry("type", "urn:kith:problem:other-request");
    assertThat(send("POST", IDENTITIES, "{}", "Idempotency-Key", "a b").status()).isEqualTo(400);
    assertThat(send("POST", IDENTITIES, "{}", "Idempotency-Key", "x".repeat(256)).status())
        .isEqualTo(400);
  }

  @Test
  void whatWasRefusedMayBeSentAgainMended() {
    Answer refused = send("POST", OAK + "/templates", "{\"vector\": [1]}", "Idempotency-Key", "k");
    Answer mended = send("POST", OAK + "/templates", VECTOR, "Idempotency-Key", "k");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(mended.status()).isEqualTo(200);
  }

  @Test
  void ofTheSameRequestAtTheSameTimeOneIdentityComes() throws Exception {
    List<Integer> statuses =
        atOnce(20, _ -> send("POST", IDENTITIES, "{}", "Idempotency-Key", "k").status());

    assertThat(statuses).contains(201).containsAnyOf(201, 409).isSubsetOf(201, 409);
    assertThat(server.send("GET", IDENTITIES).objects("identities")).hasSize(2);
  }

  @Test
  void answersOutliveARestart(@TempDir Path other) {
    Map<String, Object> before;
    try (TestServer first = new TestServer(other)) {
      before = enrolWithKey(first);
    }
    try (TestServer second = new TestServer(other)) {
      assertThat(enrolWithKey(second)).isEqualTo(before);
    }
  }

  private static Map<String, Object> enrolWithKey(TestServer at) {
    at.send("PUT", GALLERY, "{\"model\": \"leaves\", \"dimension\": 3}");
    at.send("PUT", OAK, "{}");
    return at.send(
            HttpRequest.newBuilder(at.uri(OAK + "/templates"))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "k")
                .POST(BodyPublishers.ofString(VECTOR)))
        .json();
  }

  private static List<Integer> atOnce(int count, IntFunction<Integer> work) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(count)) {
      List<Callable<Integer>> all = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int number = i;
        all.add(() -> work.apply(number));
      }
      List<Integer> results = new ArrayList<>();
      for (Future<Integer> each : threads.invokeAll(all)) {
        results.add(each.get());
      }
      return results;
    }
  }
}
