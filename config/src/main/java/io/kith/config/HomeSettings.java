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

  /** Name of the folder {@link #data} in the home. */
  public static final String DATA = "data";

  /** Name of the folder {@link #models} in the home. */
  public static final String MODELS = "models";

  /** Folder of the system of record and of the index built from it. */
  public Path data() {
    return home.resolve(DATA);
  }

  /** Folder of installed models, one folder each. */
  public Path models() {
    return home.resolve(MODELS);
  }
}
