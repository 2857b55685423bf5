package io.kith.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.server.demo.OtherGlyphs;
import io.kith.server.http.TestServer.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Moving a gallery to another model over REST, with two real models. */
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
final class UpgradeApiTest {

  private static final String GALLERY = "/v1/galleries/signs";
  private static final int SYMBOLS = 24;

  @TempDir Path home;
  private TestServer server;

  @BeforeEach
  void start() throws IOException {
    OtherGlyphs.install(home);
    server = new TestServer(home);
    server.send(
        "PUT", GALLERY, "{\"model\": \"glyphs\", \"keepImages\": true, \"threshold\": 0.7}");
    for (int symbol = 0; symbol < SYMBOLS; symbol++) {
      enrol("s" + symbol, Drawings.png(120, symbol, 1), Drawings.png(120, symbol, 2));
    }
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void enrol(String identity, byte[]... images) {
    server.send("PUT", GALLERY + "/identities/" + identity, "{}");
    String list = String.join(",", List.of(images).stream().map(UpgradeApiTest::json).toList());
    Answer answer =
        server.send(
            "POST",
            GALLERY + "/identities/" + identity + "/templates",
            "{\"images\": [" + list + "]}");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  private static String json(byte[] image) {
    return '"' + Base64.getEncoder().encodeToString(image) + '"';
  }

  private Answer identify(long symbol) {
    return server.send(
        "POST",
        GALLERY + "/identify",
        "{\"threshold\": 0.5, \"image\": " + json(Drawings.png(120, symbol, 3)) + "}");
  }

  private void assertIdentified(String model) {
    for (int symbol = 0; symbol < 5; symbol++) {
      Answer answer = identify(symbol);
      assertThat(answer.objects("results").getFirst())
          .containsEntry("decision", "known")
          .containsEntry("identity", "s" + symbol);
      assertThat(child(answer.json(), "model")).containsEntry("name", model);
    }
  }

  @SuppressWarnings("unchecked") // JSON objects have text keys
  private static Map<String, Object> child(Map<String, Object> of, String key) {
    return (Map<String, Object>) Objects.requireNonNull(of.get(key));
  }

  @SuppressWarnings("unchecked") // JSON objects have text keys
  private static List<Map<String, Object>> children(Map<String, Object> of, String key) {
    return (List<Map<String, Object>>) Objects.requireNonNull(of.get(key));
  }

  private Map<String, Object> rebuild(String request) throws InterruptedException {
    return ended(server.send("POST", GALLERY + "/rebuild", request));
  }

  private Map<String, Object> ended(Answer accepted) throws InterruptedException {
    assertThat(accepted.status()).as(accepted.text()).isEqualTo(202);
    Map<String, Object> job = accepted.json();
    while (Set.of("waiting", "running").contains(job.get("state"))) {
      TimeUnit.MILLISECONDS.sleep(50);
      job = server.send("GET", "/v1/jobs/" + accepted.json().get("id")).json();
    }
    assertThat(job).as(String.valueOf(job)).containsEntry("state", "succeeded");
    return child(job, "result");
  }

  @Test
  void aGalleryMovesToTheOtherModelAndBack() throws InterruptedException {
    assertIdentified("glyphs");
    List<@Nullable Object> templates = templates();

    Map<String, Object> result = rebuild("{\"model\": \"other-glyphs\"}");

    assertThat(result).containsEntry("switched", true);
    Map<String, Object> upgrade = child(result, "upgrade");
    assertThat(upgrade)
        .containsEntry("templates", 2 * SYMBOLS)
        .containsEntry("carried", 2 * SYMBOLS)
        .containsEntry("identities", SYMBOLS)
        .containsEntry("lost", 0);
    assertThat(children(upgrade, "rates").getFirst())
        .containsEntry("fpir", 0.1)
        .containsKeys("thresholdBefore", "fnirBefore", "thresholdAfter", "fnirAfter");
    Map<String, Object> gallery = server.send("GET", GALLERY).json();
    assertThat(child(gallery, "model")).containsEntry("name", "other-glyphs");
    assertThat(gallery).containsEntry("thresholdSource", "calibration");
    assertIdentified("other-glyphs");
    assertThat(templates()).hasSize(2).isEqualTo(templates);
    enrol("late", Drawings.png(120, 99, 1));

    assertThat(ended(server.send("POST", GALLERY + "/rollback", "{}")))
        .as("a job, since the drawing enrolled last has to be embedded")
        .containsEntry("switched", true);
    assertIdentified("glyphs");
    assertThat(identify(99).objects("results").getFirst()).containsEntry("identity", "late");
    assertThat(server.send("GET", GALLERY).json())
        .containsEntry("threshold", 0.7)
        .containsEntry("thresholdSource", "gallery");
  }

  private List<@Nullable Object> templates() {
    return server.send("GET", GALLERY + "/identities/s3").objects("templates").stream()
        .<@Nullable Object>map(it -> it.get("id"))
        .toList();
  }

  @Test
  void whatCannotBeCarriedOverIsNamedAndStaysWithConsent() throws InterruptedException {
    server.send("PUT", GALLERY + "/identities/vector", "{}");
    String vector = "0.1,".repeat(511) + "0.2";
    server.send(
        "POST", GALLERY + "/identities/vector/templates", "{\"vectors\": [[" + vector + "]]}");

    Map<String, Object> refused = rebuild("{\"model\": \"other-glyphs\"}");

    assertThat(refused).containsEntry("switched", false);
    assertThat(children(child(refused, "upgrade"), "leftBehind"))
        .singleElement()
        .satisfies(
            it ->
                assertThat(it)
                    .containsEntry("identity", "vector")
                    .containsEntry("left", 1)
                    .containsEntry(
                        "reason", "its image is not kept, or it was enrolled as a vector"));
    assertIdentified("glyphs");

    assertThat(rebuild("{\"model\": \"other-glyphs\", \"leaveBehind\": true}"))
        .containsEntry("switched", true);
    assertIdentified("other-glyphs");
  }

  @Test
  void aDryRunShowsBothModelsSideBySideAndChangesNothing() throws InterruptedException {
    Map<String, Object> compared = rebuild("{\"model\": \"other-glyphs\", \"dryRun\": true}");

    assertThat(compared).containsEntry("switched", false).containsEntry("from", 1);
    assertThat(children(compared, "gates"))
        .extracting(it -> it.get("name"))
        .containsExactly("carried", "errors");
    assertThat(children(child(compared, "upgrade"), "rates")).isNotEmpty();
    assertIdentified("glyphs");
  }

  @Test
  void aWrongRequestSaysWhatToChange() {
    assertProblem("{\"model\": \"none\"}", 404, "no model named none");
    assertProblem("{\"model\": \"glyphs\"}", 400, "has model glyphs already");
    assertProblem("{\"model\": \"faces\"}", 409, "kith models install faces");
    assertProblem("{\"leaveBehind\": true}", 400, "name one");
    assertProblem("{\"dryRun\": true}", 400, "name one");
    assertProblem("{\"acceptWorse\": false}", 400, "name one");
  }

  private void assertProblem(String request, int status, String says) {
    Answer answer = server.send("POST", GALLERY + "/rebuild", request);
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat((String) answer.json().get("detail")).contains(says);
  }
}
