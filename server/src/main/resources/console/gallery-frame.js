import { get, path } from './api.js';
import { h } from './dom.js';
import { to } from './router.js';
import { cosine, counted, source } from './words.js';

const TABS = [['Identities', null], ['Identify', 'identify'], ['Threshold', 'threshold'], ['Health', 'health'], ['Inbox', 'inbox']];

/** The gallery that a page is about. */
export function galleryOf(name, signal) {
  return get(path('galleries', name), signal);
}

/**
 * What all pages of one gallery have: its name, what it is, and the way to its other pages.
 *
 * @param {Object} gallery
 * @param {?string} current last part of the page's address
 * @param {...*} content
 */
export function galleryFrame(gallery, current, ...content) {
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
