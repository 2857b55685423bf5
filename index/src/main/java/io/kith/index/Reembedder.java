package io.kith.index;

/**
 * Embeds by another model what a template was made from. Called by several threads at once; what it
 * throws ends the upgrade.
 */
@FunctionalInterface
public interface Reembedder {

  /** Has nothing to embed with. */
  Reembedder NONE = _ -> new Outcome.Impossible("it was enrolled since, and not by that model");

  /** Embeds a template's sample. */
  Outcome embed(Source source);

  /**
   * A template as it is.
   *
   * @param identity id of its identity
   * @param template its id
   * @param contentHash hash of what it was made from
   * @param vector its embedding by the present model
   */
  record Source(String identity, String template, String contentHash, UnitVector vector) {}

  /** What became of it. */
  sealed interface Outcome {

    /** The embedding by the other model, and its quality. */
    record Embedded(UnitVector vector, double quality) implements Outcome {}

    /** None, and why: a clause without a subject of its own. */
    record Impossible(String reason) implements Outcome {}
  }
}
