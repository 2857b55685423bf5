package io.kith.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.server.http.TestServer.Answer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rebuilding and going back over REST. */
final class RebuildApiTest {

  private static final String GALLERY = "/v1/galleries/plants";

  @TempDir static Path home;
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer(home);
    server.send("PUT", GALLERY, "{\"model\": \"leaves\", \"dimension\": 2}");
    server.send("PUT", GALLERY + "/identities/oak", "{}");
    server.send("POST", GALLERY + "/identities/oak/templates", "{\"vectors\": [[1, 2], [2, 1]]}");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  @SuppressWarnings("unchecked") // JSON objects have text keys
  void aRebuildIsAJobWhoseResultSaysWhatCameOfItAndCanBeUndone() throws Exception {
    Answer accepted = server.send("POST", GALLERY + "/rebuild", "{\"structure\": \"scan\"}");
    assertThat(accepted.status()).as(accepted.text()).isEqualTo(202);

    Map<String, Object> job = ended(accepted.json());

    assertThat(job).containsEntry("state", "succeeded").containsEntry("kind", "rebuild");
    Map<String, Object> result = (Map<String, Object>) Objects.requireNonNull(job.get("result"));
    assertThat(result)
        .containsEntry("switched", true)
        .containsEntry("from", 1)
        .containsEntry("to", 2)
        .containsEntry("structure", "scan")
        .containsEntry("templates", 2);
    assertThat((List<Map<String, Object>>) result.get("gates"))
        .extracting(gate -> gate.get("name"))
        .containsExactly("files", "count", "agreement", "parity");
    assertThat(server.send("GET", GALLERY).json()).containsEntry("generation", 2);

    Answer back = server.send("POST", GALLERY + "/rollback", "");
    assertThat(back.status()).as(back.text()).isEqualTo(200);
    assertThat(back.json()).containsEntry("switched", true).containsEntry("to", 1);
    assertThat(server.send("GET", GALLERY).json()).containsEntry("generation", 1);
  }

  private static Map<String, Object> ended(Map<String, Object> started) throws Exception {
    Map<String, Object> job = started;
    for (int i = 0; i < 600 && Set.of("waiting", "running").contains(job.get("state")); i++) {
      TimeUnit.MILLISECONDS.sleep(100);
      job = server.send("GET", "/v1/jobs/" + started.get("id")).json();
    }
    return job;
  }

  @Test
  void aWrongRequestSaysWhatToChange() {
    server.send("PUT", "/v1/galleries/new", "{\"model\": \"leaves\", \"dimension\": 2}");

    assertProblem(server.send("POST", GALLERY + "/rebuild", "{\"structure\": \"tree\"}"), 400);
    assertProblem(server.send("POST", GALLERY + "/rebuild", "{\"threads\": 0}"), 400);
    assertProblem(server.send("POST", "/v1/galleries/none/rebuild", "{}"), 404);
    assertProblem(server.send("POST", "/v1/galleries/new/rollback", ""), 409);
  }

  private static void assertProblem(Answer answer, int status) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat((String) answer.json().get("detail")).isNotBlank();
  }
}
