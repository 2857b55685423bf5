package io.kith.server.http;

import io.kith.server.api.ProblemException;
import io.kith.server.api.ProblemKind;
import io.micronaut.http.exceptions.ContentLengthExceededException;
import io.micronaut.http.multipart.CompletedFileUpload;
import io.micronaut.http.multipart.CompletedPart;
import io.micronaut.http.server.multipart.MultipartBody;
import io.micronaut.serde.ObjectMapper;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A multipart/form-data body, read whole: images in parts of one name or more, and text fields. Not
 * thread-safe.
 */
final class Form {

  private static final int START_OF_TEXT = 1_000;

  private static final Logger log = LoggerFactory.getLogger(Form.class);

  private final Map<String, List<byte[]>> parts;

  private Form(Map<String, List<byte[]>> parts) {
    this.parts = parts;
  }

  /**
   * Reads a body, and waits until all of it has arrived.
   *
   * @param form the record of {@link Forms} whose components are the parts that it may have
   */
  static Form read(MultipartBody body, Class<? extends Record> form) {
    return arriving(body, form).blockOptional().orElseThrow();
  }

  /** Reads a body while no thread waits for it. */
  static Mono<Form> arriving(MultipartBody body, Class<? extends Record> form) {
    Map<String, RecordComponent> allowed =
        Stream.of(form.getRecordComponents())
            .collect(
                Collectors.toMap(RecordComponent::getName, it -> it, (a, _) -> a, TreeMap::new));
    return Flux.from(body)
        .collectList()
        .onErrorMap(Form::unreadable)
        .map(received -> of(received, allowed));
  }

  private static Form of(List<CompletedPart> received, Map<String, RecordComponent> allowed) {
    Map<String, List<byte[]>> parts = new LinkedHashMap<>();
    Set<String> texts = new HashSet<>();
    for (CompletedPart part : received) {
      byte[] content = bytes(part);
      parts.computeIfAbsent(part.getName(), _ -> new ArrayList<>()).add(content);
      if (!(part instanceof CompletedFileUpload) && isText(content)) {
        texts.add(part.getName());
      }
    }
    for (String name : parts.keySet()) {
      RecordComponent field = allowed.get(name);
      if (field == null) {
        throw ProblemKind.INVALID_REQUEST.with(
            "part %s is not known here; use %s%s"
                .formatted(
                    name,
                    String.join(", ", allowed.keySet()),
                    name.startsWith("vector") ? "; vectors are sent in a body of JSON" : ""));
      }
      if (isImage(field) && texts.contains(name)) {
        throw ProblemKind.INVALID_REQUEST.with(
            "part %s is text and no image; send the file itself, with curl: -F %s=@FILE"
                .formatted(name, name));
      }
    }
    return new Form(parts);
  }

  private static boolean isImage(RecordComponent field) {
    return field.getType() == byte[].class || field.getType() == List.class;
  }

  /* Images have control characters soon, in every format. */
  private static boolean isText(byte[] content) {
    String start =
        new String(content, 0, Math.min(content.length, START_OF_TEXT), StandardCharsets.UTF_8);
    return !start.isEmpty() && start.chars().noneMatch(Character::isISOControl);
  }

  private static Throwable unreadable(Throwable fault) {
    if (fault instanceof ContentLengthExceededException
        || fault instanceof ProblemException
        || fault instanceof IOException) {
      return fault; // too long, or no room for it, or the client is gone
    }
    // Whatever netty meets in a form that is broken, or has more parts than it takes.
    log.debug("unreadable form", fault);
    return ProblemKind.INVALID_REQUEST.with(
        "the form cannot be read; send one that is whole, with at most 128 parts");
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
