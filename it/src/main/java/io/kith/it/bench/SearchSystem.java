package io.kith.it.bench;

import java.io.IOException;
import java.util.List;

/** A system that is measured. */
interface SearchSystem extends AutoCloseable {

  /** Its name and parameters. */
  String name();

  /** Enrols all vectors of a workload; seconds without those that making the vectors takes. */
  double build(Workload workload) throws IOException;

  /** Efforts to search with, in the system's own unit; 0 when there is nothing to choose. */
  List<Integer> efforts();

  /**
   * Searches for {@link Workload#K} identities. Safe for concurrent use.
   *
   * @param probe {@code [dimension]}, L2 norm 1
   */
  Answer search(float[] probe, int effort) throws IOException;

  /** Bytes on disk; 0 when all is in memory. */
  long diskBytes() throws IOException;

  @Override
  void close() throws IOException;
}
