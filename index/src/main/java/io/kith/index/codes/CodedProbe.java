package io.kith.index.codes;

import org.apache.lucene.util.VectorUtil;

/** A probe beside the codes of one segment. Immutable. */
public final class CodedProbe {

  /* Lengths below which a vector less the mean has no direction worth its name. */
  private static final double MIN_LENGTH = 1e-4;

  private final SignCodes codes;
  private final CodeDistance distance;
  private final long[] code;
  private final double meanDot;
  private final double length;

  CodedProbe(SignCodes codes, float[] rotated) {
    SignCodesMeta meta = codes.meta();
    this.codes = codes;
    this.distance = new CodeDistance(codes.bits());
    this.code = meta.encode(rotated);
    this.meanDot = VectorUtil.dotProduct(rotated, meta.mean());
    this.length = Math.sqrt(Math.max(0, 1 - 2 * meanDot + meta.meanSquare()));
  }

  /**
   * Standard deviations within which a code lies, but for a probability.
   *
   * @param miss the probability, above 0 and up to .1
   */
  public static double deviations(double miss) {
    return CodeDistance.deviations(miss);
  }

  /**
   * The distance of codes within which a vector of a given cosine lies, but for a probability.
   *
   * @param cosine cosine of the probe and the vector, before the mean is taken off
   * @param deviations what {@link #deviations} says of the probability
   * @return bits
   */
  public int reach(double cosine, double deviations) {
    /*
     * Codes tell the angle between x - m and q - m, for a vector x, the probe q and the mean m. Of x only the cosine x.q is
     * given. Its x.m is about m.m, as it is on average; or, where vectors form clusters and x is of the probe's, about q.m. The
     * farther of the two counts.
     *
     * For a vector near the probe that says little, and something else is certain, whatever x.m is: seen from m, which is
     * |q - m| away from q, a vector at the distance d from q lies at an angle of at most asin(d / |q - m|).
     */
    double meanSquare = codes.meta().meanSquare();
    int reach = Math.max(reach(cosine, meanSquare, deviations), reach(cosine, meanDot, deviations));
    double apart = Math.sqrt(Math.max(0, 2 - 2 * cosine)) / length;
    return apart < 1 ? Math.min(reach, distance.reach(Math.asin(apart), 0, deviations)) : reach;
  }

  /*
   * Where x.m is about some value, from which a deviation turns the angle by so much:
   *
   *   r = (x.q - q.m - x.m + m.m) / (|q - m| |x - m|),  |x - m|^2 = 1 - 2 x.m + m.m
   *   dr / d(x.m) = (r |q - m| / |x - m| - 1) / (|q - m| |x - m|)
   */
  private int reach(double cosine, double otherMeanDot, double deviations) {
    SignCodesMeta meta = codes.meta();
    double other = Math.sqrt(Math.max(0, 1 - 2 * otherMeanDot + meta.meanSquare()));
    if (length < MIN_LENGTH || other < MIN_LENGTH) {
      return codes.bits();
    }
    double r =
        Math.clamp((cosine - meanDot - otherMeanDot + meta.meanSquare()) / (length * other), -1, 1);
    double slope = (r * length / other - 1) / (length * other);
    double sine = Math.max(Math.sqrt(1 - r * r), MIN_LENGTH);
    double angleDeviation = Math.abs(slope) * meta.meanDotDeviation() / sine;
    return distance.reach(Math.acos(r), angleDeviation, deviations);
  }

  /** Number of codes. */
  int size() {
    return codes.size();
  }

  void measure(int from, int to, long[] distances) {
    codes.measure(from, to, code, distances);
  }

  /* Places of those up to a distance, of which there are so many. */
  int select(long[] distances, int count, int farthest, int[] selected) {
    return codes.select(distances, count, farthest, selected);
  }

  int blocks() {
    return codes.meta().blocks();
  }
}
