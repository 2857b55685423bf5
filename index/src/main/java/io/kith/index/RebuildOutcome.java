package io.kith.index;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What became of a rebuild, or of a rollback. */
public sealed interface RebuildOutcome {

  /** How it went. */
  RebuildReport report();

  /** Searches see the new generation; the one before is kept. */
  record Switched(RebuildReport report) implements RebuildOutcome {}

  /** A gate was not passed: the new generation is removed, searches see the old one. */
  record Refused(RebuildReport report) implements RebuildOutcome {}

  /** Two models were compared, and nothing was to be changed. */
  record Compared(RebuildReport report) implements RebuildOutcome {}

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
   * @param gates what was checked, in order, up to the first that was not passed; further where
   *     nothing was to be changed
   * @param steps how long each step took, in order
   * @param upgrade what was carried over to another model; null where the model stays
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
      Map<String, Duration> steps,
      @Nullable UpgradeReport upgrade) {

    private RebuildReport with(List<Gate> first, UpgradeReport with) {
      return new RebuildReport(
          from,
          to,
          structure,
          threads,
          templates,
          replayed,
          digest,
          Stream.concat(first.stream(), gates.stream()).toList(),
          steps,
          with);
    }
  }

  /** The same with what was carried over to another model, and the gates for that. */
  default RebuildOutcome with(List<Gate> first, UpgradeReport upgrade) {
    return switch (this) {
      case Switched(RebuildReport report) -> new Switched(report.with(first, upgrade));
      case Refused(RebuildReport report) -> new Refused(report.with(first, upgrade));
      case Compared(RebuildReport report) -> new Compared(report.with(first, upgrade));
    };
  }
}
