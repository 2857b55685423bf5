/** Kith's REST API, with errors in words. */

const KEY = 'kith.key';

/** A request that Kith refused, or that did not reach it. */
export class Problem extends Error {
  /**
   * @param {number} status HTTP status code; 0 when there was no answer
   * @param {{title?: string, detail?: string}} document problem document (RFC 9457)
   */
  constructor(status, document) {
    super(document.detail || document.title || `the server answered ${status}`);
    this.status = status;
    this.title = document.title || 'The request failed';
  }

  /** Whether the same request may be answered later. */
  get passing() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** Asked for a key when the server wants one; resolves to it, or to null when there is none. */
let askForKey = async () => null;

/** Sets who asks for a key. */
export function whenKeyIsNeeded(ask) {
  askForKey = ask;
}

/** Whether a key is kept for this tab. */
export function hasKey() {
  return sessionStorage.getItem(KEY) !== null;
}

/** Keeps a key for this tab. */
export function useKey(key) {
  sessionStorage.setItem(KEY, key);
}

/** Forgets the key. */
export function forgetKey() {
  sessionStorage.removeItem(KEY);
}

/** The header that carries the key, as an object; an empty one when there is no key. */
export function keyHeader() {
  return hasKey() ? { Authorization: `Bearer ${sessionStorage.getItem(KEY)}` } : {};
}

/**
 * A path from parts, each escaped: {@code path('galleries', name)}.
 *
 * @throws {Problem} for an id that no escape carries through a browser
 */
export function path(...parts) {
  const step = parts.find(part => part === '.' || part === '..');
  if (step) {
    throw new Problem(0, {
      title: `“${step}” cannot be shown here`,
      detail: 'a browser takes this id for a step in the address; merge it into an identity of another id through the API',
    });
  }
  return '/v1/' + parts.map(encodeURIComponent).join('/');
}

/**
 * Sends a request and reads its JSON.
 *
 * @param {string} method HTTP method
 * @param {string} url path and query
 * @param {{json?: *, form?: FormData, headers?: Object<string, string>, signal?: AbortSignal}} [options]
 * @returns {Promise<*>} body of the answer; null when it has none
 * @throws {Problem}
 */
export async function send(method, url, options = {}) {
  const response = await exchange(method, url, options);
  const text = await response.text();
  return text === '' ? null : JSON.parse(text);
}

/** GET, as {@link send}. */
export function get(url, signal) {
  return send('GET', url, { signal });
}

/** Sends a request and gives the response itself, for those who read it as it comes. */
export async function exchange(method, url, options = {}) {
  let response = await request(method, url, options);
  while (response.status === 401) {
    const refused = await problem(response);
    const key = await askForKey(hasKey() ? refused.message : null);
    if (key === null) {
      throw refused;
    }
    useKey(key);
    response = await request(method, url, options);
  }
  if (!response.ok) {
    throw await problem(response);
  }
  return response;
}

async function request(method, url, { json, form, headers = {}, signal }) {
  const all = { Accept: 'application/json', ...keyHeader(), ...headers };
  if (json !== undefined) {
    all['Content-Type'] = 'application/json';
  }
  try {
    return await fetch(url, {
      method, signal, headers: all, body: form ?? (json === undefined ? undefined : JSON.stringify(json)),
    });
  } catch (cause) {
    if (cause.name === 'AbortError') {
      throw cause;
    }
    throw new Problem(0, { title: 'Kith does not answer', detail: 'Is the server running? Try again when it is.' });
  }
}

async function problem(response) {
  try {
    return new Problem(response.status, await response.json());
  } catch {
    return new Problem(response.status, {});
  }
}
