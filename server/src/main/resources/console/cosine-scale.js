import { h } from './dom.js';
import { cosine } from './words.js';

/**
 * Candidates on one scale with the threshold across all of them.
 *
 * @param {Array<{identity: string, label: ?string, cosine: number}>} candidates best first
 * @param {number} threshold
 * @param {(identity: string) => string} href where an identity's page is
 * @returns {HTMLElement}
 */
export function cosineScale(candidates, threshold, href) {
  const low = Math.min(0, threshold, ...candidates.map(it => it.cosine)) - 0.02;
  const place = value => `${(100 * (value - low) / (1 - low)).toFixed(2)}%`;
  const head = h('div.scale-head', { 'aria-hidden': 'true' }, h('span', {}), h('span.track', {}, mark(`threshold ${cosine(threshold)}`)), h('span', {}));
  const rows = candidates.map(it => {
    const bar = h(it.cosine >= threshold ? 'span.reach.over' : 'span.reach', {});
    bar.style.width = place(it.cosine);
    return h('li', {}, h('a.name', { href: href(it.identity) }, it.label || it.identity),
      h('span.track', { 'aria-hidden': 'true' }, bar, mark('')),
      h('span.value', {}, cosine(it.cosine), h('span.visually-hidden', {}, it.cosine >= threshold ? ', at or above the threshold' : ', below the threshold')));
  });
  return h('div.scale', {}, head, h('ol', { 'aria-label': 'Candidates by cosine' }, rows));

  function mark(text) {
    const line = h('span.mark', {}, text && h('span', {}, text));
    line.style.left = place(threshold);
    line.classList.toggle('far-right', threshold - low > 0.6 * (1 - low));
    return line;
  }
}
