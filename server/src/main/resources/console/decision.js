import { cosineScale } from './cosine-scale.js';
import { h } from './dom.js';
import { icon } from './icons.js';
import { to } from './router.js';
import { cosine, oneIn, source, whole } from './words.js';

const CLOSE = 0.03;

/**
 * The answer for one subject: known or unknown at a glance, then why.
 *
 * @param {string} gallery
 * @param {Object} result one of the results of an identification
 * @param {?number} number of the subject in the image; null when it is the only one
 * @param {...Node} actions what can be done next
 * @returns {HTMLElement}
 */
export function decision(gallery, result, number, ...actions) {
  const known = result.decision === 'known';
  const name = known ? result.label || result.identity : 'Unknown';
  return h(known ? 'article.decision.known' : 'article.decision.unknown', { 'aria-label': `${known ? 'Known' : 'Unknown'}${known ? `: ${name}` : ''}` },
    h('header', {}, h('span.badge', {}, icon(known ? 'check' : 'question', 30)),
      h('div', {}, h('p.eyebrow', {}, number === null ? null : `Subject ${number} · `, known ? 'Known' : 'Nobody enrolled here'),
        h('h2', {}, known ? h('a', { href: to('galleries', gallery, 'identities', result.identity) }, name) : name))),
    h('p.why', {}, why(result)),
    result.candidates.length > 0
      ? cosineScale(result.candidates, result.threshold, identity => to('galleries', gallery, 'identities', identity)) : null,
    h('dl.facts', {}, facts(result)),
    actions.length > 0 ? h('div.row', {}, actions) : null);
}

/** Why it was decided so, in words. */
export function why({ decision, cosine: best, threshold, candidates, gap }) {
  if (candidates.length === 0) {
    return 'Nobody is enrolled here yet, so there is nobody to compare with.';
  }
  const distance = Math.abs(best - threshold);
  const nearest = candidates[0].label || candidates[0].identity;
  if (decision === 'unknown') {
    const nearly = distance < CLOSE ? ' That is close: another image may decide it.' : '';
    return `The nearest, ${nearest}, reaches ${cosine(best)}: ${cosine(distance)} short of the ${cosine(threshold)} that it takes.${nearly}`;
  }
  const next = candidates[1]?.label || candidates[1]?.identity;
  const ahead = !next ? '' : gap < CLOSE ? ` But ${next} is nearly as near.` : ` The next, ${next}, is ${cosine(gap)} behind.`;
  return `The cosine of ${cosine(best)} is ${cosine(distance)} above the ${cosine(threshold)} that it takes.${ahead}`;
}

function facts({ threshold, thresholdSource, fpir, gap, search }) {
  return [
    ['Threshold', `${cosine(threshold)}, ${source(thresholdSource)}`],
    gap === null ? null : ['Gap to the next', cosine(gap)],
    fpir === null ? null : ['Strangers this near', oneIn(fpir)],
    ['Search', `${whole(search.compared)} compared, ${whole(search.measured)} measured${search.exact ? ', exact' : ` (${search.structure})`}`],
  ].filter(Boolean).map(([term, value]) => h('div', {}, h('dt', {}, term), h('dd', {}, value)));
}
