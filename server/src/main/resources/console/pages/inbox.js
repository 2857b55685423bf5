import { get, path, Problem, send } from '../api.js';
import { confirmed, dialog } from '../dialog.js';
import { h } from '../dom.js';
import { withNewIdentity } from '../enrol.js';
import { empty, galleryPage } from '../gallery-frame.js';
import { notice } from '../notice.js';
import { again, to } from '../router.js';
import { ago, counted, idFrom } from '../words.js';

const TIMES = ['12h', '1d', '7d', '30d', '90d'];
const USUAL = '7d';

/** Unknown subjects that a gallery keeps for a while, in groups. */
export function inboxPage({ gallery: name }, signal) {
  return galleryPage(name, 'inbox', signal, gallery => inbox(gallery, signal));
}

async function inbox(gallery, signal) {
  const { name } = gallery;
  const { keep, groups } = await get(path('galleries', name, 'unknowns'), signal);
  return keep === null ? off() : on();

  function off() {
    const usable = gallery.threshold !== null;
    return empty('The inbox is off', usable
      ? 'Once it is on, the vectors of subjects that nobody is known for are kept for a while, without their images, so that whoever comes again can be enrolled. They never agreed to it: ask first.'
      : 'It groups subjects by the gallery’s threshold, and there is none yet. Set one, or calibrate the gallery.',
    h('button.button.primary', { type: 'button', disabled: !usable, onclick: () => keepFor(USUAL, 'Switch it on') }, 'Switch it on'));
  }

  function on() {
    return [
      h('div.tools', {},
        h('p', {}, `Unknown subjects are kept for ${time(keep)}, the latest 1,000 of them.`),
        h('div.row', {},
          h('button.button', { type: 'button', onclick: again }, 'Look again'),
          h('button.button', { type: 'button', onclick: () => keepFor(keep, 'Save') }, 'Change the time'),
          h('button.button.danger', { type: 'button', onclick: switchOff }, 'Switch it off'))),
      groups.length === 0
        ? empty('Nobody is in the inbox', 'Whoever is identified here, and is unknown, will be.')
        : h('ol.rows', { 'aria-label': 'Groups' }, groups.map(row)),
      groups.length > 1
        ? h('section.footer', {}, h('button.button.plain.danger', { type: 'button', onclick: dismissAll }, 'Dismiss all'))
        : null,
    ];
  }

  function row(group, at) {
    const subject = `Subject ${at + 1}`;
    return h('li', {},
      h('span.who', {}, h('span', {}, h('strong', {}, subject), `, seen ${group.probes === 1 ? 'once' : `${group.probes} times`}`),
        h('span.hint', {}, when(ago(group.first), ago(group.last)))),
      h('span.row', {},
        h('button.button.small', { type: 'button', 'aria-label': `Enrol ${subject}`, onclick: () => enrol(group, subject) }, 'Enrol'),
        h('button.button.small.plain', { type: 'button', 'aria-label': `Dismiss ${subject}`, onclick: () => dismiss(group, subject) }, 'Dismiss')));
  }

  async function keepFor(present, action) {
    const times = TIMES.includes(present) ? TIMES : [present, ...TIMES];
    const select = h('select', { name: 'keep' }, times.map(it => h('option', { value: it, selected: it === present }, time(it))));
    const done = await dialog({
      title: 'Keep unknown subjects',
      content: [h('label.field', {}, h('span', {}, 'For how long'), select),
        h('p.hint', {}, 'Vectors only, no images. What is older is deleted.')],
      action,
      submit: () => send('PUT', path('galleries', name, 'inbox'), { json: { keep: select.value } }),
    });
    if (done) {
      again();
    }
  }

  async function switchOff() {
    const done = await confirmed({
      title: 'Switch the inbox off?',
      text: `What it holds, ${counted(groups.length, 'subject')}, is deleted.`,
      action: 'Switch off',
      submit: () => send('DELETE', path('galleries', name, 'inbox')),
    });
    if (done) {
      notice('The inbox is off and empty');
      again();
    }
  }

  async function enrol(group, subject) {
    const label = h('input', { name: 'label', autocomplete: 'off', autofocus: true });
    const known = h('input', { name: 'identity', autocomplete: 'off', spellcheck: 'false' });
    const enrolled = await dialog({
      title: `Enrol ${subject}`,
      content: [
        h('p', {}, `${counted(group.probes, 'vector becomes a template', 'vectors become templates')} of one identity, and leave the inbox.`),
        h('label.field', {}, h('span', {}, 'Name'), label),
        h('details', {}, h('summary', {}, 'It is somebody enrolled already'), h('label.field', {}, h('span', {}, 'Id'), known)),
      ],
      action: 'Enrol',
      submit: () => enrolAs(label.value.trim(), known.value.trim()),
    });
    if (enrolled) {
      notice(`${counted(enrolled.templates.length, 'template')} of ${enrolled.label || enrolled.id}`);
      location.hash = to('galleries', name, 'identities', enrolled.id);
    }

    /* Who is named is new; who is given by id is there. */
    async function enrolAs(named, id) {
      if (id) {
        await get(path('galleries', name, 'identities', id));
        return become(id);
      }
      if (!named) {
        throw new Problem(0, { title: 'Who is it?', detail: 'give a name, or the id of somebody enrolled already' });
      }
      return withNewIdentity(name, idFrom(named), named, become);
    }

    function become(identity) {
      return send('POST', path('galleries', name, 'unknowns', group.id, 'enrol'), { json: { identity } });
    }
  }

  async function dismiss(group, subject) {
    const done = await confirmed({
      title: `Dismiss ${subject}?`,
      text: `What is kept of it, ${counted(group.probes, 'vector')}, is deleted.`,
      action: 'Dismiss',
      submit: () => send('DELETE', path('galleries', name, 'unknowns', group.id)),
    });
    if (done) {
      notice(`${subject} was dismissed`);
      again();
    }
  }

  async function dismissAll() {
    const done = await confirmed({
      title: 'Dismiss all?',
      text: `What is kept of ${counted(groups.length, 'subject')} is deleted. The inbox stays on.`,
      action: 'Dismiss all',
      submit: () => send('DELETE', path('galleries', name, 'unknowns')),
    });
    if (done) {
      notice('The inbox is empty');
      again();
    }
  }
}

function when(first, last) {
  return first === last ? last : `first ${first}, last ${last}`;
}

/* "7d" in words. */
function time(keep) {
  const count = Number.parseInt(keep, 10);
  return counted(count, keep.endsWith('h') ? 'hour' : 'day');
}
