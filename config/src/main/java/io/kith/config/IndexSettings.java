package io.kith.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import java.time.Duration;

/**
 * How the Lucene index of a gallery is built and searched.
 *
 * @param maxConn neighbours kept per node of the HNSW graph (the papers' M)
 * @param beamWidth candidates looked at while a node is inserted (the papers' efConstruction)
 * @param effort templates that a search collects from the graph before they are reduced to
 *     identities; higher finds more and takes longer
 * @param commitInterval time between two commits of the index to disk; enrolments are durable in
 *     the store at once and a restart replays what the last commit lacks
 */
@ConfigurationProperties("kith.index")
public record IndexSettings(int maxConn, int beamWidth, int effort, Duration commitInterval) {

  public IndexSettings {
    InvalidSettingException.check("kith.index.max-conn", maxConn, 2, 512);
    InvalidSettingException.check("kith.index.beam-width", beamWidth, 8, 3_200);
    InvalidSettingException.check("kith.index.effort", effort, 10, 10_000);
    if (!commitInterval.isPositive()) {
      throw new InvalidSettingException("kith.index.commit-interval", commitInterval, "above 0");
    }
  }
}
