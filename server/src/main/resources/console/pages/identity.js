import { get, path, send } from '../api.js';
import { confirmed, dialog } from '../dialog.js';
import { h } from '../dom.js';
import { enrol } from '../enrol.js';
import { galleryOf } from '../gallery-frame.js';
import { icon } from '../icons.js';
import { keptImage } from '../kept-image.js';
import { inputOf } from '../models.js';
import { notice } from '../notice.js';
import { again, to } from '../router.js';
import { ago, counted, moment, monogram } from '../words.js';

/** One identity and its templates. */
export async function identityPage({ gallery: name, identity: id }, signal) {
  const [identity, gallery] = await Promise.all([get(path('galleries', name, 'identities', id), signal), galleryOf(name, signal)]);
  const input = await inputOf(gallery, signal);
  const shown = identity.label || identity.id;
  return {
    title: shown,
    section: 'galleries',
    content: h('div.page', {},
      h('p.crumbs', {}, h('a', { href: '#/' }, 'Galleries'), h('span', { 'aria-hidden': 'true' }, '/'),
        h('a', { href: to('galleries', gallery.name) }, gallery.name), h('span', { 'aria-hidden': 'true' }, '/')),
      h('div.title', {}, h('div.portrait', {}, h('span.monogram.large', { 'aria-hidden': 'true' }, monogram(shown)),
        h('div', {}, h('h1', { tabindex: -1 }, shown), h('p.lead', {}, h('span', {}, identity.id), h('span', {}, `since ${moment(identity.created)}`)))),
      h('div.row', {}, h('button.button', { type: 'button', onclick: rename }, icon('pen'), 'Change the name'),
        h('button.button.primary', { type: 'button', disabled: input === null, onclick: add }, icon('plus'), 'Add images'))),
      h('h2', {}, counted(identity.templates.length, 'template')),
      identity.templates.length === 0
        ? h('p.quiet', {}, 'No image is enrolled, so nobody is recognised as this identity. Add one.')
        : h('ul.templates', {}, identity.templates.map((template, at) => h('li', {},
          template.image && keptImage(h('span.kept', {}), { gallery: gallery.name, identity: id, template: template.id, alt: `Template ${at + 1}`, signal }),
          h('span.who', {}, h('strong', {}, `Template ${at + 1}`),
            h('span.hint', {}, `enrolled ${ago(template.created)} · quality ${template.quality.toFixed(1)} · ${template.id}`)),
          h('button.button.plain', { type: 'button', 'aria-label': `Delete template ${at + 1}`, onclick: () => removeTemplate(template, at + 1) }, icon('trash'))))),
      metadata(identity.metadata),
      h('section.footer', {}, h('button.button.plain.danger', { type: 'button', onclick: remove }, icon('trash'), 'Delete this identity'))),
  };

  async function add() {
    if (await enrol(gallery.name, { input, identity })) {
      again();
    }
  }

  async function rename() {
    const done = await dialog({
      title: 'Change the name',
      content: h('label.field', {}, h('span', {}, 'Name'), h('input', { name: 'label', value: identity.label ?? '', autocomplete: 'off', autofocus: true })),
      action: 'Save',
      submit: form => send('PATCH', path('galleries', gallery.name, 'identities', id), { json: { label: new FormData(form).get('label').trim() || null } }),
    });
    if (done) {
      again();
    }
  }

  async function removeTemplate(template, number) {
    const done = await confirmed({
      title: `Delete template ${number}?`,
      text: identity.templates.length === 1 ? `${shown} has no other: nobody will be recognised as it.` : 'The image has to be enrolled again to get it back.',
      action: 'Delete template',
      submit: () => send('DELETE', path('galleries', gallery.name, 'identities', id, 'templates', template.id)),
    });
    if (done) {
      again();
    }
  }

  async function remove() {
    const done = await confirmed({
      title: `Delete ${shown}?`,
      text: `The identity and its ${counted(identity.templates.length, 'template')} are erased. This cannot be undone.`,
      action: 'Delete identity',
      submit: () => send('DELETE', path('galleries', gallery.name, 'identities', id)),
    });
    if (done) {
      notice(`${shown} was deleted`);
      location.hash = to('galleries', gallery.name);
    }
  }
}

function metadata(object) {
  const entries = Object.entries(object);
  return entries.length === 0 ? null : [h('h2', {}, 'Metadata'), h('dl.facts', {}, entries.map(([key, value]) =>
    h('div', {}, h('dt', {}, key), h('dd', {}, typeof value === 'string' ? value : JSON.stringify(value)))))];
}
