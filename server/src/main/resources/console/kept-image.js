import { exchange, path } from './api.js';
import { h } from './dom.js';

const SIDE = 192;

/**
 * A small copy of the image that a template was made from; until it is there, and where it cannot be had, what stands for it.
 *
 * @param {HTMLElement} instead
 * @param {{gallery: string, identity: string, template: string, alt: string, signal: AbortSignal}} of the signal frees the image when its
 *     page is left
 * @returns {HTMLElement}
 */
export function keptImage(instead, { gallery, identity, template, alt, signal }) {
  load(['galleries', gallery, 'identities', identity, 'templates', template, 'image'], signal)
    .then(src => instead.replaceWith(h('img.kept', { src, alt })))
    .catch(() => {}); // it was deleted meanwhile, or the page was left
  return instead;
}

/* With the key in a header, which the browser's own loading of images has no place for. */
async function load(parts, signal) {
  const response = await exchange('GET', `${path(...parts)}?side=${SIDE}`, { headers: { Accept: 'image/*' }, signal });
  const address = URL.createObjectURL(await response.blob());
  signal.addEventListener('abort', () => URL.revokeObjectURL(address));
  return address;
}
