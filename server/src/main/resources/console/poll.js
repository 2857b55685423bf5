import { fill } from './dom.js';
import { failure } from './notice.js';

/**
 * Asks a server again and again, one question at a time, so that one that waits for the user's key holds the next back. While the server
 * does not answer, that is said, and it is asked on.
 *
 * @param {() => Promise<*>} ask gives something true once there is no more to ask
 * @param {number} pause before each question, in milliseconds
 * @param {HTMLElement} place where it is said
 * @throws {Problem} when it refuses to answer
 */
export async function poll(ask, pause, place) {
  for (let done = false; !done;) {
    await new Promise(resolve => setTimeout(resolve, pause));
    try {
      done = await ask();
      fill(place);
    } catch (problem) {
      if (!problem.passing) {
        throw problem;
      }
      if (!place.hasChildNodes()) {
        fill(place, failure(problem));
      }
    }
  }
}
