/* Thresholds are set in steps of this. */
const ROUNDING = 0.001;

/** Error rates by threshold, as a calibration measured them. */
export class ErrorCurve {
  /**
   * @param {Array<{threshold: number, fpir: number, fnir: ?number}>} knots by rising threshold
   * @param {number} growth by what factor an identification has more chances to go wrong now than when it was measured
   */
  constructor(knots, growth) {
    this.knots = knots.map(knot => ({ ...knot, fpir: -Math.expm1(Math.log1p(-Math.min(knot.fpir, 1 - 1e-12)) * growth) }));
    this.low = knots[0].threshold;
    this.high = knots.at(-1).threshold;
    /** Whether the share of enrolled who are missed is known. */
    this.mated = knots.every(knot => knot.fnir !== null);
  }

  /** Rates at a threshold, between two knots FPIR by its logarithm; null below and above what was measured. */
  at(threshold) {
    if (threshold <= this.low - ROUNDING || threshold >= this.high + ROUNDING) {
      return null;
    }
    const above = this.knots.findIndex(knot => knot.threshold >= threshold);
    if (above <= 0) {
      return above === 0 ? this.knots[0] : this.knots.at(-1);
    }
    const [from, until] = this.knots.slice(above - 1, above + 1);
    const share = (threshold - from.threshold) / (until.threshold - from.threshold);
    const logarithm = knot => Math.log(Math.max(knot.fpir, 1e-12));
    return {
      threshold,
      fpir: Math.exp(logarithm(from) + share * (logarithm(until) - logarithm(from))),
      fnir: this.mated ? from.fnir + share * (until.fnir - from.fnir) : null,
    };
  }

  /**
   * Which share of searches has its best cosine in each of so many equal steps: the curves' own differences.
   *
   * @returns {Array<{from: number, until: number, strangers: number, enrolled: ?number}>}
   */
  histogram(steps) {
    const width = (this.high - this.low) / steps;
    return Array.from({ length: steps }, (_, at) => {
      const [from, until] = [this.low + at * width, this.low + (at + 1) * width];
      const [left, right] = [this.at(from), this.at(until)];
      return { from, until, strangers: Math.max(0, left.fpir - right.fpir), enrolled: this.mated ? Math.max(0, right.fnir - left.fnir) : null };
    });
  }
}
