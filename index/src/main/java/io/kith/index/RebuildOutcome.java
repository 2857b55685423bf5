package io.kith.index;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What became of a rebuild, or of a rollback. */
public sealed interface RebuildOutcome {

  /** How it went. */
  RebuildReport report();

  /** Searches see the new generation; the one before is kept. */
  record Switched(RebuildReport report) implements RebuildOutcome {}

  /** A gate was not passed: the new generation is removed, searches see the old one. */
  record Refused(RebuildReport report) implements RebuildOutcome {}

  /**
   * How a rebuild went.
   *
   * @param from number of the generation that was live
   * @param to number of the generation that was made, or gone back to
   * @param structure what that one is built of
   * @param threads threads that built it
   * @param templates templates in it when it was checked
   * @param replayed numbers of the change sequence that were caught up with before the switch
   * @param digest SHA-256 of what searches saw of it before changes were replayed: one thread, and
   *     one state of the store, give one digest. Empty after a rollback
   * @param gates what was checked, in order, up to the first that was not passed
   * @param steps how long each step took, in order
   */
  record RebuildReport(
      long from,
      long to,
      String structure,
      int threads,
      long templates,
      long replayed,
      String digest,
      List<Gate> gates,
      Map<String, Duration> steps) {}
}
