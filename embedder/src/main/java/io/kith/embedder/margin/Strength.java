package io.kith.embedder.margin;

/**
 * How much of its margin a head applies at a step. A random network does not start under a full
 * margin over many classes. Immutable.
 *
 * @param share share of the margin itself, 0 to 1
 * @param annealing SphereFace's lambda, 0 or more: the target is {@code (lambda cos(theta) +
 *     psi(theta)) / (1 + lambda)}
 */
public record Strength(double share, double annealing) {

  private static final double ANNEALING_START = 1000;
  private static final double ANNEALING_FALL = 0.12;
  private static final double ANNEALING_END = 5;

  /** The whole margin. */
  public static Strength full() {
    return new Strength(1, 0);
  }

  /**
   * A margin that grows evenly with the steps until it is whole.
   *
   * @param step steps taken so far
   * @param steps steps that the ramp takes; 0 for no ramp
   */
  public static Strength ramp(long step, long steps) {
    return new Strength(steps == 0 ? 1 : Math.min(1, (double) step / steps), 0);
  }

  /**
   * SphereFace's annealing as published with the paper: lambda falls as {@code 1000 / (1 + 0.12
   * step)} and stays at 5.
   *
   * @param step steps taken so far
   */
  public static Strength annealed(long step) {
    return new Strength(1, Math.max(ANNEALING_END, ANNEALING_START / (1 + ANNEALING_FALL * step)));
  }
}
