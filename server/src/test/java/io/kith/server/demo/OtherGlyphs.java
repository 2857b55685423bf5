package io.kith.server.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** A second model for tests: the network of {@code glyphs}, to which the same drawing is darker. */
public final class OtherGlyphs {

  /** Its name. */
  public static final String NAME = "other-glyphs";

  private OtherGlyphs() {}

  /** Puts it into a Kith home. */
  public static void install(Path home) throws IOException {
    Path folder = Files.createDirectories(home.resolve("models").resolve(NAME));
    try (InputStream card = OtherGlyphs.class.getResourceAsStream("/models/glyphs.yml")) {
      String glyphs =
          new String(Objects.requireNonNull(card).readAllBytes(), StandardCharsets.UTF_8);
      Files.writeString(
          folder.resolve("card.yml"),
          glyphs
              .replace("name: glyphs\n", "name: " + NAME + "\n")
              .replace("mean: 127.5", "mean: 150"));
    }
  }
}
