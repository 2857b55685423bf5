import { get, path, send } from './api.js';
import { fill, h } from './dom.js';
import { busy, failure } from './notice.js';
import { poll } from './poll.js';
import { ago, whole } from './words.js';

const PAUSE = 500;
const STATES = { waiting: 'Waiting', running: 'Running', succeeded: 'Done', failed: 'Failed', cancelled: 'Cancelled' };

/**
 * Has long work done, and shows in a place how far it has come until it has ended.
 *
 * @param {string} url where to ask for it
 * @param {Object} json how to do it
 * @param {HTMLElement} place
 * @param {AbortSignal} signal ends the following; the work goes on
 * @returns {Promise<Object>} the job as it ended
 * @throws {Problem} when the work is refused, or to follow it
 */
export async function followed(url, json, place, signal) {
  const job = await send('POST', url, { json, headers: { Prefer: 'respond-async' }, signal });
  const progress = new JobProgress(job);
  const problems = h('div', {});
  fill(place, progress.element, problems);
  await poll(async () => {
    progress.show(await get(path('jobs', job.id), signal));
    return ended(progress.job);
  }, PAUSE, problems);
  return progress.job;
}

function ended(job) {
  return job.state !== 'waiting' && job.state !== 'running';
}

/** One job, as it was when it was last shown. */
export class JobProgress {
  job;
  #bar = h('progress', {});
  #state = h('span.state', { role: 'status' });
  #count = h('span.hint', {});
  #problem = h('div', {});
  #refusal = h('div', {});
  #cancel = h('button.button.small', { type: 'button', onclick: () => this.#stop() }, 'Cancel');

  /** @param {Object} job */
  constructor(job) {
    this.job = job;
    const what = job.gallery ? `${job.kind} of ${job.gallery}` : job.kind;
    this.#bar.setAttribute('aria-label', `Progress of the ${what}`);
    this.#cancel.setAttribute('aria-label', `Cancel the ${what}`);
    this.element = h('article.job', {}, h('div.title', {}, h('h2', {}, what.charAt(0).toUpperCase() + what.slice(1)), this.#state),
      this.#bar, h('div.row', {}, this.#count, this.#cancel), this.#problem, this.#refusal);
    this.#show();
  }

  /** Shows how the job stands now; one that has ended stays so, whatever an answer says that comes late. */
  show(job) {
    if (!ended(this.job)) {
      this.job = job;
      this.#show();
    }
  }

  #stop() {
    return busy(this.#cancel, this.#refusal, async () => this.show(await send('DELETE', path('jobs', this.job.id))));
  }

  #show() {
    const { state, done, all, created, started, finished, result, problem } = this.job;
    const missed = result?.gates?.filter(gate => !gate.passed) ?? [];
    this.element.dataset.state = state;
    this.element.toggleAttribute('data-short', result?.refused > 0 || missed.length > 0);
    this.#state.textContent = outcome(result, missed) ?? STATES[state] ?? state;
    this.#bar.hidden = ended(this.job);
    this.#cancel.hidden = ended(this.job);
    if (all > 0) {
      this.#bar.max = all;
      this.#bar.value = done;
    }
    const come = all > 0 ? `${whole(done)} of ${whole(all)}` : done > 0 ? whole(done) : '';
    this.#count.textContent = ended(this.job)
      ? [come, finished && ago(finished), started && finished && `took ${seconds(started, finished)}`].filter(Boolean).join(', ')
      : come || `asked for ${ago(created)}`;
    fill(this.#problem, problem && failure({ title: problem.title, message: problem.detail ?? '' }),
      missed.map(gate => failure({ title: `The index stays as it is: ${gate.name}`, message: gate.found })));
  }
}

/* What a bulk enrolment did where lines were refused; a rebuild that keeps to the index there is without a gate's saying so was a dry run. */
function outcome(result, missed) {
  if (result?.refused > 0) {
    return `Done: ${[
      `${whole(result.enrolled)} enrolled`,
      result.alreadyEnrolled > 0 && `${whole(result.alreadyEnrolled)} already enrolled`,
      `${whole(result.refused)} refused`,
    ].filter(Boolean).join(', ')}`;
  }
  return result?.switched === false ? missed.length > 0 ? 'Done, not switched' : 'Done, a dry run' : null;
}

function seconds(from, until) {
  const length = (Date.parse(until) - Date.parse(from)) / 1000;
  return length < 60 ? `${length.toFixed(1)} s` : `${Math.floor(length / 60)} min ${Math.round(length % 60)} s`;
}
