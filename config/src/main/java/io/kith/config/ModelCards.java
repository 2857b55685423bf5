package io.kith.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Reads model cards, those that ship with Kith and files of the same format, and the card of the
 * demo's photographs. Thread-safe.
 */
public final class ModelCards {

  private static final List<String> BUILT_IN = List.of("faces", "glyphs");

  private final ObjectMapper yaml =
      new ObjectMapper(new YAMLFactory())
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .setSerializationInclusion(JsonInclude.Include.NON_NULL);

  /** The cards that ship with Kith. */
  public List<ModelCard> builtIn() {
    return BUILT_IN.stream()
        .map(name -> resource("/models/" + name + ".yml", ModelCard.class))
        .toList();
  }

  /** The photographs that the demo shows Kith with. */
  public Photographs photographs() {
    return resource("/photographs.yml", Photographs.class);
  }

  /**
   * Reads a card from a YAML file.
   *
   * @throws IllegalArgumentException when the file is no valid card; the message names the file and
   *     the fault
   * @throws UncheckedIOException when the file cannot be read
   */
  public ModelCard read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return parse(in, file.toString(), ModelCard.class);
    } catch (IOException e) {
      throw new UncheckedIOException("model card " + file, e);
    }
  }

  /**
   * Writes a card as YAML, in place of one that may be there.
   *
   * @throws UncheckedIOException when the file cannot be written
   */
  public void write(ModelCard card, Path file) {
    try {
      Path next = file.resolveSibling(file.getFileName() + ".next");
      yaml.writeValue(next.toFile(), card);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("model card " + file, e);
    }
  }

  private <T> T resource(String path, Class<T> type) {
    try (InputStream in = ModelCards.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("missing resource " + path);
      }
      return parse(in, path, type);
    } catch (IOException e) {
      throw new UncheckedIOException(path, e);
    }
  }

  private <T> T parse(InputStream in, String origin, Class<T> type) throws IOException {
    try {
      return yaml.readValue(in, type);
    } catch (JsonMappingException e) {
      throw new IllegalArgumentException("card %s: %s".formatted(origin, fault(e)), e);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("card " + origin + ": " + e.getOriginalMessage(), e);
    }
  }

  /* The parser speaks of its types and options; who writes a card needs the field and what is wrong with it. */
  private static String fault(JsonMappingException e) {
    String key =
        e.getPath().stream()
            .map(JsonMappingException.Reference::getFieldName)
            .filter(Objects::nonNull)
            .collect(Collectors.joining("."));
    return switch (e) {
      case ValueInstantiationException refused
          when refused.getCause() instanceof IllegalArgumentException cause ->
          String.valueOf(cause.getMessage()).replaceFirst("^model card: ", "");
      case UnrecognizedPropertyException _ -> "%s is no field of a card".formatted(key);
      case InvalidFormatException wrong ->
          "%s: %s is not allowed; allowed: a value of type %s"
              .formatted(key, wrong.getValue(), wrong.getTargetType().getSimpleName());
      default ->
          e.getOriginalMessage().startsWith("Cannot map `null`")
              ? "%s is missing".formatted(key)
              : "%s: %s".formatted(key, e.getOriginalMessage());
    };
  }
}
