package io.kith.index;

/** A probe against one identity. */
public sealed interface Verification {

  /**
   * The identity's best template.
   *
   * @param cosine float32 cosine of the probe and that template, in [-1, 1] up to rounding
   * @param template id of that template
   */
  record Comparison(double cosine, String template) implements Verification {}

  /** The identity has no templates: there is nothing to compare with. */
  record NoTemplates() implements Verification {}
}
