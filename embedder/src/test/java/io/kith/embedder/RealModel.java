package io.kith.embedder;

import io.kith.config.EmbedderSettings;
import io.kith.config.ModelCard;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * The faces model and photographs for it, fetched with npm once and kept under {@code target/}, or
 * in the folder that {@code -Dkith.test.models} names. Tests that need them are skipped, with the
 * reason, where they cannot be had.
 */
public final class RealModel {

  private static final ModelCard.Source PHOTOGRAPHS =
      new ModelCard.Source(
          "@vladmandic/face-api",
          "1.7.15",
          "0d77fffeef362ef9c0939cf6c567f3a2e8e177f114fa257a3270cbd2e509b031");

  private static final Path FOLDER =
      Path.of(System.getProperty("kith.test.models", "target/test-models"));

  private static @Nullable String missing;

  private RealModel() {}

  /** Models with faces among the installed ones. */
  public static Models models(StageListener listener) {
    Models models = new Models(FOLDER.toAbsolutePath(), EmbedderSettings.DEFAULT, listener);
    if (!models.installed("faces")) {
      orSkip(() -> models.install("faces", Optional.empty(), line -> {}));
    }
    return models;
  }

  /** Bytes of a file of the faces model. */
  static byte[] file(String name) throws IOException {
    models(StageListener.NONE);
    return Files.readAllBytes(FOLDER.resolve("faces").resolve(name));
  }

  /** A photograph of a group of people, 1 to 6. */
  public static byte[] photograph(int number) throws IOException {
    Path folder = FOLDER.resolve("photographs");
    Path photograph = folder.resolve("sample%d.jpg".formatted(number));
    if (!Files.exists(photograph)) {
      unpackPhotographs(folder);
    }
    return Files.readAllBytes(photograph);
  }

  private static void unpackPhotographs(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path staging = Files.createTempDirectory(folder, "npm-");
    ModelCard card = new Models(FOLDER, new EmbedderSettings(1), StageListener.NONE).card("faces");
    orSkip(() -> Npm.DEFAULT.pack(card, PHOTOGRAPHS, staging.toAbsolutePath()));
    Path tarball;
    try (var packed = Files.newDirectoryStream(staging, "*.tgz")) {
      tarball = packed.iterator().next();
    }
    if (!Sha256.hex(tarball).equals(PHOTOGRAPHS.sha256())) {
      throw new IOException(tarball + " is not the package it should be");
    }
    try (InputStream file = Files.newInputStream(tarball);
        TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(file))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        String name = entry.getName();
        if (name.matches("package/demo/sample[1-6]\\.jpg")) {
          Files.copy(tar, folder.resolve(name.substring(name.lastIndexOf('/') + 1)));
        }
      }
    }
  }

  /**
   * The first failure is kept: a registry that cannot be reached is not asked again for each test.
   */
  private static synchronized void orSkip(Runnable fetch) {
    if (missing == null) {
      try {
        fetch.run();
        return;
      } catch (ModelException e) {
        missing = e.getMessage();
      }
    }
    Assumptions.abort("needs a package of the npm registry: " + missing);
  }
}
