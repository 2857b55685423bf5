package io.kith.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.server.api.Scope;
import io.kith.server.http.TestServer.Answer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who sees what of jobs, over REST. */
final class JobsApiTest {

  private static final String GALLERY = "/v1/galleries/plants";

  @Test
  @Timeout(300)
  void theResultOfAJobIsForThoseWhoMayAskForIt(@TempDir Path home) throws InterruptedException {
    try (TestServer server = new TestServer(home)) {
      String admin = server.key(List.of(Scope.ADMIN), List.of());
      String ofGallery = server.key(List.of(Scope.ADMIN), List.of("plants"));
      String enrol = server.key(List.of(Scope.ENROL), List.of("plants"));
      server.send(admin, "PUT", GALLERY, "{\"model\": \"leaves\", \"dimension\": 3}");
      server.send(
          HttpRequest.newBuilder(server.uri(GALLERY + "/templates:bulk"))
              .header("Content-Type", "application/x-ndjson")
              .header("Authorization", "Bearer " + enrol)
              .POST(BodyPublishers.ofString("{\"identity\": \"oak\", \"vector\": [1, 0, 0]}\n")));
      Answer started = server.send(ofGallery, "POST", GALLERY + "/rebuild", "{}");
      String path = "/v1/jobs/" + started.json().get("id");
      while (!"succeeded".equals(server.send(enrol, "GET", path, "").json().get("state"))) {
        Thread.sleep(10);
      }

      assertThat(server.send(ofGallery, "GET", path, "").json().get("result")).isNotNull();
      assertThat(server.send(enrol, "GET", path, "").json()).containsEntry("result", null);
      assertThat(server.send(ofGallery, "GET", path + "/events", "").text())
          .doesNotContain("\"result\":null");
      assertThat(server.send(enrol, "GET", path + "/events", "").text())
          .contains("\"result\":null");
      List<Map<String, Object>> listed = server.send(enrol, "GET", "/v1/jobs", "").objects("jobs");
      assertThat(listed)
          .extracting(it -> it.get("kind"))
          .containsExactly("rebuild", "bulk enrolment");
      assertThat(listed.getFirst()).containsEntry("result", null);
      assertThat(listed.getLast().get("result")).isNotNull();
    }
  }
}
