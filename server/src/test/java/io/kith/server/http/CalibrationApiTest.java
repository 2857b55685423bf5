package io.kith.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.kith.server.http.TestServer.Answer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calibration over REST, on vectors of a model that runs elsewhere. */
final class CalibrationApiTest {

  private static final String GALLERY = "/v1/galleries/plants";
  private static final String CALIBRATIONS = GALLERY + "/calibrations";
  private static final int IDENTITIES = 40;

  @TempDir static Path home;
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer(home);
    server.send("PUT", GALLERY, "{\"model\": \"leaves\", \"dimension\": 16}");
    Random random = new Random(1);
    for (int i = 0; i < IDENTITIES; i++) {
      double[] centre = random.doubles(16, -1, 1).toArray();
      double[] again = Arrays.stream(centre).map(it -> it + random.nextDouble(-.2, .2)).toArray();
      server.send("PUT", GALLERY + "/identities/p" + i, "{}");
      server.send(
          "POST",
          GALLERY + "/identities/p" + i + "/templates",
          "{\"vectors\": [%s, %s]}".formatted(Arrays.toString(centre), Arrays.toString(again)));
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Map<String, Object> identify(String body) {
    Answer answer = server.send("POST", GALLERY + "/identify", body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.objects("results").getFirst();
  }

  private static double number(Map<String, Object> object, String key) {
    return ((Number) Objects.requireNonNull(object.get(key), key)).doubleValue();
  }

  @SuppressWarnings("unchecked") // JSON objects have text keys
  private static Map<String, Object> summary(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return (Map<String, Object>) Objects.requireNonNull(answer.json().get("calibration"));
  }

  private static String vector() {
    return Arrays.toString(new Random(2).doubles(16, -1, 1).toArray());
  }

  @Test
  void answersNameTheCalibrationThatTheirThresholdComesFrom() {
    Map<String, Object> made = summary(server.send("POST", CALIBRATIONS, "{\"targetFpir\": 0.05}"));

    Map<String, Object> result =
        identify("{\"vector\": %s, \"targetFpir\": 0.05}".formatted(vector()));

    assertThat(result)
        .containsEntry("thresholdSource", "calibration")
        .containsEntry("calibration", made.get("id"));
    assertThat(number(result, "threshold")).isCloseTo(number(made, "threshold"), within(1e-9));
    assertThat(number(result, "fpir")).isBetween(0.0, 1.0);
    assertThat(server.send("GET", GALLERY).json())
        .containsEntry("targetFpir", 0.01)
        .containsEntry("calibration", made.get("id"))
        .containsEntry("thresholdSource", "calibration");
  }

  @Test
  void aCalibrationTellsWhatItMeasuredAndIsKept() {
    Answer answer = server.send("POST", CALIBRATIONS, "{\"targetFpir\": 0.05, \"seed\": 7}");
    Map<String, Object> made = summary(answer);

    assertThat(made)
        .containsEntry("identities", IDENTITIES)
        .containsEntry("templates", 2 * IDENTITIES)
        .containsEntry("nonMatedSearches", 2 * IDENTITIES)
        .containsEntry("matedSearches", 2 * IDENTITIES)
        .containsEntry("seed", 7)
        .containsEntry("extrapolated", true)
        .containsEntry("cohort", null);
    assertThat(number(made, "fpirLow")).isLessThanOrEqualTo(0.05);
    assertThat(number(made, "fpirHigh")).isGreaterThanOrEqualTo(0.05);
    assertThat(answer.objects("curve")).hasSizeGreaterThan(100);
    Answer one = server.send("GET", CALIBRATIONS + "/" + made.get("id"));
    assertThat(one.status()).isEqualTo(200);
    assertThat(one.objects("curve")).isEqualTo(answer.objects("curve"));
    List<Map<String, Object>> all = server.send("GET", CALIBRATIONS).objects("calibrations");
    assertThat(all.getFirst()).containsEntry("id", made.get("id"));
  }

  @Test
  void lessIsAcceptedAtALowerTarget() {
    summary(server.send("POST", CALIBRATIONS, "{}"));
    String probe = vector();

    double loose =
        number(identify("{\"vector\": %s, \"targetFpir\": 0.2}".formatted(probe)), "threshold");
    double strict =
        number(identify("{\"vector\": %s, \"targetFpir\": 0.02}".formatted(probe)), "threshold");

    assertThat(strict).isGreaterThan(loose);
  }

  @Test
  void aTargetThatTheGalleryDoesNotSupportIsRefusedWithWhatItNeeds() {
    summary(server.send("POST", CALIBRATIONS, "{}"));

    Answer answer =
        server.send(
            "POST",
            GALLERY + "/identify",
            "{\"vector\": %s, \"targetFpir\": 0.001}".formatted(vector()));

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.text()).contains("insufficient-data").contains("200 identities");
    Map<String, Object> made =
        summary(server.send("POST", CALIBRATIONS, "{\"targetFpir\": 0.001}"));
    assertThat(made).containsEntry("threshold", null);
    assertThat(number(made, "smallestFpir")).isCloseTo(.2 / IDENTITIES, within(1e-9));
  }

  @Test
  void aGalleryWithARarerTargetThanItSupportsIsAsStrictAsItCanBe() {
    summary(server.send("POST", CALIBRATIONS, "{}"));
    Map<String, Object> supported = server.send("GET", GALLERY).json();
    assertThat(number(supported, "fpir")).isCloseTo(.01, within(1e-6));

    assertThat(server.send("PUT", GALLERY, "{\"targetFpir\": 0.00001}").status()).isEqualTo(200);

    Map<String, Object> gallery = server.send("GET", GALLERY).json();
    assertThat(gallery)
        .containsEntry("thresholdSource", "calibration")
        .containsEntry("targetFpir", 0.00001);
    assertThat(number(gallery, "fpir")).isCloseTo(.2 / IDENTITIES, within(1e-6));
    assertThat(number(gallery, "threshold")).isGreaterThan(number(supported, "threshold"));
    assertThat(server.send("PUT", GALLERY, "{\"targetFpir\": 0.01}").status()).isEqualTo(200);
  }

  @Test
  void rulesAreComparedAndOneIsRecommended() {
    Answer answer = server.send("GET", GALLERY + "/score-rules");

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.objects("rules"))
        .extracting(it -> it.get("rule"))
        .startsWith("best cosine")
        .contains(answer.json().get("recommended"));
    assertThat(server.send("GET", "/v1/galleries/none/score-rules").status()).isEqualTo(404);
  }

