package io.kith.index;

import java.util.Arrays;
import org.apache.lucene.util.VectorUtil;

/**
 * An embedding: {@code [dimension]} float32 values with L2 norm 1 +/- 1e-4. Immutable.
 *
 * <p>Only a vector's direction carries meaning here, so a vector of another length is normalised,
 * not refused.
 */
public final class UnitVector {

  /** Largest dimension, as the index's vector format allows. */
  public static final int MAX_DIMENSION = 4096;

  private static final double MIN_NORM = 1e-6;

  /* Norm of a unit vector in float32, less 1, at most. */
  private static final double ROUNDING = 5e-7;

  private final float[] values;

  private UnitVector(float[] values) {
    this.values = values;
  }

  /**
   * The direction of a vector; one that is a unit vector up to float32 rounding stays bit by bit as
   * it is, so that what was exported is the same when it comes back.
   *
   * @param values {@code [dimension]}, of any length above 1e-6; copied
   * @throws InvalidVectorException when it is empty, longer than {@value #MAX_DIMENSION}, holds NaN
   *     or an infinite value, or has a norm below 1e-6
   */
  public static UnitVector of(float[] values) {
    if (values.length == 0 || values.length > MAX_DIMENSION) {
      throw new InvalidVectorException(
          "vector has %d values; send 1 to %d".formatted(values.length, MAX_DIMENSION));
    }
    double norm = norm(values);
    if (norm < MIN_NORM) {
      throw new InvalidVectorException(
          "vector norm: %s is below the smallest allowed: %s; a zero vector has no direction"
              .formatted(norm, MIN_NORM));
    }
    if (Math.abs(norm - 1) < ROUNDING) {
      return new UnitVector(values.clone());
    }
    float[] unit = new float[values.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = (float) (values[i] / norm);
    }
    return new UnitVector(unit);
  }

  /** Values that were a unit vector when they were stored, bit by bit as they were; not copied. */
  static UnitVector ofStored(float[] values) {
    return new UnitVector(values);
  }

  /* In double: squares of large or tiny float32 values leave float32's range. */
  private static double norm(float[] values) {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new InvalidVectorException(
            "vector value at position %d: %s is not a finite number; send finite numbers only"
                .formatted(i, values[i]));
      }
      sum += (double) values[i] * values[i];
    }
    return Math.sqrt(sum);
  }

  /** Number of values, 1 to {@value #MAX_DIMENSION}. */
  public int dimension() {
    return values.length;
  }

  /** A copy of the values, {@code [dimension]}. */
  public float[] values() {
    return values.clone();
  }

  /** The values themselves, for callers in this package that only read them. */
  float[] shared() {
    return values;
  }

  /**
   * Cosine of the angle to another vector, in [-1, 1] up to float32 rounding.
   *
   * @throws InvalidVectorException when the dimensions differ
   */
  public double cosine(UnitVector other) {
    checkDimension(other);
    return VectorUtil.dotProduct(values, other.values);
  }

  /**
   * Cosine of the angle to another vector, in double arithmetic and one order of adding: it comes
   * out alike in every run, as {@link #cosine} does up to float32 rounding only. Several times
   * slower.
   *
   * @throws InvalidVectorException when the dimensions differ
   */
  public double steadyCosine(UnitVector other) {
    checkDimension(other);
    float[] a = values;
    float[] b = other.values;
    // Four sums, since one would wait for itself at each step.
    double sum0 = 0;
    double sum1 = 0;
    double sum2 = 0;
    double sum3 = 0;
    int i = 0;
    for (; i < a.length - 3; i += 4) {
      sum0 += (double) a[i] * b[i];
      sum1 += (double) a[i + 1] * b[i + 1];
      sum2 += (double) a[i + 2] * b[i + 2];
      sum3 += (double) a[i + 3] * b[i + 3];
    }
    for (; i < a.length; i++) {
      sum0 += (double) a[i] * b[i];
    }
    return sum0 + sum1 + (sum2 + sum3);
  }

  private void checkDimension(UnitVector other) {
    if (other.values.length != values.length) {
      throw new InvalidVectorException(
          "vector dimension: %d differs from the other vector's dimension: %d"
              .formatted(other.values.length, values.length));
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof UnitVector vector && Arrays.equals(values, vector.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "UnitVector[dimension=" + values.length + "]";
  }
}
