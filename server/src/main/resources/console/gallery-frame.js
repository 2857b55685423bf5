import { get, path } from './api.js';
import { h } from './dom.js';
import { failure } from './notice.js';
import { to } from './router.js';
import { cosine, counted, source } from './words.js';

const TABS = [['Identities', null], ['Identify', 'identify'], ['Threshold', 'threshold'], ['Health', 'health'], ['Inbox', 'inbox']];

/** The gallery that a page is about. */
export function galleryOf(name, signal) {
  return get(path('galleries', name), signal);
}

/**
 * One of the pages of a gallery, each of which has the gallery's name, what it is, and the way to the others, also where the key does not
 * allow this one.
 *
 * @param {string} name of the gallery
 * @param {?string} current last part of the page's address
 * @param {AbortSignal} signal
 * @param {(gallery: Object) => Promise<*>} content
 * @returns {Promise<{title: string, section: string, content: Node}>}
 */
export async function galleryPage(name, current, signal, content) {
  const gallery = await galleryOf(name, signal);
  const [title] = TABS.find(([, part]) => part === current);
  return {
    title: current ? `${title} · ${gallery.name}` : gallery.name,
    section: 'galleries',
    content: frame(gallery, current, await content(gallery).catch(refusal)),
  };
}

function refusal(problem) {
  if (problem.status !== 403) {
    throw problem;
  }
  return failure(problem);
}

function frame(gallery, current, content) {
  return h('div.page', {},
    h('p.crumbs', {}, h('a', { href: '#/' }, 'Galleries'), h('span', { 'aria-hidden': 'true' }, '/')),
    h('h1', { tabindex: -1 }, gallery.name),
    h('p.lead', {}, [
      counted(gallery.identities, 'identity', 'identities'),
      counted(gallery.templates, 'template'),
      `model ${gallery.model.name}`,
      gallery.threshold === null ? 'no threshold' : `threshold ${cosine(gallery.threshold)}, ${source(gallery.thresholdSource)}`,
    ].map(fact => h('span', {}, fact))),
    h('nav.subnav', { 'aria-label': `Gallery ${gallery.name}` }, TABS.map(([name, part]) => h('a', {
      href: part ? to('galleries', gallery.name, part) : to('galleries', gallery.name),
      'aria-current': part === current ? 'page' : null,
    }, name))),
    content);
}

/** Says what is missing, and what to do about it. */
export function empty(title, text, ...actions) {
  return h('div.empty', {}, h('h2', {}, title), h('p', {}, text), actions.length > 0 ? h('div.row', {}, actions) : null);
}