  @Test
  void aGalleryWithTooFewIdentitiesIsRefused() {
    server.send("PUT", "/v1/galleries/few", "{\"model\": \"leaves\", \"dimension\": 16}");

    Answer answer = server.send("POST", "/v1/galleries/few/calibrations", "{}");

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.text()).contains("enrol 20 more");
    server.send("PUT", "/v1/galleries/few/identities/one", "{}");
    server.send(
        "POST",
        "/v1/galleries/few/identities/one/templates",
        "{\"vectors\": [%s, %s]}"
            .formatted(vector(), Arrays.toString(new Random(3).doubles(16, -1, 1).toArray())));
    assertThat(server.send("GET", "/v1/galleries/few/score-rules").status()).isEqualTo(409);
  }

  @Test
  void badRequestsAreRefused() {
    Answer none = server.send("POST", CALIBRATIONS, "{\"targetFpir\": 0}");
    assertThat(none.status()).isEqualTo(400);
    assertThat(none.text()).contains("must be above 0, at most 0.5");
    assertThat(server.send("POST", CALIBRATIONS, "{\"targetFpir\": 0.9}").status()).isEqualTo(400);
    assertThat(server.send("POST", CALIBRATIONS, "{\"sample\": 1}").status()).isEqualTo(400);
    assertThat(server.send("POST", CALIBRATIONS, "{\"cohort\": \"plants\"}").status())
        .isEqualTo(400);
    assertThat(server.send("POST", CALIBRATIONS, "{\"cohort\": \"none\"}").status()).isEqualTo(404);
    assertThat(server.send("GET", CALIBRATIONS + "/none").status()).isEqualTo(404);
    assertThat(server.send("POST", "/v1/galleries/none/calibrations", "{}").status())
        .isEqualTo(404);
    assertThat(
            server
                .send(
                    "POST",
                    GALLERY + "/identify",
                    "{\"vector\": %s, \"targetFpir\": 0.1, \"threshold\": 0.5}".formatted(vector()))
                .status())
        .isEqualTo(400);
    assertThat(server.send("PUT", GALLERY, "{\"targetFpir\": 0.1, \"threshold\": 0.5}").status())
        .isEqualTo(400);
  }

  @Test
  void aCohortOfAnotherModelIsRefusedByItsName() {
    server.send("PUT", "/v1/galleries/words", "{\"model\": \"other\", \"dimension\": 16}");

    Answer refused = server.send("POST", CALIBRATIONS, "{\"cohort\": \"words\"}");

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json())
        .containsEntry("type", "urn:kith:problem:other-model")
        .containsEntry(
            "detail",
            "cohort: gallery words has model other, not leaves; name a gallery of the same model");
  }

  @Test
  void aCalibrationRunsAsAJobWhereTheClientPrefersThat() {
    Answer accepted =
        server.send(
            HttpRequest.newBuilder(server.uri(CALIBRATIONS))
                .header("Content-Type", "application/json")
                .header("Prefer", "respond-async, wait=1")
                .POST(BodyPublishers.ofString("{}")));
    assertThat(accepted.status()).as(accepted.text()).isEqualTo(202);
    String job = "/v1/jobs/" + accepted.json().get("id");

    // Ends when the job has.
    Answer events = server.send("GET", job + "/events");

    assertThat(events.contentType()).startsWith("text/event-stream");
    assertThat(events.text()).contains("event: job").contains("\"state\":\"succeeded\"");
    Answer ended = server.send("GET", job);
    assertThat(ended.json())
        .containsEntry("kind", "calibration")
        .containsEntry("gallery", "plants");
    assertThat(ended.text()).contains("\"curve\"");
    assertThat(server.send("GET", "/v1/jobs").objects("jobs")).isNotEmpty();
    assertThat(server.send("DELETE", job).json()).containsEntry("state", "succeeded");
  }

  @Test
  void identitiesAreMergedAndSplit() {
    server.send("PUT", GALLERY + "/identities/one", "{}");
    server.send("PUT", GALLERY + "/identities/two", "{}");
    Answer enrolled =
        server.send(
            "POST", GALLERY + "/identities/two/templates", "{\"vector\": %s}".formatted(vector()));
    Answer merged =
        server.send("POST", GALLERY + "/identities/one/merge", "{\"identities\": [\"two\"]}");
    assertThat(merged.status()).as(merged.text()).isEqualTo(200);
    assertThat(merged.objects("templates")).hasSize(1);
    assertThat(server.send("GET", GALLERY + "/identities/two").status()).isEqualTo(404);

    Object template = enrolled.objects("templates").getFirst().get("id");
    Answer split =
        server.send(
            "POST",
            GALLERY + "/identities/one/move",
            "{\"templates\": [\"%s\"]}".formatted(template));
    assertThat(split.objects("templates")).hasSize(1);

    String none = "{\"templates\": [\"none\"], \"to\": \"one\"}";
    assertThat(server.send("POST", GALLERY + "/identities/one/move", none).status()).isEqualTo(400);
    String id = (String) Objects.requireNonNull(split.json().get("id"));
    assertThat(server.send("POST", GALLERY + "/identities/" + id + "/move", none).json())
        .containsEntry("status", 404);
    assertThat(server.send("POST", GALLERY + "/identities/one/merge", "{}").status())
        .isEqualTo(400);
    server.send("DELETE", GALLERY + "/identities/one");
    server.send("DELETE", GALLERY + "/identities/" + id);
  }

  @Test
  void aPurgeIsAJob() {
    Answer accepted = server.send("POST", "/v1/purge");
    assertThat(accepted.status()).as(accepted.text()).isEqualTo(202);

    Answer events = server.send("GET", "/v1/jobs/" + accepted.json().get("id") + "/events");

    assertThat(events.text()).contains("\"state\":\"succeeded\"").contains("\"storeBytesAfter\":");
  }

  @Test
  void unknownJobsAndGalleriesAreNotFound() {
    assertThat(server.send("GET", "/v1/jobs/none").status()).isEqualTo(404);
    assertThat(server.send("DELETE", "/v1/jobs/none").status()).isEqualTo(404);
    assertThat(server.send("GET", "/v1/jobs/none/events").status()).isEqualTo(404);
    Answer answer =
        server.send(
            HttpRequest.newBuilder(server.uri("/v1/galleries/none/calibrations"))
                .header("Prefer", "respond-async")
                .POST(BodyPublishers.noBody()));
    assertThat(answer.status()).isEqualTo(404);
  }
}
