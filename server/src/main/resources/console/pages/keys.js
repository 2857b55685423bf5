import { forgetKey, get, hasKey, path, send, useKey } from '../api.js';
import { confirmed, dialog } from '../dialog.js';
import { h } from '../dom.js';
import { empty } from '../gallery-frame.js';
import { icon } from '../icons.js';
import { notice } from '../notice.js';
import { again } from '../router.js';
import { ago, moment } from '../words.js';

const SCOPES = [
  ['identify', 'search and compare'],
  ['enrol', 'read and change identities'],
  ['admin', 'everything, keys included'],
];
const DAY = 86400000;

/** API keys: who may do what. */
export async function keysPage(parameters, signal) {
  const { keys } = await get('/v1/keys', signal);
  const make = () => h('button.button.primary', { type: 'button', onclick: create }, icon('plus'), 'New key');
  return {
    title: 'Keys',
    section: 'keys',
    content: h('div.page', {},
      h('div.title', {}, h('h1', { tabindex: -1 }, 'API keys'), keys.length > 0 ? make() : null),
      hasKey() ? h('p.lead', {}, 'This tab works with a key. ', h('button.button.small', { type: 'button', onclick: forget }, 'Forget it')) : null,
      keys.length === 0
        ? empty('No keys yet', 'Without keys Kith answers this machine only. The first key must allow everything; this tab goes on with it, and from then on every request needs one.', make())
        : h('ul.rows', {}, keys.map(it => row(it, () => revoke(it))))),
  };

  async function create() {
    const made = await dialog({
      title: 'New key',
      content: form(keys.length === 0),
      action: 'Make the key',
      submit: sent => send('POST', '/v1/keys', { json: request(new FormData(sent)) }),
    });
    if (made) {
      if (keys.length === 0) {
        useKey(made.secret);
      }
      await showOnce(made.secret);
      again();
    }
  }

  async function revoke(key) {
    const done = await confirmed({
      title: `Revoke ${key.label || key.id}?`,
      text: 'Whoever uses it is locked out at once. A revoked key cannot be brought back.',
      action: 'Revoke key',
      submit: () => send('DELETE', path('keys', key.id)),
    });
    if (done) {
      notice('The key was revoked');
      again();
    }
  }

  function forget() {
    forgetKey();
    again();
  }
}

function form(first) {
  return [
    h('label.field', {}, h('span', {}, 'What it is for'), h('input', { name: 'label', autocomplete: 'off', autofocus: true })),
    h('fieldset.choices', {}, h('legend', {}, 'It may'), SCOPES.map(([scope, text]) => h('label.choice', {},
      h('input', { type: 'checkbox', name: 'scopes', value: scope, checked: first ? scope === 'admin' : scope === 'identify' }),
      h('span', {}, h('strong', {}, scope), h('span.hint', {}, text))))),
    h('label.field', {}, h('span', {}, 'Galleries'), h('input', { name: 'galleries', autocomplete: 'off', placeholder: 'all' }),
      h('span.hint', {}, 'Names with commas between them; empty for all.')),
    h('label.field', {}, h('span', {}, 'Valid for'), h('select', { name: 'days' },
      [['', 'ever, until revoked'], ['1', 'a day'], ['30', '30 days'], ['365', 'a year']].map(([value, text]) => h('option', { value }, text)))),
  ];
}

function request(data) {
  const days = data.get('days');
  return {
    scopes: data.getAll('scopes'),
    galleries: data.get('galleries').split(',').map(name => name.trim()).filter(Boolean),
    label: data.get('label').trim() || null,
    expires: days ? new Date(Date.now() + Number(days) * DAY).toISOString() : null,
  };
}

function showOnce(secret) {
  const field = h('input.secret', { readonly: true, value: secret, 'aria-label': 'The new key' });
  const said = h('p.hint', { role: 'status' });
  return dialog({
    title: 'Copy the key now',
    content: [h('p', {}, 'It is shown this once. Kith keeps only a hash of it.'),
      h('div.row', {}, field, h('button.button', { type: 'button', onclick: copy }, icon('copy'), 'Copy')), said],
    action: 'I have it',
    cancel: false,
    submit: async () => true,
  });

  /* A page that came over http from elsewhere has no clipboard. */
  async function copy() {
    try {
      await navigator.clipboard.writeText(secret);
      said.textContent = 'Copied.';
    } catch {
      field.focus();
      field.select();
      said.textContent = 'This browser does not let the page copy it. It is selected: press Ctrl+C, or ⌘C on a Mac.';
    }
  }
}

function row(key, revoke) {
  return h('li', { 'data-state': key.state }, h('span.who', {}, h('strong', {}, key.label || key.id),
    h('span.hint', {}, [`may ${key.scopes.join(', ')}`, key.galleries.length ? `in ${key.galleries.join(', ')}` : 'in all galleries', `made ${ago(key.created)}`,
      key.expires ? `expires ${moment(key.expires)}` : null, key.id].filter(Boolean).join(' · '))),
  key.state === 'valid' ? h('button.button.small', { type: 'button', onclick: revoke, 'aria-label': `Revoke ${key.label || key.id}` }, 'Revoke')
    : h('span.state', {}, key.state));
}
