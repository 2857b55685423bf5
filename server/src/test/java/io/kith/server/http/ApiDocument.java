package io.kith.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.Yaml;

/** The API's document: what it says of each operation. */
final class ApiDocument {

  private final List<Operation> operations;

  private record Operation(String method, Pattern path, Set<String> statuses) {}

  private ApiDocument(List<Operation> operations) {
    this.operations = operations;
  }

  @SuppressWarnings("unchecked") // an OpenAPI document has this form
  static ApiDocument read() {
    try (InputStream document =
        ApiDocument.class.getResourceAsStream("/META-INF/swagger/kith.yml")) {
      Map<String, Map<String, Map<String, Map<String, Map<String, Object>>>>> api =
          new Yaml().load(document);
      return new ApiDocument(
          Objects.requireNonNull(api.get("paths")).entrySet().stream()
              .flatMap(
                  path ->
                      path.getValue().entrySet().stream()
                          .map(it -> operation(path.getKey(), it.getKey(), it.getValue())))
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Operation operation(
      String path, String method, Map<String, Map<String, Object>> operation) {
    return new Operation(
        method.toUpperCase(Locale.ROOT),
        Pattern.compile(path.replaceAll("\\{\\w+}", "[^/]+")),
        Objects.requireNonNull(operation.get("responses")).keySet());
  }

  /** Whether an operation of this document declares an answer; true where it is of none. */
  boolean declares(String method, String path, int status) {
    return operations.stream()
        .filter(it -> it.method().equals(method) && it.path().matcher(path).matches())
        .allMatch(it -> it.statuses().contains(String.valueOf(status)));
  }
}
