import { forgetKey, hasKey } from './api.js';
import { closeDialogs } from './dialog.js';
import { fill, h } from './dom.js';
import { failure } from './notice.js';

const AGAIN = 'kith-again';

/**
 * A page: gives its content, which may take a while. Its signal is aborted when the user leaves it.
 *
 * @callback Page
 * @param {Object<string, string>} parameters of the address
 * @param {AbortSignal} signal
 * @returns {Promise<{title: string, section: string, content: Node}>}
 */

/** Shows the page that the fragment of the address names, such as {@code #/galleries/people}. */
export class Router {
  #routes;
  #place;
  #leaving = new AbortController();
  #shown = false;

  /**
   * @param {HTMLElement} place where pages go
   * @param {Array<[string, Page]>} routes patterns such as {@code /galleries/:gallery}, and their pages
   */
  constructor(place, routes) {
    this.#place = place;
    this.#routes = routes.map(([pattern, page]) => ({ parts: pattern.split('/'), page }));
    window.addEventListener('hashchange', () => {
      closeDialogs();
      this.show();
    });
    window.addEventListener(AGAIN, () => this.#again());
  }

  /** Shows the page of the present address, from its top. */
  show() {
    return this.#load(() => window.scrollTo(0, 0));
  }

  /* What was being read stays where it was. */
  #again() {
    const top = scrollY;
    const tops = new Map(this.#lists().map(it => [it.ariaLabel, it.scrollTop]));
    return this.#load(() => {
      window.scrollTo(0, top);
      this.#lists().forEach(it => it.scrollTo(0, tops.get(it.ariaLabel) ?? 0));
    });
  }

  #lists() {
    return [...this.#place.querySelectorAll('.scrolling')];
  }

  async #load(scroll) {
    this.#leaving.abort();
    this.#leaving = new AbortController();
    const { signal } = this.#leaving;
    const waiting = setTimeout(() => fill(this.#place, h('p.page.quiet', {}, 'Loading …')), 200);
    const shown = await this.#page(signal);
    clearTimeout(waiting);
    if (signal.aborted) {
      return;
    }
    document.title = shown.title === 'Kith' ? 'Kith' : `${shown.title} · Kith`;
    for (const link of document.querySelectorAll('#navigation a')) {
      link.toggleAttribute('aria-current', false);
      if (link.dataset.section === shown.section) {
        link.setAttribute('aria-current', 'page');
      }
    }
    fill(this.#place, shown.content);
    this.#place.querySelector('.subnav [aria-current]')?.scrollIntoView({ inline: 'nearest' });
    scroll();
    if (this.#shown) {
      this.#place.querySelector('h1')?.focus({ preventScroll: true });
    }
    this.#shown = true;
  }

  async #page(signal) {
    const parts = (location.hash.slice(1) || '/').split('/');
    const route = this.#routes.find(it => matches(it.parts, parts));
    if (!route) {
      return plain('There is nothing here', h('p', {}, h('a', { href: '#/' }, 'All galleries')));
    }
    try {
      return await route.page(parameters(route.parts, parts), signal);
    } catch (problem) {
      return signal.aborted ? null : plain(problem.title || 'This went wrong', failure(problem), h('div.row', {},
        h('button.button', { type: 'button', onclick: () => this.show() }, 'Try again'),
        hasKey() && h('button.button', { type: 'button', onclick: () => this.#forget() }, 'Forget the key')));
    }
  }

  #forget() {
    forgetKey();
    return this.show();
  }
}

function plain(title, ...content) {
  return { title, section: '', content: h('div.page', {}, h('h1', { tabindex: -1 }, title), content) };
}

function matches(pattern, parts) {
  return pattern.length === parts.length && pattern.every((it, at) => it.startsWith(':') ? parts[at] !== '' : it === parts[at]);
}

function parameters(pattern, parts) {
  return Object.fromEntries(pattern.map((it, at) => [it.slice(1), decodeURIComponent(parts[at])]).filter((_, at) => pattern[at].startsWith(':')));
}

/** Shows the present page anew, after something on it was changed. */
export function again() {
  window.dispatchEvent(new Event(AGAIN));
}

/** The fragment that leads to a page: {@code to('galleries', name)}. */
export function to(...parts) {
  return '#/' + parts.map(encodeURIComponent).join('/');
}
