import { exchange } from './api.js';

/**
 * Server-sent events by fetch, since the browser's own EventSource cannot send a key.
 *
 * @param {string} url where they come from
 * @param {AbortSignal} signal ends them
 * @returns {AsyncGenerator<*>} the data of each event, read as JSON
 */
export async function* events(url, signal) {
  const response = await exchange('GET', url, { headers: { Accept: 'text/event-stream' }, signal });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) {
      return;
    }
    const blocks = (rest + value.replaceAll('\r', '')).split('\n\n');
    rest = blocks.pop();
    for (const block of blocks) {
      const data = block.split('\n').filter(line => line.startsWith('data:')).map(line => line.slice(5).trim()).join('\n');
      if (data) {
        yield JSON.parse(data);
      }
    }
  }
}
