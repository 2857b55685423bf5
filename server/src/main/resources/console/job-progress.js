import { path, send } from './api.js';
import { fill, h } from './dom.js';
import { events } from './events.js';
import { failure } from './notice.js';
import { ago, whole } from './words.js';

const STATES = { waiting: 'Waiting', running: 'Running', succeeded: 'Done', failed: 'Failed', cancelled: 'Cancelled' };

/** Whether a job has ended. */
export function ended(job) {
  return job.state !== 'waiting' && job.state !== 'running';
}

/** Shows a job in a place until it has ended, and gives it as it is then. */
export function followed(job, place, signal) {
  const progress = new JobProgress(job, signal);
  fill(place, progress.element);
  return progress.follow();
}

/** One job, kept up to date while it is shown. */
export class JobProgress {
  #job;
  #signal;
  #bar = h('progress', {});
  #state = h('span.state', { role: 'status' });
  #count = h('span.hint', {});
  #problem = h('div', {});
  #cancel = h('button.button.small', { type: 'button', onclick: () => this.#stop() }, 'Cancel');

  /**
   * @param {Object} job
   * @param {AbortSignal} signal ends the following
   */
  constructor(job, signal) {
    this.#job = job;
    this.#signal = signal;
    const what = job.gallery ? `${job.kind} of ${job.gallery}` : job.kind;
    this.#bar.setAttribute('aria-label', `Progress of the ${what}`);
    this.#cancel.setAttribute('aria-label', `Cancel the ${what}`);
    this.element = h('article.job', {}, h('div.title', {}, h('h2', {}, what.charAt(0).toUpperCase() + what.slice(1)), this.#state),
      this.#bar, h('div.row', {}, this.#count, this.#cancel), this.#problem);
    this.#show();
  }

  /** Follows the job to its end and gives it as it is then. */
  async follow() {
    if (!ended(this.#job)) {
      for await (const job of events(`${path('jobs', this.#job.id)}/events`, this.#signal)) {
        this.#job = job;
        this.#show();
      }
    }
    return this.#job;
  }

  async #stop() {
    try {
      this.#job = await send('DELETE', path('jobs', this.#job.id));
      this.#show();
    } catch (problem) {
      fill(this.#problem, failure(problem));
    }
  }

  #show() {
    const { state, done, all, created, started, finished, problem } = this.#job;
    this.element.dataset.state = state;
    this.#state.textContent = STATES[state] ?? state;
    this.#bar.hidden = ended(this.#job);
    this.#cancel.hidden = ended(this.#job);
    if (all > 0) {
      this.#bar.max = all;
      this.#bar.value = done;
    }
    const come = all > 0 ? `${whole(done)} of ${whole(all)}` : done > 0 ? whole(done) : '';
    this.#count.textContent = ended(this.#job)
      ? [come, finished && ago(finished), started && finished && `took ${seconds(started, finished)}`].filter(Boolean).join(', ')
      : come || `asked for ${ago(created)}`;
    fill(this.#problem, problem && failure({ title: problem.title, message: problem.detail ?? '' }));
  }
}

function seconds(from, until) {
  const length = (Date.parse(until) - Date.parse(from)) / 1000;
  return length < 60 ? `${length.toFixed(1)} s` : `${Math.floor(length / 60)} min ${Math.round(length % 60)} s`;
}
