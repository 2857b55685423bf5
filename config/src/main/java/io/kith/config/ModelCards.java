package io.kith.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads model cards: those that ship with Kith, and files of the same format. Thread-safe. */
public final class ModelCards {

  private static final List<String> BUILT_IN = List.of("faces");

  private final ObjectMapper yaml =
      new ObjectMapper(new YAMLFactory())
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

  /** The cards that ship with Kith. */
  public List<ModelCard> builtIn() {
    return BUILT_IN.stream().map(this::resource).toList();
  }

  /**
   * Reads a card from a YAML file.
   *
   * @throws IllegalArgumentException when the file is no valid card; the message names the file and the fault
   * @throws UncheckedIOException when the file cannot be read
   */
  public ModelCard read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return parse(in, file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException("model card " + file, e);
    }
  }

  private ModelCard resource(String name) {
    String path = "/models/" + name + ".yml";
    try (InputStream in = ModelCards.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("missing resource " + path);
      }
      return parse(in, path);
    } catch (IOException e) {
      throw new UncheckedIOException(path, e);
    }
  }

  private ModelCard parse(InputStream in, String origin) throws IOException {
    try {
      return yaml.readValue(in, ModelCard.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("model card " + origin + ": " + e.getOriginalMessage(), e);
    }
  }
}
