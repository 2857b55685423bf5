package io.kith.server.http;

import static io.kith.server.http.PlantsServer.GALLERY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.kith.server.http.TestServer.Answer;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The REST API on vectors of a model that runs elsewhere, so that no model need be installed. */
final class RestApiTest {

  private static final String IDENTITIES = GALLERY + "/identities";

  @RegisterExtension
  static final PlantsServer PLANTS =
      new PlantsServer("{\"model\": \"leaves\", \"dimension\": 3, \"threshold\": 0.8}");

  private static final TestServer server = PLANTS.server();

  @Test
  void aGalleryIsCreatedOnceAndThenChanged() {
    Answer again = server.send("PUT", GALLERY, "{\"threshold\": 0.5}");

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json())
        .containsEntry("threshold", 0.5)
        .containsEntry("thresholdSource", "gallery");
    assertThat(again.json().get("model"))
        .isEqualTo(Map.of("name", "leaves", "fingerprint", "external:leaves", "dimension", 3));
    assertThat(server.send("GET", "/v1/galleries").text()).contains("\"plants\"");
  }

  @Test
  void whatARequestDoesNotSayOfAGalleryStays() {
    server.send("PUT", GALLERY, "{\"targetFpir\": 0.02, \"keepImages\": true}");

    Answer again = server.send("PUT", GALLERY, "{\"model\": \"leaves\", \"dimension\": 3}");

    assertThat(again.json()).containsEntry("targetFpir", 0.02).containsEntry("keepImages", true);
  }

  @Test
  void aGalleryKeepsItsModel() {
    Answer answer = server.send("PUT", GALLERY, "{\"model\": \"roots\", \"dimension\": 3}");

    assertProblem(answer, 409, "other-model");
    assertThat(detail(answer)).contains("leaves").contains("roots");
  }

  @Test
  void modelsAreListedWithWhatTheirImagesShow() {
    Answer answer = server.send("GET", "/v1/models");

    assertThat(answer.objects("models"))
        .anySatisfy(
            model ->
                assertThat(model)
                    .containsEntry("name", "glyphs")
                    .containsEntry("installed", true)
                    .containsEntry("input", "drawing"))
        .anySatisfy(
            model ->
                assertThat(model)
                    .containsEntry("name", "faces")
                    .containsEntry("installed", false)
                    .containsEntry("input", "subjects"));
  }

  @Test
  void identitiesAreListedByAPrefixOfIdOrLabel() {
    server.send("PUT", IDENTITIES + "/quercus", "{\"label\": \"English Oak\"}");
    server.send("PUT", IDENTITIES + "/oak", "{}");
    server.send("PUT", IDENTITIES + "/elm", "{}");

    assertThat(server.send("GET", IDENTITIES + "?prefix=oak").objects("identities"))
        .extracting(it -> it.get("id"))
        .containsExactly("oak", "quercus");
    assertProblem(server.send("GET", IDENTITIES + "?prefix="), 400, "invalid-request");
  }

  @Test
  void theConsoleIsAtTheRootAndItsFilesBesideIt() {
    Answer page = server.send("GET", "/");

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.contentType()).startsWith("text/html");
    assertThat(page.text()).contains("/console/main.js").doesNotContain("://");
    assertThat(server.send("GET", "/console/main.js").contentType()).contains("javascript");
    assertProblem(server.send("GET", "/console/none.js"), 404, "not-found");
  }

  @Test
  void aModelThatIsNotInstalledIsRefusedWithWhatToDo() {
    Answer answer = server.send("PUT", "/v1/galleries/people", "{}");

    assertProblem(answer, 409, "model-not-installed");
    assertThat(detail(answer)).contains("kith models install faces");
  }

  @Test
  void theNearestIdentityIsKnownAtOrAboveTheThreshold() {
    enrol("oak", "[1, 0, 0]");
    enrol("elm", "[0, 1, 0]");

    Map<String, Object> result = identify("{\"vector\": [0.9, 0.1, 0]}");

    assertThat(result)
        .containsEntry("decision", "known")
        .containsEntry("identity", "oak")
        .containsEntry("threshold", 0.8)
        .containsEntry("thresholdSource", "gallery")
        .containsEntry(
            "search", Map.of("structure", "scan", "exact", true, "compared", 2, "measured", 2));
    assertThat(number(result, "cosine")).isCloseTo(0.9939, within(1e-4));
    assertThat(number(result, "gap")).isCloseTo(0.9939 - 0.1104, within(1e-3));
    assertThat((List<?>) result.get("candidates")).hasSize(2);
  }

  @Test
  void unknownWhenTheBestCandidateIsBelowTheThreshold() {
    enrol("oak", "[1, 0, 0]");

    Map<String, Object> result = identify("{\"vector\": [1, 1, 1]}");

    assertThat(result).containsEntry("decision", "unknown").containsEntry("identity", null);
    assertThat(number(result, "cosine")).isCloseTo(0.577, within(1e-3));
  }

  @Test
  void unknownInAnEmptyGallery() {
    Map<String, Object> result = identify("{\"vector\": [1, 1, 1]}");

    assertThat(result).containsEntry("decision", "unknown").containsEntry("cosine", null);
    assertThat((List<?>) result.get("candidates")).isEmpty();
  }

  @Test
  void theRequestsThresholdDecidesAndIsNamed() {
    enrol("oak", "[1, 0, 0]");

    Map<String, Object> result = identify("{\"vector\": [1, 1, 1], \"threshold\": 0.5}");

    assertThat(result)
        .containsEntry("decision", "known")
        .containsEntry("thresholdSource", "request");
  }

  @Test
  void kCountsIdentitiesNotTemplates() {
    for (int i = 0; i < 5; i++) {
      enrol("oak", "[1, 0, 0.0" + i + "]");
    }
    enrol("elm", "[0, 1, 0]");
    enrol("ash", "[0, 0, 1]");

    Map<String, Object> result = identify("{\"vector\": [1, 0, 0], \"k\": 2}");

    assertThat((List<Map<String, Object>>) result.get("candidates"))
        .extracting(it -> it.get("identity"))
        .doesNotHaveDuplicates()
        .hasSize(2)
        .startsWith("oak");
  }

  @Test
  void aFilterLeavesOnlyMatchingIdentities() {
    putIdentity("oak", "{\"metadata\": {\"wood\": \"hard\", \"rings\": 80}}");
    putIdentity("fir", "{\"metadata\": {\"wood\": \"soft\", \"rings\": 30}}");
    enrol("oak", "[1, 0, 0]");
    enrol("fir", "[0, 1, 0]");

    assertThat(identify("{\"vector\": [1, 0, 0], \"filter\": {\"wood\": \"soft\"}}"))
        .containsEntry("decision", "unknown");
    assertThat(identify("{\"vector\": [1, 0, 0], \"filter\": {\"rings\": [30, 80]}}"))
        .containsEntry("identity", "oak");
  }

  @Test
  void aFilterComparesNumbersByValueHoweverTheyAreWritten() {
    putIdentity("oak", "{\"metadata\": {\"floor\": 3.0, \"code\": 7, \"one\": 1e0}}");
    enrol("oak", "[1, 0, 0]");

    for (String filter :
        List.of(
            "{\"floor\": 3}",
            "{\"floor\": \"3\"}",
            "{\"floor\": \"3.0\"}",
            "{\"code\": 7.0}",
            "{\"code\": \"7\"}",
            "{\"one\": 1}")) {
      assertThat(identify("{\"vector\": [1, 0, 0], \"filter\": %s}".formatted(filter)))
          .as(filter)
          .containsEntry("identity", "oak");
    }
  }

  @Test
  void aFilterHasSoManyKeysAndValuesAndNoMore() {
    enrol("oak", "[1, 0, 0]");

    assertThat(identify("{\"vector\": [1, 0, 0], \"filter\": {%s}}".formatted(keys(64))))
        .containsEntry("decision", "unknown");
    assertThat(identify("{\"vector\": [1, 0, 0], \"filter\": {\"a\": %s}}".formatted(values(256))))
        .containsEntry("decision", "unknown");

    Answer manyKeys = filtered("{%s}".formatted(keys(1_025)));
    assertProblem(manyKeys, 400, "invalid-request");
    assertThat(detail(manyKeys)).isEqualTo("filter: 1025 keys; use at most 64");
    Answer manyValues = filtered("{\"a\": %s}".formatted(values(257)));
    assertProblem(manyValues, 400, "invalid-request");
    assertThat(detail(manyValues)).isEqualTo("filter.a: 257 values; use at most 256");
  }

  private static Answer filtered(String filter) {
    String body = "{\"vector\": [1, 0, 0], \"filter\": %s}".formatted(filter);
    return server.send("POST", GALLERY + "/identify", body);
  }

  private static String keys(int count) {
    return IntStream.range(0, count)
        .mapToObj("\"key%d\": true"::formatted)
        .collect(Collectors.joining(", "));
  }

  private static String values(int count) {
    return IntStream.range(0, count).boxed().toList().toString();
  }

  @Test
  void whatIsDeletedIsNotFoundAnyMore() {
    enrol("oak", "[1, 0, 0]");
    enrol("elm", "[0, 1, 0]");

    assertThat(server.send("DELETE", IDENTITIES + "/oak").status()).isEqualTo(204);

    assertThat(identify("{\"vector\": [1, 0, 0]}")).containsEntry("decision", "unknown");
    assertProblem(server.send("GET", IDENTITIES + "/oak"), 404, "identity-not-found");
    assertProblem(server.send("DELETE", IDENTITIES + "/oak"), 404, "identity-not-found");
  }

  @Test
  void enrollingTheSameVectorAgainChangesNothing() {
    Answer first = enrol("oak", "[1, 0, 0]");
    Answer second = enrol("oak", "[1, 0, 0]");

    assertThat(template(first)).containsEntry("status", "enrolled");
    assertThat(template(second))
        .containsEntry("status", "already enrolled")
        .containsEntry("id", template(first).get("id"));
    assertThat(server.send("GET", GALLERY).json()).containsEntry("templates", 1);
  }

  @Test
  void theContentOfAnotherIdentityIsAcceptedWithAWarning() {
    enrol("oak", "[1, 0, 0]");
    Answer second = enrol("elm", "[1, 0, 0]");

    assertThat(second.status()).isEqualTo(200);
    assertThat((List<Object>) second.json().get("warnings"))
        .singleElement()
        .asString()
        .contains("oak");
  }

  @Test
  void aVectorThatIsNotOfNormOneIsNormalised() {
    enrol("oak", "[10, 0, 0]");

    assertThat(number(identify("{\"vector\": [0.001, 0, 0]}"), "cosine")).isEqualTo(1.0);
  }

  @Test
  void aRequestIsEnrolledWholeOrNotAtAll() {
    putIdentity("oak", "{}");
    Answer answer =
        server.send("POST", IDENTITIES + "/oak/templates", "{\"vectors\": [[1, 0, 0], [1, 0]]}");

    assertProblem(answer, 400, "invalid-vector");
    assertThat(server.send("GET", GALLERY).json()).containsEntry("templates", 0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"vector\": [1, 0]}                                    | 400 | dimension",
        "{\"vector\": [0, 0, 0]}                                 | 400 | zero",
        "{\"vector\": [NaN, 0, 0]}                               | 400 | ",
        "{\"vector\": [1e39, 0, 0]}                              | 400 | finite",
        "{\"vector\": []}                                        | 400 | vector",
        "{\"vector\": [1, null, 0]}                              | 400 | position 1 is no number",
        "{\"vectors\": [[1, null, 0]]}                           | 400 | position 1 is no number",
        "{\"vector\": [1, true, 0]}                              | 400 | position 1 is no number",
        "{\"vector\": [1, [1], 0]}                               | 400 | position 1 is no number",
        "{\"vector\": [1, \"0.5\", 0]}                           | 400 | position 1 is no number",
        "{\"vector\": \"text\"}                                  | 400 | 3 bytes",
        "{\"vector\": \"%%%\"}                                   | 400 | no base64",
        "{\"vector\": \"\"}                                      | 400 | vector",
        "{\"vector\": \"AACAPwAAAAA=\"}                          | 400 | dimension",
        "{\"vector\": \"AAAAAAAAAAAAAAAA\"}                      | 400 | zero",
        "{\"vector\": \"AADAfwAAAAAAAAAA\"}                      | 400 | finite",
        "{\"vector\": {\"0\": 1}}                                | 400 | array of numbers",
        "{\"vector\": 1}                                         | 400 | array of numbers",
        "{}                                                      | 400 | nothing to enrol",
        "{                                                       | 400 | ",
        "[]                                                      | 400 | ",
        "{\"vector\": [1, 0, 0], \"fingerprint\": \"other\"}     | 409 | other",
        "{\"image\": \"bm90IGFuIGltYWdl\"}                       | 404 | vectors",
        "{\"vector\": [1, 0, 0], \"subjects\": \"some\"}         | 400 | subjects",
        "{\"images\": [null]}                                    | 400 | null",
        "{\"vectors\": [null]}                                   | 400 | null",
        "{\"vectr\": [1, 0, 0]}                                  | 400 | vectr: is not known here",
        "{\"image\": \"%%%\"}                                     | 400 | image: is no base64",
      })
  void aBadEnrolmentIsRefusedAndChangesNothing(String body, int status, String detail) {
    putIdentity("oak", "{}");

    Answer answer = server.send("POST", IDENTITIES + "/oak/templates", body);

    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.contentType()).startsWith("application/problem+json");
    assertThat(detail(answer)).contains(detail == null ? "" : detail);
    assertThat(server.send("GET", GALLERY).json()).containsEntry("templates", 0);
  }

  @Test
  void anEnrolmentSaysWhoElseItLooksLikeUnlessTheyAreKnownToBeTwo() {
    putIdentity("oak", "{}");
    putIdentity("elm", "{}");
    enrol("oak", "[1, 0, 0]");

    Answer apart = enrol("elm", "[0, 1, 0]");
    Answer alike = enrol("elm", "[0.99, 0.01, 0]");
    Answer again = enrol("elm", "[0.99, 0.01, 0]");
    server.send("PUT", IDENTITIES + "/oak/distinct/elm", "");
    Answer distinct = enrol("elm", "[0.98, 0.02, 0]");

    assertThat(apart.objects("templates").getFirst()).containsEntry("looksLike", null);
    assertThat(alike.objects("templates").getFirst().get("looksLike"))
        .isInstanceOfSatisfying(
            Map.class, other -> assertThat(other).containsEntry("identity", "oak"));
    assertThat(alike.text()).contains("it looks like oak too (cosine 1.00)");
    assertThat(again.objects("templates").getFirst()).containsEntry("looksLike", null);
    assertThat(distinct.objects("templates").getFirst()).containsEntry("looksLike", null);
    assertThat(distinct.text()).contains("\"warnings\":[]");
  }

  @Test
  void aVectorMayBeItsFloatsInBase64() {
    putIdentity("oak", "{}");
    float[] probe = {0.6f, 0.8f, 0};

    Answer enrolled =
        server.send(
            "POST",
            IDENTITIES + "/oak/templates",
            "{\"vectors\": [\"%s\", [0.5, 0.8, 0.1]]}".formatted(base64(probe)));

    assertThat(enrolled.status()).as(enrolled.text()).isEqualTo(200);
    assertThat(enrolled.objects("templates")).hasSize(2);
    assertThat(identify("{\"vector\": \"%s\"}".formatted(base64(probe))))
        .isEqualTo(identify("{\"vector\": [0.6, 0.8, 0]}"))
        .containsEntry("identity", "oak")
        .containsEntry("cosine", 1.0);
  }

  @Test
  void aVectorOfTooManyValuesIsRefused() {
    String numbers = "[" + "1,".repeat(4_096) + "1]";

    for (String vector : List.of(numbers, '"' + base64(new float[4_097]) + '"')) {
      Answer answer = server.send("POST", GALLERY + "/identify", "{\"vector\": " + vector + "}");
      assertProblem(answer, 400, "invalid-request");
      assertThat(detail(answer)).contains("vector has more than 4096 values");
    }
  }

  private static String base64(float... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  @Test
  void aBodyOfTooManyValuesIsRefusedBeforeItIsRead() {
    String many = "[" + "1,".repeat(600_000) + "1]";

    Answer vector = server.send("POST", GALLERY + "/identify", "{\"vector\": " + many + "}");
    Answer filter =
        server.send("POST", GALLERY + "/identify", "{\"filter\": {\"a\": " + many + "}}");

    assertProblem(vector, 400, "invalid-request");
    assertThat(detail(vector)).contains("more than 500000 values");
    assertProblem(filter, 400, "invalid-request");
    assertThat(detail(filter)).contains("more than 500000 values");
  }

  @Test
  void aConditionThatNothingCanDependOnIsRefused() {
    putIdentity("oak", "{}");
    for (String path : List.of(GALLERY, IDENTITIES + "/oak/merge", IDENTITIES + "/oak/move")) {
      Answer answer =
          server.send(
              HttpRequest.newBuilder(server.uri(path))
                  .header("Content-Type", "application/json")
                  .header("If-Match", "\"1\"")
                  .method(path.equals(GALLERY) ? "PUT" : "POST", BodyPublishers.ofString("{}")));
      assertProblem(answer, 400, "invalid-request");
      assertThat(detail(answer)).contains("If-Match: is not for this");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                                       | 400 | exactly one",
        "{\"vector\": [1, 0, 0], \"image\": \"AAAA\"}             | 400 | exactly one",
        "{\"vector\": [1, 0, 0], \"k\": 0}                        | 400 | k:",
        "{\"vector\": [1, 0, 0], \"k\": 1000000}                  | 400 | k:",
        "{\"vector\": [1, 0, 0], \"k\": \"many\"}                 | 400 | ",
        "{\"vector\": [1, 0, 0], \"threshold\": 1.5}              | 400 | threshold",
        "{\"vector\": [1, 0, 0], \"filter\": {\"a\": {\"b\": 1}}} | 400 | filter.a",
        "{\"vector\": [1, 0, 0], \"filter\": {\"a\": []}}         | 400 | filter.a",
        "{\"vector\": [1, 0, 0, 0]}                               | 400 | dimension",
        "{\"vector\": [1, 0, 0], \"fingerprint\": \"other\"}      | 409 | other",
      })
  void aBadIdentificationIsRefusedWithWhatToChange(String body, int status, String detail) {
    Answer answer = server.send("POST", GALLERY + "/identify", body);

    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.contentType()).startsWith("application/problem+json");
    assertThat(detail(answer)).contains(detail == null ? "" : detail);
  }

  @Test
  void verificationComparesWithTheIdentityClaimed() {
    enrol("oak", "[1, 0, 0]");
    enrol("elm", "[0, 1, 0]");
    putIdentity("ash", "{}");

    Answer right = verify("{\"identity\": \"oak\", \"vector\": [1, 0.1, 0], \"threshold\": 0.9}");
    Answer wrong = verify("{\"identity\": \"elm\", \"vector\": [1, 0.1, 0], \"threshold\": 0.9}");

    assertThat(right.json()).containsEntry("match", true);
    assertThat(wrong.json()).containsEntry("match", false);
    assertProblem(
        verify("{\"identity\": \"ash\", \"vector\": [1, 0, 0], \"threshold\": 0.9}"),
        409,
        "no-templates");
    assertProblem(
        verify("{\"identity\": \"yew\", \"vector\": [1, 0, 0], \"threshold\": 0.9}"),
        404,
        "identity-not-found");
    assertProblem(verify("{\"identity\": \"oak\", \"vector\": [1, 0, 0]}"), 400, "invalid-request");
    assertProblem(verify("{\"vector\": [1, 0, 0], \"threshold\": 0.9}"), 400, "invalid-request");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a/b",
        "it's \"quoted\"",
        "😀 emoji",
        "a b+c",
        "a/",
        "...",
        "%2F",
        "a?b#c",
        "ключ"
      })
  void anyTextCanBeAnId(String id) {
    String path = IDENTITIES + "/" + encode(id);

    assertThat(server.send("PUT", path, "{\"label\": \"x\"}").status()).isEqualTo(201);
    assertThat(server.send("POST", path + "/templates", "{\"vector\": [0, 0, 1]}").status())
        .isEqualTo(200);
    assertThat(server.send("GET", path).json()).containsEntry("id", id).containsEntry("label", "x");
    assertThat(identify("{\"vector\": [0, 0, 1]}")).containsEntry("identity", id);
    assertThat(server.send("DELETE", path).status()).isEqualTo(204);
  }

  @ParameterizedTest
  @ValueSource(strings = {"%2e%2e", "%2E", "a%0Ab"})
  void anIdThatAPathCannotCarryIsRefused(String id) {
    assertProblem(server.send("PUT", IDENTITIES + "/" + id, "{}"), 400, "invalid-request");
  }

  @Test
  void whatClientsMakeOfTheIdOfAFolderTouchesNoGallery() {
    assertProblem(server.send("DELETE", GALLERY + "/"), 400, "invalid-request");
    assertProblem(server.send("PUT", IDENTITIES + "/oak/", "{}"), 400, "invalid-request");

    assertThat(server.send("GET", GALLERY).status()).isEqualTo(200);
  }

  @Test
  void aLabelIsPrintable() {
    assertProblem(
        server.send("PUT", IDENTITIES + "/oak", "{\"label\": \"\\u001b[2J\"}"),
        400,
        "invalid-request");
  }

  @Test
  void aHugeIdIsRefused() {
    assertProblem(
        server.send("PUT", IDENTITIES + "/" + "x".repeat(3_000), "{}"), 400, "invalid-request");
    Answer tenKilobytes = server.send("PUT", IDENTITIES + "/" + "x".repeat(10_000), "{}");
    assertThat(tenKilobytes.status()).isBetween(400, 414);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a%2Fb", "%F0%9F%98%80", "-a", "a%20b", ".hidden"})
  void aGallerysNameIsPlain(String name) {
    assertProblem(
        server.send("PUT", "/v1/galleries/" + name, "{\"model\": \"m\", \"dimension\": 3}"),
        400,
        "invalid-request");
  }

  @Test
  void unknownGalleriesAndIdentitiesAreNotFound() {
    assertProblem(server.send("GET", "/v1/galleries/none"), 404, "gallery-not-found");
    assertProblem(
        server.send("POST", "/v1/galleries/none/identify", "{\"vector\": [1, 0, 0]}"),
        404,
        "gallery-not-found");
    assertProblem(
        server.send("POST", IDENTITIES + "/none/templates", "{\"vector\": [1, 0, 0]}"),
        404,
        "identity-not-found");
    assertProblem(server.send("GET", "/v1/nothing"), 404, "not-found");
  }

  @Test
  void aPatchMergesIntoTheMetadata() {
    putIdentity(
        "oak", "{\"label\": \"Oak\", \"metadata\": {\"a\": 1, \"b\": {\"c\": 2, \"d\": 3}}}");

    Answer patched =
        server.send(
            "PATCH",
            IDENTITIES + "/oak",
            "{\"metadata\": {\"a\": null, \"b\": {\"c\": 5}, \"e\": \"new\"}}");

    assertThat(patched.status()).isEqualTo(200);
    assertThat(patched.json())
        .containsEntry("label", "Oak")
        .containsEntry("metadata", Map.of("b", Map.of("c", 5, "d", 3), "e", "new"));
    assertThat(server.send("PATCH", IDENTITIES + "/oak", "{\"label\": null}").json())
        .containsEntry("label", null);
    assertProblem(
        server.send("PATCH", IDENTITIES + "/oak", "{\"id\": \"elm\"}"), 400, "invalid-request");
  }

  @Test
  void anIdentityWithoutAnIdGetsOne() {
    Answer added = server.send("POST", IDENTITIES, "{\"label\": \"Oak\"}");

    assertThat(added.status()).isEqualTo(201);
    String id = (String) added.json().get("id");
    assertThat(server.send("GET", IDENTITIES + "/" + id).json()).containsEntry("label", "Oak");
  }

  @Test
  void pagesListEveryIdentityOnce() {
    for (int i = 0; i < 25; i++) {
      putIdentity("tree-" + i, "{}");
    }
    List<Object> ids = new ArrayList<>();
    String next = "";
    do {
      Answer page = server.send("GET", IDENTITIES + "?limit=10" + next);
      page.objects("identities").forEach(it -> ids.add(it.get("id")));
      Object cursor = page.json().get("next");
      next = cursor == null ? null : "&cursor=" + encode((String) cursor);
    } while (next != null);

    assertThat(ids).hasSize(25).doesNotHaveDuplicates();
    assertProblem(server.send("GET", IDENTITIES + "?cursor=!!"), 400, "invalid-request");
    assertProblem(server.send("GET", IDENTITIES + "?limit=0"), 400, "invalid-request");
    assertProblem(server.send("GET", IDENTITIES + "?limit=x"), 400, "invalid-request");
  }

  @Test
  void templatesAreShownAndDeleted() {
    Object id = template(enrol("oak", "[1, 0, 0]")).get("id");
    String path = IDENTITIES + "/oak/templates/" + id;

    assertThat(server.send("GET", path).json()).containsEntry("id", id);
    assertThat(server.send("DELETE", path).status()).isEqualTo(204);
    assertProblem(server.send("GET", path), 404, "template-not-found");
    assertThat(identify("{\"vector\": [1, 0, 0]}")).containsEntry("decision", "unknown");
  }

  @Test
  void metadataHasALimit() {
    String large = "{\"metadata\": {\"a\": \"" + "x".repeat(20_000) + "\"}}";

    assertProblem(server.send("PUT", IDENTITIES + "/oak", large), 413, "too-large");
    assertProblem(server.send("GET", IDENTITIES + "/oak"), 404, "identity-not-found");
  }

  @Test
  void metadataDoNotGrowBeyondTheirLimitByManyPatches() {
    server.send("PUT", IDENTITIES + "/oak", "{}");
    String text = "x".repeat(9_000);
    String first = "{\"metadata\": {\"a\": \"%s\"}}".formatted(text);
    String second = "{\"metadata\": {\"b\": \"%s\"}}".formatted(text);

    assertThat(server.send("PATCH", IDENTITIES + "/oak", first).status()).isEqualTo(200);
    assertProblem(server.send("PATCH", IDENTITIES + "/oak", second), 413, "too-large");
    String other = "{\"metadata\": {\"a\": null, \"b\": \"%s\"}}".formatted(text);
    assertThat(server.send("PATCH", IDENTITIES + "/oak", other).status()).isEqualTo(200);
  }

  @Test
  void aBodyAboveTheLimitIsRefused() {
    putIdentity("oak", "{}");
    String body = "{\"image\": \"" + "A".repeat(60 << 20) + "\"}";

    assertThat(server.send("POST", IDENTITIES + "/oak/templates", body).status()).isEqualTo(413);
    assertThat(server.send("GET", GALLERY).json()).containsEntry("templates", 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "garbage",
        "--b\r\n\r\nx\r\n--b--\r\n",
        "--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n",
        "--b\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a\"\r\n\r\nx",
        "--b\r\nContent-Disposition: form-data; name=\"k\"\r\nContent-Type: text/plain; charset=no\r\n\r\n1\r\n--b--\r\n",
        "--b\r\nContent-Disposition: form-data; name=\"k\"\r\nContent-Transfer-Encoding: no\r\n\r\n1\r\n--b--\r\n",
        "--b\r\nContent-Disposition: form-data; name=\"k\"\r\nContent-Type: multipart/mixed\r\n\r\n1\r\n--b--\r\n",
      })
  void aBrokenFormIsRefused(String body) {
    Answer answer =
        server.send(
            HttpRequest.newBuilder(server.uri(GALLERY + "/identify"))
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(BodyPublishers.ofString(body)));

    assertProblem(answer, 400, "invalid-request");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "vector | [1, 0, 0] | vectors are sent in a body of JSON",
        "image  | ada.jpg   | text and no image; send the file itself, with curl: -F image=@FILE",
        "image  | größe.jpg | text and no image"
      })
  void aPartThatCannotBeTakenSaysHowToSendIt(String name, String content, String advice) {
    Answer answer =
        server.send(
            HttpRequest.newBuilder(server.uri(GALLERY + "/identify"))
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(
                    BodyPublishers.ofString(
                        "--b\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n--b--\r\n"
                            .formatted(name, content))));

    assertProblem(answer, 400, "invalid-request");
    assertThat(answer.text()).contains(advice);
  }

  @Test
  void aFormOfTooManyPartsIsRefused() {
    putIdentity("oak", "{}");
    String part =
        "--b\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a\"\r\n\r\nx\r\n";
    Answer answer =
        server.send(
            HttpRequest.newBuilder(server.uri(IDENTITIES + "/oak/templates"))
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(BodyPublishers.ofString(part.repeat(1_000) + "--b--\r\n")));

    assertThat(answer.status()).as(answer.text()).isIn(400, 413);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[1]",
        "\"x\"",
        "{\"label\": {}}",
        "{\"metadata\": []}",
        "{\"lable\": \"x\"}"
      })
  void aBodyThatCannotBeReadIsRefusedInPlainWords(String body) {
    Answer answer = server.send("PUT", IDENTITIES + "/oak", body);

    assertProblem(answer, 400, "invalid-request");
    assertThat(answer.text())
        .doesNotContain("io.kith")
        .doesNotContain("Source")
        .doesNotContain("argument [");
  }

  @Test
  void aNumberThatJsonCannotSayAgainIsRefused() {
    assertProblem(
        server.send("PUT", IDENTITIES + "/oak", "{\"metadata\": {\"a\": [{\"b\": 1e400}]}}"),
        400,
        "invalid-request");
  }

  @Test
  void anIdThatIsNoUtf8IsRefused() {
    assertProblem(server.send("PUT", IDENTITIES + "/%ff%fe", "{}"), 400, "invalid-request");
  }

  @Test
  void aRequestWithoutAContentTypeIsToldWhichToSend() {
    Answer answer =
        server.send(
            HttpRequest.newBuilder(server.uri(GALLERY + "/identify"))
                .POST(BodyPublishers.ofString("x")));

    assertThat(answer.status()).isIn(400, 415);
    assertThat(detail(answer)).contains("Content-Type");
  }

  @Test
  void deletingAGalleryWhileOthersUseItFailsNobody() throws Exception {
    String path = "/v1/galleries/shared";
    Set<Integer> statuses = ConcurrentHashMap.newKeySet();
    try (ExecutorService clients = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 200; i++) {
        clients.execute(
            () -> {
              String model = "{\"model\": \"m\", \"dimension\": 3, \"threshold\": 0.5}";
              statuses.add(server.send("PUT", path, model).status());
              statuses.add(server.send("DELETE", path).status());
            });
        clients.execute(
            () -> {
              String identity = path + "/identities/a";
              statuses.add(server.send("PUT", identity, "{}").status());
              statuses.add(
                  server.send("POST", identity + "/templates", "{\"vector\": [1, 0, 0]}").status());
              statuses.add(
                  server.send("POST", path + "/identify", "{\"vector\": [1, 0, 0]}").status());
            });
      }
    }

    assertThat(statuses).isSubsetOf(200, 201, 204, 404);
  }

  @Test
  void pagesOfOtherSitesAreRefused() {
    HttpRequest.Builder foreign =
        HttpRequest.newBuilder(server.uri("/v1/galleries")).header("Origin", "https://example.org");

    assertProblem(server.send(foreign), 403, "forbidden");
  }

  @Test
  void theOtherMethodsAndTypesAreRefusedAsProblems() {
    assertProblem(server.send("POST", GALLERY, "{}"), 405, "method-not-allowed");
    Answer text =
        server.send(
            HttpRequest.newBuilder(server.uri(GALLERY + "/identify"))
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("x")));
    assertProblem(text, 415, "unsupported-media-type");
  }

  @Test
  void healthMetricsAndOpenApiAreServed() {
    assertThat(server.send("GET", "/health").json()).containsEntry("status", "UP");
    assertThat(server.send("GET", "/health/readiness").status()).isEqualTo(200);
    identify("{\"vector\": [1, 0, 0]}");
    assertThat(server.send("GET", "/prometheus").text())
        .contains("kith_stage_seconds_count{gallery=\"plants\",stage=\"search\"");
    assertThat(server.send("GET", "/openapi/kith.yml").text())
        .contains("/v1/galleries/{gallery}/identify");
  }

  private static Answer enrol(String identity, String vector) {
    if (server.send("GET", IDENTITIES + "/" + identity).status() == 404) {
      putIdentity(identity, "{}");
    }
    Answer answer =
        server.send(
            "POST", IDENTITIES + "/" + identity + "/templates", "{\"vector\": " + vector + "}");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer;
  }

  private static void putIdentity(String identity, String body) {
    assertThat(server.send("PUT", IDENTITIES + "/" + identity, body).status()).isIn(200, 201);
  }

  private static Map<String, Object> identify(String body) {
    Answer answer = server.send("POST", GALLERY + "/identify", body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.objects("results").getFirst();
  }

  private static Answer verify(String body) {
    return server.send("POST", GALLERY + "/verify", body);
  }

  private static Map<String, Object> template(Answer answer) {
    return answer.objects("templates").getFirst();
  }

  private static double number(Map<String, Object> json, String key) {
    return ((Number) Objects.requireNonNull(json.get(key))).doubleValue();
  }

  private static String detail(Answer answer) {
    return String.valueOf(answer.json().get("detail"));
  }

  private static void assertProblem(Answer answer, int status, String kind) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.contentType()).startsWith("application/problem+json");
    assertThat(answer.json())
        .containsEntry("type", "urn:kith:problem:" + kind)
        .containsEntry("status", status)
        .containsKeys("title", "detail", "instance");
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
