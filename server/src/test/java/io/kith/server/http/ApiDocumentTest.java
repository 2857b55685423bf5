package io.kith.server.http;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.serde.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** What the API's document says beyond the answers, which {@link TestServer} checks. */
final class ApiDocumentTest {

  private static final String IDENTITIES = "/v1/galleries/{gallery}/identities";

  private final Object document = new Yaml().load(ApiDocument.text());

  @Test
  void descriptionsAreWholeAndInNoOtherLanguage() {
    assertThat(descriptions(document).toList())
        .hasSizeGreaterThan(100)
        .allSatisfy(
            it ->
                assertThat(it)
                    .doesNotContain("#", "```", "{@")
                    .doesNotContainPattern("`[^`\n]*\n[^`]*`"));
  }

  private static Stream<String> descriptions(Object node) {
    return switch (node) {
      case Map<?, ?> map ->
          map.entrySet().stream()
              .flatMap(
                  it ->
                      it.getKey().equals("description") && it.getValue() instanceof String text
                          ? Stream.of(text)
                          : descriptions(it.getValue()));
      case List<?> list -> list.stream().flatMap(ApiDocumentTest::descriptions);
      default -> Stream.empty();
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "IdentifyRequest",
        "VerifyRequest",
        "EnrolRequest",
        "RejectionRequest",
        "BulkLine"
      })
  void whatIsShownIsAnImageOrAVectorInEitherForm(String schema) {
    assertThat(property(schema, "image").get("type")).asList().contains("null");
    assertThat(property(schema, "vector").get("anyOf"))
        .asList()
        .map(ApiDocumentTest::object)
        .satisfiesExactlyInAnyOrder(
            none -> assertThat(none).containsEntry("type", "null"),
            some -> assertThat(some).containsEntry("$ref", "#/components/schemas/Vector"));
  }

  @Test
  void aVectorIsNumbersOrBase64() {
    assertThat(at("components", "schemas", "Vector").get("oneOf"))
        .asList()
        .map(it -> object(it).get("type"))
        .containsExactly("array", "string");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GalleryRequest", "CalibrationRequest"})
  void aTargetIsAboveNothing(String schema) {
    assertThat(property(schema, "targetFpir"))
        .containsEntry("exclusiveMinimum", 0)
        .containsEntry("maximum", 0.5)
        .doesNotContainKey("minimum");
  }

  @Test
  void aPrefixHasItsLengths() {
    assertThat((List<?>) at("paths", IDENTITIES, "get").get("parameters"))
        .map(ApiDocumentTest::object)
        .filteredOn(it -> "prefix".equals(it.get("name")))
        .singleElement()
        .extracting(it -> it.get("schema"), as(InstanceOfAssertFactories.MAP))
        .containsEntry("minLength", 1)
        .containsEntry("maxLength", 256);
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "application/merge-patch+json"})
  void aPatchIsAnIdentity(String type) {
    assertThat(
            at(
                "paths",
                IDENTITIES + "/{identity}",
                "patch",
                "requestBody",
                "content",
                type,
                "schema"))
        .containsEntry("$ref", "#/components/schemas/IdentityRequest");
  }

  @Test
  void eventsAreText() {
    assertThat(
            at(
                "paths",
                "/v1/jobs/{job}/events",
                "get",
                "responses",
                "200",
                "content",
                "text/event-stream",
                "schema"))
        .containsEntry("type", "string");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/embed", "/v1/verify"})
  void anExampleWithImagesIsAnswered(String path, @TempDir Path home) throws IOException {
    Map<String, Object> examples =
        at("paths", path, "post", "requestBody", "content", "application/json", "examples");
    try (TestServer server = new TestServer(home)) {
      String sent =
          server
              .bean(ObjectMapper.class)
              .writeValueAsString(
                  requireNonNull(object(examples.values().iterator().next()).get("value")));

      assertThat(server.send("POST", path, sent).status()).as(sent).isEqualTo(200);
    }
  }

  private Map<String, Object> property(String schema, String name) {
    return at("components", "schemas", schema, "properties", name);
  }

  private Map<String, Object> at(String... keys) {
    Object node = document;
    for (String key : keys) {
      node = requireNonNull(object(node).get(key), key);
    }
    return object(node);
  }

  @SuppressWarnings("unchecked") // an OpenAPI document has this form
  private static Map<String, Object> object(Object node) {
    return (Map<String, Object>) node;
  }
}
