package io.kith.config;

import io.micronaut.context.annotation.ConfigurationProperties;

/**
 * How images become embeddings.
 *
 * @param parallelism images embedded at the same time, each on one engine thread; 0 means one per
 *     core
 */
@ConfigurationProperties("kith.embedder")
public record EmbedderSettings(int parallelism) {

  /** What is used where nothing is set. */
  public static final EmbedderSettings DEFAULT = new EmbedderSettings(0);

  public EmbedderSettings {
    InvalidSettingException.check("kith.embedder.parallelism", parallelism, 0, 1_024);
  }
}
