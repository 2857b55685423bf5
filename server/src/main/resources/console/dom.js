/** Builds elements without markup in strings, so that no text from the API is ever read as HTML. */

const SVG = 'http://www.w3.org/2000/svg';

/**
 * Makes an element.
 *
 * @param {string} selector tag and classes, such as {@code p.quiet}
 * @param {Object<string, *>} attributes attributes; {@code on...} are listeners, false and null are left out
 * @param {...*} children nodes, texts, or arrays of them; null and false are left out
 * @returns {HTMLElement}
 */
export function h(selector, attributes = {}, ...children) {
  return build(name => document.createElement(name), selector, attributes, children);
}

/** Makes an SVG element, as {@link h} does. */
export function svg(selector, attributes = {}, ...children) {
  return build(name => document.createElementNS(SVG, name), selector, attributes, children);
}

/** Puts these in place of an element's children. */
export function fill(element, ...children) {
  element.replaceChildren(...nodes(children));
  return element;
}

function build(create, selector, attributes, children) {
  const [name, ...classes] = selector.split('.');
  const element = create(name);
  element.classList.add(...classes);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) {
      element.addEventListener(key.slice(2), value);
    } else if (present(key, value)) {
      element.setAttribute(key, value === true && !key.startsWith('aria-') ? '' : value);
    }
  }
  element.append(...nodes(children));
  return element;
}

/* A state such as aria-pressed is said when it is false, too. */
function present(key, value) {
  return value !== null && value !== undefined && (value !== false || key.startsWith('aria-'));
}

function nodes(children) {
  return children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false);
}
