import { Problem } from './api.js';
import { dialog } from './dialog.js';
import { h } from './dom.js';

let asking = null;

/**
 * Asks for the API key, once at a time however many requests want one.
 *
 * @param {?string} refusal why the last key was refused
 * @returns {Promise<?string>} the key; null when the user gives none
 */
export function askForKey(refusal) {
  asking ??= ask(refusal).finally(() => {
    asking = null;
  });
  return asking;
}

function ask(refusal) {
  return dialog({
    title: 'This server asks for a key',
    content: [
      h('p', {}, 'It stays in this browser tab and is forgotten when the tab is closed.'),
      refusal && h('p.failure', { role: 'alert' }, `The key was refused: ${refusal}`),
      h('label.field', {}, h('span', {}, 'API key'),
        h('input', { name: 'key', type: 'password', autocomplete: 'off', required: true, autofocus: true })),
    ],
    action: 'Continue',
    submit: async form => checked(new FormData(form).get('key').trim()),
  });
}

/* A browser sends no header with other characters. */
function checked(key) {
  if (!/^[!-~]+$/.test(key)) {
    throw new Problem(0, { title: 'This is not a key', detail: 'a key has Latin letters, digits and signs, and no space' });
  }
  return key;
}
