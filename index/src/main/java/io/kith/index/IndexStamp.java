package io.kith.index;

import io.kith.config.IndexSettings;
import java.util.Map;

/**
 * What an index was built from and how; kept in each of its commits. An index with another stamp
 * than the one wanted is rebuilt.
 */
record IndexStamp(String fingerprint, int dimension, int maxConn, int beamWidth, int graphFrom) {

  /* Raised when documents are written in another way. */
  private static final int FORMAT = 3;

  private static final String APPLIED = "applied";

  static IndexStamp of(GalleryModel model, IndexSettings settings) {
    return new IndexStamp(
        model.fingerprint(),
        model.dimension(),
        settings.maxConn(),
        settings.beamWidth(),
        GraphChoice.of(settings, model.dimension()).graphFrom());
  }

  /**
   * Commit data of an index with this stamp.
   *
   * @param applied last number of the change sequence that the commit holds
   */
  Map<String, String> commitData(long applied) {
    return Map.of(
        "format",
        Integer.toString(FORMAT),
        "fingerprint",
        fingerprint,
        "dimension",
        Integer.toString(dimension),
        "maxConn",
        Integer.toString(maxConn),
        "beamWidth",
        Integer.toString(beamWidth),
        "graphFrom",
        Integer.toString(graphFrom),
        APPLIED,
        Long.toString(applied));
  }

  /** Whether commit data carry this stamp. */
  boolean matches(Map<String, String> data) {
    return data.containsKey(APPLIED) && data.equals(commitData(applied(data)));
  }

  /** Last number of the change sequence that a commit holds. */
  static long applied(Map<String, String> data) {
    return Long.parseLong(data.getOrDefault(APPLIED, "0"));
  }
}
