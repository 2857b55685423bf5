/**
 * Signals for work of which only the latest counts: each ends the one before, and all end with the page.
 *
 * @param {AbortSignal} signal of the page
 * @returns {() => AbortSignal}
 */
export function latest(signal) {
  let before = new AbortController();
  return () => {
    before.abort();
    before = new AbortController();
    return AbortSignal.any([signal, before.signal]);
  };
}
