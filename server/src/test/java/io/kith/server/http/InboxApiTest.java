package io.kith.server.http;

import static io.kith.server.http.PlantsServer.GALLERY;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.server.http.TestServer.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The inbox of unknown subjects over HTTP. */
final class InboxApiTest {

  private static final String UNKNOWNS = GALLERY + "/unknowns";

  @RegisterExtension
  static final PlantsServer PLANTS =
      new PlantsServer("{\"model\": \"leaves\", \"dimension\": 3, \"threshold\": 0.9}");

  private static final TestServer server = PLANTS.server();

  private static void identify(String body) {
    assertThat(server.send("POST", GALLERY + "/identify", body).status()).isEqualTo(200);
  }

  @Test
  void nothingIsKeptUnlessAsked() {
    identify("{\"vector\": [1, 0, 0]}");

    Answer answer = server.send("GET", UNKNOWNS);
    assertThat(answer.json()).containsEntry("keep", null);
    assertThat(answer.objects("groups")).isEmpty();
  }

  @Test
  void whoWasSeenIsEnrolledInOneCallAndKnownFromThenOn() {
    assertThat(server.send("PUT", GALLERY + "/inbox", "{\"keep\": \"7d\"}").json())
        .containsEntry("keep", "7d");
    identify("{\"vector\": [1, 0, 0]}");
    identify("{\"vector\": [1, 0.1, 0]}");
    identify("{\"vector\": [0, 1, 0]}");

    var groups = server.send("GET", UNKNOWNS).objects("groups");
    assertThat(groups).extracting(it -> it.get("probes")).containsExactly(2, 1);
    Answer enrolled =
        server.send(
            "POST",
            UNKNOWNS + "/" + groups.getFirst().get("id") + "/enrol",
            "{\"label\": \"Oak\"}");

    assertThat(enrolled.json()).containsEntry("label", "Oak");
    assertThat(enrolled.objects("templates")).hasSize(2);
    assertThat(server.send("POST", GALLERY + "/identify", "{\"vector\": [1, 0, 0]}").text())
        .contains("\"known\"");
    assertThat(server.send("GET", UNKNOWNS).objects("groups")).hasSize(1);
    String gone = UNKNOWNS + "/" + groups.getFirst().get("id");
    assertThat(server.send("POST", gone + "/enrol", "{}").status()).isEqualTo(404);
    assertThat(server.send("DELETE", gone).status()).isEqualTo(404);
    assertThat(server.send("DELETE", UNKNOWNS + "/" + groups.getLast().get("id")).status())
        .isEqualTo(204);
    assertThat(server.send("GET", UNKNOWNS).objects("groups")).isEmpty();
  }

  @Test
  void aGroupThatHasChangedSinceItWasListedIsNotFound() {
    server.send("PUT", GALLERY + "/inbox", "{\"keep\": \"7d\"}");
    identify("{\"vector\": [1, 0, 0]}");
    Object listed = server.send("GET", UNKNOWNS).objects("groups").getFirst().get("id");
    identify("{\"vector\": [1, 0.1, 0]}");

    assertThat(server.send("POST", UNKNOWNS + "/" + listed + "/enrol", "{}").text())
        .contains("group-not-found", "look at its groups again");
    assertThat(server.send("DELETE", UNKNOWNS + "/" + listed).status()).isEqualTo(404);
    assertThat(server.send("GET", UNKNOWNS).objects("groups").getFirst().get("probes"))
        .isEqualTo(2);
  }

  @Test
  void aKnownProbeAndASearchWithConditionsOfItsOwnAreNotKept() {
    server.send("PUT", GALLERY + "/inbox", "{\"keep\": \"12h\"}");
    server.send("PUT", GALLERY + "/identities/oak", "{}");
    server.send("POST", GALLERY + "/identities/oak/templates", "{\"vector\": [1, 0, 0]}");

    identify("{\"vector\": [1, 0, 0]}");
    identify("{\"vector\": [1, 0.2, 0], \"threshold\": 0.999}");
    identify("{\"vector\": [1, 0, 0], \"filter\": {\"kind\": \"elm\"}}");

    assertThat(server.send("GET", UNKNOWNS).objects("groups")).isEmpty();
  }

  @Test
  void turnedOffItHoldsNothing() {
    server.send("PUT", GALLERY + "/inbox", "{\"keep\": \"1d\"}");
    identify("{\"vector\": [1, 0, 0]}");

    assertThat(server.send("DELETE", GALLERY + "/inbox").status()).isEqualTo(204);

    assertThat(server.send("GET", UNKNOWNS).json()).containsEntry("keep", null);
    server.send("PUT", GALLERY + "/inbox", "{\"keep\": \"1d\"}");
    assertThat(server.send("GET", UNKNOWNS).objects("groups")).isEmpty();
    identify("{\"vector\": [1, 0, 0]}");
    assertThat(server.send("DELETE", UNKNOWNS).status()).isEqualTo(204);
    assertThat(server.send("GET", UNKNOWNS).objects("groups")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"0d\"", "\"91d\"", "\"7 days\"", "\"-1d\"", "\"9999d\"", "null", "7"})
  void aTimeThatIsNoneIsRefused(String keep) {
    assertThat(server.send("PUT", GALLERY + "/inbox", "{\"keep\": " + keep + "}").status())
        .isEqualTo(400);
  }

  @Test
  void aGalleryWithoutAThresholdCannotGroup() {
    server.send("PUT", "/v1/galleries/bare", "{\"model\": \"leaves\", \"dimension\": 3}");

    assertThat(server.send("PUT", "/v1/galleries/bare/inbox", "{\"keep\": \"1d\"}").status())
        .isEqualTo(400);
  }
}
