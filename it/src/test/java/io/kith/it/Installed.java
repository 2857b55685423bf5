package io.kith.it;

import io.kith.config.EmbedderSettings;
import io.kith.config.ModelCards;
import io.kith.config.Photographs;
import io.kith.embedder.Installer;
import io.kith.embedder.ModelException;
import io.kith.embedder.Models;
import io.kith.embedder.StageListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.opentest4j.TestAbortedException;

/**
 * What tests need from the registry, installed once into the build folder. A test that asks is
 * skipped, visibly, where it cannot be fetched.
 */
final class Installed {

  private static final Path FOLDER = Path.of("target");

  private Installed() {}

  /** Folder of installed models, {@code faces} among them. */
  static synchronized Path models() {
    Path folder = FOLDER.resolve("models");
    Models models = new Models(folder, EmbedderSettings.DEFAULT, StageListener.NONE);
    try {
      if (!models.installed("faces")) {
        models.install("faces", Optional.empty(), System.out::println);
      }
    } catch (ModelException e) {
      throw skip("model faces cannot be installed here: " + e.getMessage());
    }
    return folder.toAbsolutePath();
  }

  /** The demo's photographs: 3, 3, 3, 4, 5 and 4 people. */
  static synchronized List<byte[]> photographs() throws IOException {
    Photographs card = new ModelCards().photographs();
    try {
      if (!Files.exists(FOLDER.resolve(card.name()).resolve(card.files().getLast().name()))) {
        new Installer(card, FOLDER, System.out::println).install(Optional.empty());
      }
    } catch (ModelException e) {
      throw skip("the photographs cannot be fetched here: " + e.getMessage());
    }
    List<byte[]> photographs = new ArrayList<>();
    for (var file : card.files()) {
      photographs.add(Files.readAllBytes(FOLDER.resolve(card.name()).resolve(file.name())));
    }
    return photographs;
  }

  /* Said aloud too: a class that is skipped before its first test leaves no trace in the report. */
  private static TestAbortedException skip(String reason) {
    System.out.println("SKIPPED: " + reason);
    return new TestAbortedException(reason);
  }
}
