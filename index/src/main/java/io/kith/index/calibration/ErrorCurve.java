package io.kith.index.calibration;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * FPIR and FNIR by threshold, at the number of identities that was calibrated on. Between its knots
 * rates are interpolated, FPIR by its logarithm. FPIR never rises with the threshold. Immutable.
 *
 * @param knots by rising cosine, 2 or more, each of a finite cosine and FPIR
 */
public record ErrorCurve(List<Knot> knots) {

  private static final double SMALLEST = 1e-12;

  public ErrorCurve {
    knots = List.copyOf(knots);
    if (knots.size() < 2) {
      throw new IllegalArgumentException(
          "curve has %d knots; 2 are needed".formatted(knots.size()));
    }
    for (Knot knot : knots) {
      if (!Double.isFinite(knot.cosine()) || !Double.isFinite(knot.fpir())) {
        throw new IllegalArgumentException(
            "curve has FPIR %s at cosine %s".formatted(knot.fpir(), knot.cosine()));
      }
    }
  }

  /** Expected FPIR at a threshold. */
  public double fpir(double cosine) {
    return Math.exp(at(cosine, ErrorCurve::logFpir));
  }

  /** Lower end of the 95 % interval of the FPIR at a threshold. */
  public double fpirLow(double cosine) {
    return at(cosine, Knot::fpirLow);
  }

  /** Upper end of the 95 % interval of the FPIR at a threshold. */
  public double fpirHigh(double cosine) {
    return at(cosine, Knot::fpirHigh);
  }

  /** FNIR at a threshold; NaN when it is not known. */
  public double fnir(double cosine) {
    return at(cosine, Knot::fnir);
  }

  /** The smallest threshold whose expected FPIR is at most this; at most the highest knot's. */
  public double threshold(double fpir) {
    double wanted = Math.max(fpir, SMALLEST);
    int above = 0;
    while (above < knots.size() && knots.get(above).fpir() > wanted) {
      above++;
    }
    if (above == 0) {
      return knots.getFirst().cosine();
    }
    if (above == knots.size()) {
      return knots.getLast().cosine();
    }
    Knot low = knots.get(above - 1);
    Knot high = knots.get(above);
    double share = (logFpir(low) - Math.log(wanted)) / (logFpir(low) - logFpir(high));
    return low.cosine() + share * (high.cosine() - low.cosine());
  }

  private static double logFpir(Knot knot) {
    return Math.log(Math.max(knot.fpir(), SMALLEST));
  }

  private double at(double cosine, ToDoubleFunction<Knot> rate) {
    int above = 0;
    while (above < knots.size() && knots.get(above).cosine() < cosine) {
      above++;
    }
    if (above == 0) {
      return rate.applyAsDouble(knots.getFirst());
    }
    if (above == knots.size()) {
      return rate.applyAsDouble(knots.getLast());
    }
    Knot low = knots.get(above - 1);
    Knot high = knots.get(above);
    double share = (cosine - low.cosine()) / (high.cosine() - low.cosine());
    double from = rate.applyAsDouble(low);
    return from + share * (rate.applyAsDouble(high) - from);
  }
}
