import { h } from './dom.js';
import { icon } from './icons.js';

const SHOWN = 6000;

/** Says that something was done; screen readers hear it. */
export function notice(text) {
  say('check', text);
}

/** Says what somebody should know of that which was done. */
export function warning(text) {
  say('warning', text);
}

function say(picture, text) {
  const note = h('p.notice', {}, icon(picture), h('span', {}, text));
  document.getElementById('notices').append(note);
  setTimeout(() => note.remove(), SHOWN);
}

/** A problem in words, to be put where it arose; screen readers hear it. */
export function failure(problem) {
  if (!(problem.title)) {
    console.error(problem);
  }
  return h('p.failure', { role: 'alert' }, icon('warning'),
    h('span', {}, problem.title ? h('strong', {}, problem.title, '. ') : null, sentence(problem.message)));
}

function sentence(text) {
  const started = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(started) ? started : started + '.';
}

/**
 * Does work that a button started: the button is busy meanwhile, and a problem is shown in its place.
 *
 * @param {HTMLButtonElement} button
 * @param {HTMLElement} place where a problem is shown
 * @param {() => Promise<*>} work
 */
export async function busy(button, place, work) {
  if (button.getAttribute('aria-busy') === 'true') {
    return;
  }
  button.setAttribute('aria-busy', 'true');
  place.replaceChildren();
  try {
    await work();
  } catch (problem) {
    if (problem.name !== 'AbortError') {
      place.replaceChildren(failure(problem));
      place.scrollIntoView({ block: 'nearest' });
    }
  } finally {
    button.removeAttribute('aria-busy');
  }
}
