package io.kith.embedder;

import io.kith.config.ModelCard;
import io.kith.embedder.ModelException.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The files of a model: in its own folder, where it is installed; or within Kith, for a model that
 * ships with its files. Immutable.
 */
final class ModelFiles {

  private final ModelCard card;
  private final Path folder;

  /**
   * @param folder the model's own folder
   */
  ModelFiles(ModelCard card, Path folder) {
    this.card = card;
    this.folder = folder;
  }

  /** The card's entry for a network's file. */
  static ModelCard.File entry(ModelCard card, ModelCard.Network network) {
    return card.files().stream()
        .filter(file -> file.name().equals(network.file()))
        .findFirst()
        .orElseThrow(
            () ->
                new ModelException(
                    Problem.BAD_CARD,
                    "model %s: the card's files do not list its network's file %s; correct it"
                        .formatted(card.name(), network.file())));
  }

  /** Whether all files are there; their hashes are checked when they are read. */
  boolean present() {
    return card.files().stream()
        .allMatch(file -> Files.isRegularFile(folder.resolve(file.name())) || within(file) != null);
  }

  /** Where a file is within Kith; null when it does not ship. */
  private static @Nullable URL within(ModelCard.File file) {
    return ModelFiles.class.getResource("/models/" + file.name());
  }

  /**
   * Reads a network's file and checks its hash.
   *
   * @throws ModelException when it is missing, cannot be read, or differs from the card
   */
  byte[] read(ModelCard.Network network) {
    ModelCard.File entry = entry(card, network);
    Path file = folder.resolve(entry.name());
    URL shipped = Files.exists(file) ? null : within(entry);
    byte[] bytes = shipped == null ? bytes(file) : bytes(shipped);
    String hash = Sha256.hex(bytes);
    if (!hash.equals(entry.sha256())) {
      throw new ModelException(
          Problem.WRONG_HASH,
          "model %s: %s has SHA-256 %s, its card says %s; %s"
              .formatted(
                  card.name(),
                  file,
                  hash,
                  entry.sha256(),
                  within(entry) == null ? remedy() : "delete that file, Kith brings its own"));
    }
    return bytes;
  }

  private byte[] bytes(Path file) {
    if (!present()) {
      throw new ModelException(
          Problem.NOT_INSTALLED, "model %s is not installed; %s".formatted(card.name(), remedy()));
    }
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new ModelException(
          Problem.NOT_INSTALLED,
          "model %s: %s cannot be read (%s); %s".formatted(card.name(), file, e, remedy()),
          e);
    }
  }

  private static byte[] bytes(URL shipped) {
    try (InputStream in = shipped.openStream()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(shipped.toString(), e);
    }
  }

  private String remedy() {
    return card.source() == null
        ? "put its files, as the card lists them, into " + folder
        : "run: kith models install " + card.name();
  }
}
