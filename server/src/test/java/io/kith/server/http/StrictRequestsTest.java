package io.kith.server.http;

import static io.kith.server.http.PlantsServer.GALLERY;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.server.http.TestServer.Answer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that mean something else than they say to a reader that is lenient. */
final class StrictRequestsTest {

  @RegisterExtension
  static final PlantsServer PLANTS =
      new PlantsServer("{\"model\": \"leaves\", \"dimension\": 3, \"threshold\": 0.8}");

  private static final TestServer server = PLANTS.server();

  @ParameterizedTest
  @ValueSource(strings = {"\"yes\"", "\"true\"", "1", "[true]", "{}"})
  void whatIsNoBooleanIsNotTakenForOne(String value) {
    assertThat(server.send("PUT", GALLERY, "{\"keepImages\": true}").status()).isEqualTo(200);

    Answer kept = server.send("PUT", GALLERY, "{\"keepImages\": %s}".formatted(value));
    Answer moved =
        server.send(
            "POST",
            GALLERY + "/rebuild",
            "{\"model\": \"glyphs\", \"dryRun\": %s}".formatted(value));

    assertThat(kept.status()).isEqualTo(400);
    assertThat(kept.json()).containsEntry("detail", "keepImages: must be true or false");
    assertThat(moved.status()).isEqualTo(400);
    assertThat(moved.json()).containsEntry("detail", "dryRun: must be true or false");
    assertThat(server.send("GET", GALLERY).json()).containsEntry("keepImages", true);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "k          | 2.7      | k: must be an integer",
        "k          | true     | k: must be an integer",
        "k          | [2]      | k: must be an integer",
        "k          | \"2\"    | k: must be an integer",
        "k          | 1e999999 | k: must be an integer",
        "k          | 1e10     | k: must be an integer",
        "threshold  | true     | threshold: must be a finite number",
        "threshold  | [0.1]    | threshold: must be a finite number",
        "threshold  | \"0.1\"  | threshold: must be a finite number",
        "threshold  | \"\"     | threshold: must be a finite number",
        "threshold  | 1e999    | threshold: must be a finite number",
        "targetFpir | [0.1]    | targetFpir: must be a finite number",
        "fingerprint| 1        | fingerprint: must be a string",
        "fingerprint| [\"x\"]  | fingerprint: must be a string",
      })
  void whatIsNoNumberOrTextIsNotTakenForOne(String field, String value, String detail) {
    Answer answer =
        server.send(
            "POST",
            GALLERY + "/identify",
            "{\"vector\": [1, 0, 0], \"%s\": %s}".formatted(field, value));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json()).containsEntry("detail", detail);
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", "3.0", "3e0", "null"})
  void anIntegerMayBeWrittenWithAFractionThatIsZero(String k) {
    Answer answer =
        server.send(
            "POST", GALLERY + "/identify", "{\"vector\": [1, 0, 0], \"k\": %s}".formatted(k));

    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void numbersThatAreNoJsonAreRefusedInPlainWords() {
    assertThat(server.send("POST", GALLERY + "/identify", "{\"vector\": [NaN, 0, 0]}").json())
        .containsEntry(
            "detail", "vector: NaN and infinities are no JSON; send finite numbers only");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"label\": \"second\"}", "x", "]", "\n{}", " \"a\""})
  void whatFollowsADocumentIsNotLeftUnread(String more) {
    String identity = GALLERY + "/identities/oak";
    String label = "{\"label\": \"a \\\"}] b\"}";

    assertThat(server.send("PUT", identity, label + more).status()).isEqualTo(400);
    assertThat(server.send("GET", identity).status()).isEqualTo(404);
    assertThat(server.send("PUT", identity, "\n" + label + " \r\n\t").status()).isEqualTo(201);
    assertThat(patch(identity, "{\"label\": \"b\"}" + more).status()).isEqualTo(400);
    assertThat(patch(identity, "{\"label\": \"b\"}").json()).containsEntry("label", "b");
  }

  private static Answer patch(String path, String body) {
    return server.send(
        HttpRequest.newBuilder(server.uri(path))
            .header("Content-Type", "application/merge-patch+json")
            .method("PATCH", BodyPublishers.ofString(body)));
  }

  @Test
  void ofTwoDocumentsOnALineNeitherIsEnrolled() {
    String lines =
        """
        {"identity": "elm", "vector": [1, 0, 0]}{"identity": "oak", "vector": [0, 1, 0]}
        {"identity": "yew", "vector": [0, 0, 1]}
        """;

    Answer answer =
        server.send(
            HttpRequest.newBuilder(server.uri(GALLERY + "/templates:bulk"))
                .header("Content-Type", "application/x-ndjson")
                .POST(BodyPublishers.ofString(lines)));

    assertThat(answer.text().lines())
        .satisfiesExactly(
            first -> assertThat(first).contains("something follows the JSON", "one a line"),
            second -> assertThat(second).contains("\"status\":\"enrolled\""));
    assertThat(server.send("GET", GALLERY).json()).containsEntry("identities", 1);
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /identify?threshold=0.99, threshold",
    "GET, /identities?limt=2, limt",
    "GET, /identities?limit=2&filter={}, filter",
    "POST, /identities?%6cimit=2, limit",
    "DELETE, ?force=true, force",
  })
  void aParameterThatNobodyReadsIsRefused(String method, String path, String name) {
    Answer answer =
        server.send(method, GALLERY + path.replace("{}", "%7B%7D"), "{\"vector\": [1, 0, 0]}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("detail"))
        .asString()
        .startsWith(name + ": is no query parameter of this path");
    assertThat(server.send("GET", GALLERY + "/identities?limit=2&prefix=a").status())
        .isEqualTo(200);
  }
}
