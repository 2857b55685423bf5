import { fill, h, svg } from './dom.js';
import { cosine, percent } from './words.js';

const WIDEST = 920;
const BESIDE = 64;
const CURVES = { top: 20, bottom: 250 };
const BARS = { top: 290, bottom: 370 };
const LEFT = 66;
const SMALLEST = 1e-4;
const STEPS = 48;

/**
 * Error rates by threshold on a logarithmic scale, above where the cosines of searches lie, with a line that can be moved.
 */
export class CurveChart {
  #curve;
  /* As wide as it will be shown, so that its texts keep their size. */
  #width = Math.min(WIDEST, innerWidth - BESIDE);
  #right = this.#width - 12;
  #line = svg('g.cursor', {});

  /** @param {import('./error-curve.js').ErrorCurve} curve */
  constructor(curve) {
    this.#curve = curve;
    this.element = h('figure.chart', {}, svg('svg', { viewBox: `0 0 ${this.#width} 412`, role: 'img', 'aria-label':
      'Shares of strangers taken for somebody and of enrolled people missed, by threshold; the text beside it says them for the chosen one' },
    this.#grid(), this.#bars(), this.#path('strangers', it => it.fpir), curve.mated ? this.#path('enrolled', it => it.fnir) : null, this.#line),
    h('figcaption', {}, h('span.key.strangers', {}, 'strangers taken for somebody (FPIR)'),
      curve.mated ? h('span.key.enrolled', {}, 'enrolled missed (FNIR)') : null));
  }

  /** Moves the line to a threshold; there is none where the curve does not reach. */
  move(threshold) {
    const x = this.#x(threshold);
    const rates = this.#curve.at(threshold);
    fill(this.#line, rates && [svg('line', { x1: x, x2: x, y1: CURVES.top - 8, y2: BARS.bottom }),
      svg('circle.strangers', { cx: x, cy: this.#y(rates.fpir), r: 5.5 }),
      this.#curve.mated && svg('circle.enrolled', { cx: x, cy: this.#y(rates.fnir), r: 5.5 })]);
  }

  #x(threshold) {
    const { low, high } = this.#curve;
    return LEFT + (this.#right - LEFT) * (Math.min(high, Math.max(low, threshold)) - low) / (high - low);
  }

  #y(rate) {
    const share = Math.log10(Math.max(rate, SMALLEST)) / Math.log10(SMALLEST);
    return CURVES.top + (CURVES.bottom - CURVES.top) * share;
  }

  #grid() {
    const rates = [1, 0.1, 0.01, 0.001, 0.0001];
    const { low, high } = this.#curve;
    const step = [0.05, 0.1, 0.2, 0.5].find(it => (high - low) / it <= this.#width / 64);
    const first = Math.ceil(low / step);
    const ticks = Array.from({ length: Math.floor(high / step) - first + 1 }, (_, at) => (first + at) * step);
    return [
      rates.map(rate => [svg('line.grid', { x1: LEFT, x2: this.#right, y1: this.#y(rate), y2: this.#y(rate) }),
        svg('text', { x: LEFT - 8, y: this.#y(rate) + 4, 'text-anchor': 'end' }, rate === SMALLEST ? '≤ 0.01 %' : percent(rate))]),
      ticks.map(tick => svg('text', { x: this.#x(tick), y: BARS.bottom + 18, 'text-anchor': 'middle' }, cosine(tick).slice(0, -1))),
      svg('line.axis', { x1: LEFT, x2: this.#right, y1: BARS.bottom, y2: BARS.bottom }),
      svg('text', { x: LEFT, y: BARS.top - 10 }, 'where the best cosines of searches lie'),
      svg('text', { x: this.#right, y: BARS.bottom + 36, 'text-anchor': 'end' }, 'threshold (cosine)'),
    ];
  }

  #path(name, rate) {
    const points = this.#curve.knots.map(knot => `${this.#x(knot.threshold).toFixed(1)},${this.#y(rate(knot)).toFixed(1)}`);
    return svg(`polyline.${name}`, { points: points.join(' ') });
  }

  #bars() {
    const bins = this.#curve.histogram(STEPS);
    return ['strangers', 'enrolled'].filter(name => bins[0][name] !== null).map(name => {
      const most = Math.max(...bins.map(it => it[name]), 1e-9);
      return svg(`g.bars.${name}`, {}, bins.map(it => svg('rect', {
        x: this.#x(it.from) + 0.5, width: Math.max(1, this.#x(it.until) - this.#x(it.from) - 1),
        y: BARS.bottom - (BARS.bottom - BARS.top) * it[name] / most, height: (BARS.bottom - BARS.top) * it[name] / most,
      })));
    });
  }
}
