import { Problem } from './api.js';
import { h } from './dom.js';
import { busy } from './notice.js';

let dialogs = 0;

/**
 * Opens a dialog with a form; it closes when the form was sent with success, by Escape, or by its Cancel button. While the form is
 * being sent it stays: what has been asked for may be done. Focus goes back to where it came from.
 *
 * @param {{title: string, content: *, action: string, danger?: boolean, cancel?: boolean, submit: (form: HTMLFormElement) => Promise<*>}}
 *     options {@code cancel}: whether it can be closed without being sent
 * @returns {Promise<*>} what {@code submit} gave; null when it was cancelled
 */
export function dialog({ title, content, action, danger = false, cancel = true, submit }) {
  const id = `dialog-${++dialogs}`;
  const problems = h('div', {});
  const button = h(danger ? 'button.button.danger' : 'button.button.primary', { type: 'submit' }, action);
  const leave = h('button.button.plain', { type: 'button', hidden: !cancel, onclick: () => box.close() }, 'Cancel');
  let outcome = null;
  const form = h('form', {
    onsubmit: event => {
      event.preventDefault();
      busy(button, problems, async () => {
        hold(true);
        try {
          outcome = await submit(form);
          box.close();
        } finally {
          hold(!cancel);
        }
      });
    },
  }, h('h2', { id }, title), content, problems, h('div.actions', {}, button, leave));
  const box = h('dialog', { 'aria-labelledby': id, oncancel: event => held(box) && event.preventDefault() }, form);
  hold(!cancel);
  document.body.append(box);
  return new Promise(resolve => {
    box.addEventListener('close', () => {
      box.remove();
      resolve(outcome);
    });
    box.showModal();
  });

  /* Chromium lets a second Escape through, unless it is told. */
  function hold(open) {
    box.setAttribute('closedby', open ? 'none' : 'closerequest');
    leave.disabled = open;
  }
}

function held(box) {
  return box.getAttribute('closedby') === 'none';
}

/** Closes what is open, as Escape does: a dialog belongs to the page that it was opened on. */
export function closeDialogs() {
  [...document.querySelectorAll('dialog')].filter(it => !held(it)).forEach(it => it.close());
}

/** Asks before something is lost; where a word is given it has to be typed. Resolves to whether it was done. */
export async function confirmed({ title, text, word, action, submit }) {
  const typed = word && h('input', { name: 'word', autocomplete: 'off', spellcheck: 'false', required: true });
  return await dialog({
    title,
    content: [h('p', {}, text),
      word && h('label.field', {}, h('span', {}, 'Type ', h('strong', {}, word), ' to confirm'), typed)],
    action,
    danger: true,
    submit: async () => {
      if (word && typed.value !== word) {
        typed.focus();
        throw new Problem(0, { title: 'Not done yet', detail: `type ${word} to confirm` });
      }
      await submit();
      return true;
    },
  }) === true;
}
