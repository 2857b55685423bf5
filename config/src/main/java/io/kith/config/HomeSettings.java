package io.kith.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import java.nio.file.Path;

/**
 * Where Kith keeps all of its state.
 *
 * @param home the Kith home, {@code ~/.kith} by default; {@code KITH_HOME} in the environment sets
 *     it too
 */
@ConfigurationProperties("kith")
public record HomeSettings(Path home) {

  /** Folder of the system of record and of the index built from it. */
  public Path data() {
    return home.resolve("data");
  }

  /** Folder of installed models, one folder each. */
  public Path models() {
    return home.resolve("models");
  }
}
