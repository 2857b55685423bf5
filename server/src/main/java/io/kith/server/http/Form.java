package io.kith.server.http;

import io.kith.server.api.ProblemKind;
import io.micronaut.http.exceptions.ContentLengthExceededException;
import io.micronaut.http.multipart.CompletedPart;
import io.micronaut.http.server.multipart.MultipartBody;
import io.micronaut.serde.ObjectMapper;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;

/**
 * A multipart/form-data body, read whole: images in parts of one name or more, and text fields. Not
 * thread-safe.
 */
final class Form {

  private static final Logger log = LoggerFactory.getLogger(Form.class);

  private final Map<String, List<byte[]>> parts;

  private Form(Map<String, List<byte[]>> parts) {
    this.parts = parts;
  }

  /**
   * Reads a body; blocks until all of it has arrived.
   *
   * @param form the record of {@link Forms} whose components are the parts that it may have
   */
  static Form read(MultipartBody body, Class<? extends Record> form) {
    List<String> allowed =
        Stream.of(form.getRecordComponents()).map(RecordComponent::getName).sorted().toList();
    Map<String, List<byte[]>> parts = new LinkedHashMap<>();
    List<CompletedPart> received = parts(body);
    for (CompletedPart part : received) {
      parts.computeIfAbsent(part.getName(), _ -> new ArrayList<>()).add(bytes(part));
    }
    parts.keySet().stream()
        .filter(name -> !allowed.contains(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw ProblemKind.INVALID_REQUEST.with(
                  "part %s is not known here; use %s".formatted(name, String.join(", ", allowed)));
            });
    return new Form(parts);
  }

  private static List<CompletedPart> parts(MultipartBody body) {
    try {
      return Flux.from(body).collectList().blockOptional().orElse(List.of());
    } catch (ContentLengthExceededException e) {
      throw e;
    } catch (RuntimeException e) {
      // Whatever netty meets in a form that is broken, or has more parts than it takes.
      log.debug("unreadable form", e);
      throw ProblemKind.INVALID_REQUEST.with(
          "the form cannot be read; send one that is whole, with at most 128 parts");
    }
  }

  /** Contents of all parts of this name, in their order. */
  List<byte[]> all(String name) {
    return parts.getOrDefault(name, List.of());
  }

  /** Content of the only part of this name; null when there is none. */
  byte @Nullable [] one(String name) {
    List<byte[]> all = all(name);
    if (all.size() > 1) {
      throw ProblemKind.INVALID_REQUEST.with(
          "part %s was sent %d times; send it once".formatted(name, all.size()));
    }
    return all.isEmpty() ? null : all.getFirst();
  }

  /** Text of the only part of this name; null when there is none. */
  @Nullable String text(String name) {
    byte[] content = one(name);
    return content == null ? null : new String(content, StandardCharsets.UTF_8).strip();
  }

  @Nullable Integer integer(String name) {
    String text = text(name);
    try {
      return text == null ? null : Integer.valueOf(text);
    } catch (NumberFormatException e) {
      throw ProblemKind.INVALID_REQUEST.with(name + ": \"" + text + "\" is not a whole number");
    }
  }

  @Nullable Double number(String name) {
    String text = text(name);
    try {
      return text == null ? null : Double.valueOf(text);
    } catch (NumberFormatException e) {
      throw ProblemKind.INVALID_REQUEST.with(name + ": \"" + text + "\" is not a number");
    }
  }

  /** JSON object in the only part of this name; null when there is none. */
  @SuppressWarnings("unchecked") // JSON objects have text keys
  @Nullable Map<String, Object> object(String name, ObjectMapper json) {
    byte[] content = one(name);
    try {
      return content == null ? null : json.readValue(content, Map.class);
    } catch (IOException e) {
      throw ProblemKind.INVALID_REQUEST.with(name + ": is not a JSON object");
    }
  }

  private static byte[] bytes(CompletedPart part) {
    try {
      return part.getBytes();
    } catch (IOException e) {
      throw ProblemKind.INVALID_REQUEST.with("part " + part.getName() + " did not arrive whole");
    }
  }
}
