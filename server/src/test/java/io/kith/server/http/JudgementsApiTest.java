package io.kith.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.server.http.TestServer.Answer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators say after they have looked, over HTTP. */
final class JudgementsApiTest {

  private static final String GALLERY = "/v1/galleries/plants";

  @TempDir static Path home;
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer(home);
    server.send("PUT", GALLERY, "{\"model\": \"leaves\", \"dimension\": 8}");
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 25; i++) {
      String identity = GALLERY + "/identities/i" + i;
      server.send("PUT", identity, "{}");
      List<Double> vector = random.doubles(8, -1, 1).boxed().toList();
      server.send("POST", identity + "/templates", "{\"vector\": %s}".formatted(vector));
    }
    server.send("PUT", GALLERY + "/identities/empty", "{}");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void aRejectedProbeIsCountedByTheNextCalibration() {
    String rejections = GALLERY + "/identities/i1/rejections";
    Answer answer = server.send("POST", rejections, "{\"vector\": [1, 0, 0, 0, 0, 0, 0, 0]}");

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.json()).containsEntry("identity", "i1").containsKeys("template", "cosine");
    assertThat(calibrated()).containsEntry("rejections", 1);
    assertThat(server.send("DELETE", rejections).status()).isEqualTo(204);
    assertThat(calibrated()).containsEntry("rejections", 0);
  }

  @SuppressWarnings("unchecked") // JSON objects have text keys
  private static Map<String, Object> calibrated() {
    Answer answer = server.send("POST", GALLERY + "/calibrations", "{}");
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return (Map<String, Object>) Objects.requireNonNull(answer.json().get("calibration"));
  }

  @Test
  void whatCannotBeRejectedIsRefused() {
    String vector = "{\"vector\": [1, 0, 0, 0, 0, 0, 0, 0]}";

    assertThat(server.send("POST", GALLERY + "/identities/none/rejections", vector).status())
        .isEqualTo(404);
    assertThat(server.send("POST", GALLERY + "/identities/empty/rejections", vector).status())
        .isEqualTo(409);
    assertThat(
            server
                .send("POST", GALLERY + "/identities/i1/rejections", "{\"vector\": [1]}")
                .status())
        .isEqualTo(400);
    assertThat(server.send("POST", GALLERY + "/identities/i1/rejections", "{}").status())
        .isEqualTo(400);
  }

  @Test
  void pairsAreSaidToBeDistinctAndListedUntilThatIsTakenBack() {
    String pair = GALLERY + "/identities/i3/distinct/i2";

    assertThat(server.send("PUT", pair, "").status()).isEqualTo(204);
    assertThat(server.send("PUT", pair, "").status()).isEqualTo(204);
    assertThat(server.send("GET", GALLERY + "/distinct").objects("pairs"))
        .containsExactly(Map.of("first", "i2", "second", "i3"));

    assertThat(server.send("DELETE", pair).status()).isEqualTo(204);
    assertThat(server.send("GET", GALLERY + "/distinct").objects("pairs")).isEmpty();
    assertThat(server.send("PUT", GALLERY + "/identities/i3/distinct/none", "").status())
        .isEqualTo(404);
    assertThat(server.send("PUT", GALLERY + "/identities/i3/distinct/i3", "").status())
        .isEqualTo(400);
  }
}
