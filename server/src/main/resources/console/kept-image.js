import { exchange, path } from './api.js';
import { h } from './dom.js';

const SIDE = 192;

/**
 * A small copy of the image that a template was made from, fetched once its place is seen; until it is there, and where it cannot be had,
 * what stands for it.
 *
 * @param {HTMLElement} instead
 * @param {{gallery: string, identity: string, template: string, alt: string, signal: AbortSignal}} of the signal frees the image when its
 *     page is left
 * @returns {HTMLElement}
 */
export function keptImage(instead, { gallery, identity, template, alt, signal }) {
  onceSeen(instead, async () => {
    const src = await load(['galleries', gallery, 'identities', identity, 'templates', template, 'image'], signal);
    instead.replaceWith(h('img.kept', { src, alt }));
  });
  return instead;
}

/** Does work for an element when it is first seen: there may be hundreds in a list that shows a few. */
export function onceSeen(element, work) {
  const observer = new IntersectionObserver(entries => {
    if (entries.some(it => it.isIntersecting)) {
      observer.disconnect();
      work().catch(() => {}); // it was deleted meanwhile, or the page was left
    }
  });
  observer.observe(element);
}

/* With the key in a header, which the browser's own loading of images has no place for. */
async function load(parts, signal) {
  const response = await exchange('GET', `${path(...parts)}?side=${SIDE}`, { headers: { Accept: 'image/*' }, signal });
  const address = URL.createObjectURL(await response.blob());
  signal.addEventListener('abort', () => URL.revokeObjectURL(address));
  return address;
}
