package io.kith.server.http;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/** The API's document: what it says of each operation's answers. */
final class ApiDocument {

  private static final String ADDRESS = "https://kith.test/kith.yml";

  private final List<Operation> operations;
  private final SchemaRegistry schemas;

  /**
   * @param pointer where it is in the document, as a JSON pointer
   * @param statuses its answers: of each the media types that its body may have
   */
  private record Operation(
      String method, Pattern path, String pointer, Map<String, Map<String, Object>> statuses) {

    boolean is(String otherMethod, String otherPath) {
      return method.equalsIgnoreCase(otherMethod) && path.matcher(otherPath).matches();
    }
  }

  private ApiDocument(List<Operation> operations, String text) {
    this.operations = operations;
    this.schemas =
        SchemaRegistry.withDialect(
            Dialects.getOpenApi31(), registry -> registry.schemas(Map.of(ADDRESS, text)));
  }

  @SuppressWarnings("unchecked") // an OpenAPI document has this form
  static ApiDocument read() {
    String text = text();
    Map<String, Map<String, Map<String, Map<String, Map<String, Map<String, Object>>>>>> api =
        new Yaml().load(text);
    return new ApiDocument(
        requireNonNull(api.get("paths")).entrySet().stream()
            .flatMap(
                path ->
                    path.getValue().entrySet().stream()
                        .map(it -> operation(path.getKey(), it.getKey(), it.getValue())))
            .toList(),
        text);
  }

  /** The document, as it is served. */
  static String text() {
    try (InputStream document =
        ApiDocument.class.getResourceAsStream("/META-INF/swagger/kith.yml")) {
      return new String(requireNonNull(document).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Operation operation(
      String path, String method, Map<String, Map<String, Map<String, Object>>> operation) {
    return new Operation(
        method,
        Pattern.compile(path.replaceAll("\\{\\w+}", "[^/]+")),
        "/paths/%s/%s".formatted(escaped(path), method),
        requireNonNull(operation.get("responses")));
  }

  private static String escaped(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }

  /**
   * Fails unless all operations of this method and path declare such an answer: its status, and
   * where it is JSON the schema of its body, or of each line.
   */
  void check(String method, String path, int status, String type, String body) {
    operations.stream()
        .filter(it -> it.is(method, path))
        .forEach(it -> check(it, String.valueOf(status), type.replaceAll(";.*", ""), body));
  }

  private void check(Operation operation, String status, String type, String body) {
    assertThat(operation.statuses()).as(operation.pointer()).containsKey(status);
    if (!type.endsWith("json") || body.isEmpty()) {
      return;
    }
    Schema schema =
        schemas.getSchema(
            SchemaLocation.of(
                "%s#%s/responses/%s/content/%s/schema"
                    .formatted(ADDRESS, operation.pointer(), status, escaped(type))));
    Stream<String> documents = type.endsWith("ndjson") ? body.lines() : Stream.of(body);
    assertThat(documents)
        .as("%s, %s", operation.pointer(), status)
        .allSatisfy(it -> assertThat(schema.validate(it, InputFormat.JSON)).as(it).isEmpty());
  }
}
