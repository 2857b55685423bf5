package io.kith.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import java.time.Duration;

/**
 * How the Lucene index of a gallery is built and searched.
 *
 * @param structure what is built and searched
 * @param maxConn neighbours kept per node of the HNSW graph (the papers' M)
 * @param beamWidth candidates looked at while a node is inserted (the papers' efConstruction)
 * @param effort distinct identities that the walk of a graph keeps on its way; higher finds more
 *     and takes longer
 * @param missProbability probability with which a scan may miss the best template when it is at the
 *     threshold; a nearer one is missed far less. Lower takes longer
 * @param commitInterval time between two commits of the index to disk; enrolments are durable in
 *     the store at once and a restart replays what the last commit lacks
 * @param purgeInterval time between two purges of what was deleted, which run only when something
 *     was; zero means never
 * @param rebuildThreads threads of a rebuild; 0 means half of the cores, at least one
 */
@ConfigurationProperties("kith.index")
public record IndexSettings(
    Structure structure,
    int maxConn,
    int beamWidth,
    int effort,
    double missProbability,
    Duration commitInterval,
    Duration purgeInterval,
    int rebuildThreads) {

  /** What is used where nothing is set. */
  public static final IndexSettings DEFAULT =
      new IndexSettings(
          Structure.AUTO, 32, 200, 400, 1e-4, Duration.ofSeconds(30), Duration.ofDays(1), 0);

  /** What is built and searched. */
  public enum Structure {
    /** Sign codes, and a graph where it is twice as fast, by measured costs. */
    AUTO,
    /** A graph wherever a walk looks at fewer templates than there are. */
    GRAPH,
    /** Sign codes only. */
    SCAN
  }

  public IndexSettings {
    InvalidSettingException.check("kith.index.max-conn", maxConn, 2, 512);
    InvalidSettingException.check("kith.index.beam-width", beamWidth, 8, 3_200);
    InvalidSettingException.check("kith.index.effort", effort, 10, 10_000);
    InvalidSettingException.check("kith.index.miss-probability", missProbability, 1e-9, 0.1);
    if (!commitInterval.isPositive()) {
      throw new InvalidSettingException("kith.index.commit-interval", commitInterval, "above 0");
    }
    if (purgeInterval.isNegative()) {
      throw new InvalidSettingException("kith.index.purge-interval", purgeInterval, "0 or more");
    }
    InvalidSettingException.check("kith.index.rebuild-threads", rebuildThreads, 0, 1_024);
  }

  /** The same with another structure. */
  public IndexSettings with(Structure other) {
    return new IndexSettings(
        other,
        maxConn,
        beamWidth,
        effort,
        missProbability,
        commitInterval,
        purgeInterval,
        rebuildThreads);
  }
}
