import { get, path, send } from '../api.js';
import { confirmed } from '../dialog.js';
import { fill, h } from '../dom.js';
import { enrol } from '../enrol.js';
import { empty, galleryPage } from '../gallery-frame.js';
import { icon } from '../icons.js';
import { keptImage } from '../kept-image.js';
import { latest } from '../latest.js';
import { inputOf } from '../models.js';
import { busy, failure, notice } from '../notice.js';
import { to } from '../router.js';
import { ago, counted, monogram } from '../words.js';

const PAGE = 24;
const MOST = 1000;
const PAUSE = 250;

/** The identities of one gallery. */
export function identitiesPage({ gallery: name }, signal) {
  return galleryPage(name, null, signal, gallery => identities(gallery, signal));
}

async function identities(gallery, signal) {
  const input = await inputOf(gallery, signal);
  const add = () => h('button.button.primary', { type: 'button', disabled: input === null, onclick: () => enrolAndShow() }, icon('plus'), 'Enrol');
  const list = new IdentityList(gallery.name, signal);
  const { prefix = '', shown = 0 } = history.state ?? {};
  await list.start(prefix, Math.min(Math.max(PAGE, shown), MOST));
  const search = h('input', {
    type: 'search', value: prefix, 'aria-label': 'Search by id or name', placeholder: 'Search by id or name', autocomplete: 'off',
    oninput: () => list.startSoon(search.value.trim()),
  });
  return [
    gallery.identities === 0
      ? empty('Nobody is enrolled yet', input === null
        ? 'This gallery holds vectors of a model that runs elsewhere. Enrol them through the API.'
        : 'One image of somebody is enough; two or three make it surer.', add())
      : [h('div.tools', {}, h('div.search', {}, icon('search'), search), add()), list.element],
    h('section.footer', {}, h('button.button.plain.danger', { type: 'button', onclick: remove }, icon('trash'), 'Delete this gallery')),
  ];

  async function enrolAndShow() {
    const identity = await enrol(gallery.name, { input });
    if (identity) {
      location.hash = to('galleries', gallery.name, 'identities', identity);
    }
  }

  async function remove() {
    const done = await confirmed({
      title: `Delete ${gallery.name}?`,
      text: `All of its ${counted(gallery.identities, 'identity', 'identities')} and ${counted(gallery.templates, 'template')} are erased. This cannot be undone.`,
      word: gallery.name,
      action: 'Delete gallery',
      submit: () => send('DELETE', path('galleries', gallery.name)),
    });
    if (done) {
      notice(`Gallery ${gallery.name} was deleted`);
      location.hash = '#/';
    }
  }
}

/** Identities page by page, those that a prefix finds; the history of the browser holds how far, for who comes back. */
class IdentityList {
  #gallery;
  #signal;
  #next;
  #current;
  #prefix = '';
  #soon;
  #rows = h('ul.people', { 'aria-label': 'Identities' });
  #foot = h('div.row.centred', {});
  #status = h('p.hint', { role: 'status' });

  constructor(gallery, signal) {
    this.#gallery = gallery;
    this.#signal = signal;
    this.#next = latest(signal);
    this.element = h('div', {}, this.#rows, this.#status, this.#foot);
  }

  startSoon(prefix) {
    clearTimeout(this.#soon);
    this.#soon = setTimeout(() => this.start(prefix).catch(problem => problem.name !== 'AbortError' && fill(this.#foot, failure(problem))), PAUSE);
  }

  async start(prefix, limit = PAGE) {
    this.#prefix = prefix;
    this.#current = this.#next();
    const page = await this.#page(limit);
    fill(this.#rows);
    fill(this.#status, page.identities.length === 0 ? 'No id and no name starts like that.' : '');
    this.#append(page);
  }

  #page(limit, cursor) {
    const query = new URLSearchParams({ limit, ...(this.#prefix && { prefix: this.#prefix }), ...(cursor && { cursor }) });
    return get(`${path('galleries', this.#gallery, 'identities')}?${query}`, this.#current);
  }

  #append({ identities, next }) {
    this.#rows.append(...identities.map(it => row(this.#gallery, it, this.#signal)));
    history.replaceState({ prefix: this.#prefix, shown: this.#rows.children.length }, '');
    fill(this.#foot, next && h('button.button', {
      type: 'button',
      onclick: event => busy(event.currentTarget, this.#status, async () => {
        const from = this.#rows.children.length;
        this.#append(await this.#page(PAGE, next));
        this.#rows.children[from]?.querySelector('a').focus();
      }),
    }, 'Show more'));
  }
}

function row(gallery, identity, signal) {
  const name = identity.label || identity.id;
  const letters = h('span.monogram', { 'aria-hidden': 'true' }, monogram(name));
  return h('li', {}, identity.image ? keptImage(letters, { gallery, identity: identity.id, template: identity.image, alt: '', signal }) : letters,
    h('span.who', {}, h('a.whole', { href: to('galleries', gallery, 'identities', identity.id) }, name),
      h('span.hint', {}, [identity.label && identity.label !== identity.id ? identity.id : null, counted(identity.templates, 'template'), ago(identity.updated)].filter(Boolean).join(' · '))));
}
