import { get } from '../api.js';
import { fill, h } from '../dom.js';
import { empty } from '../gallery-frame.js';
import { ended, JobProgress } from '../job-progress.js';
import { failure } from '../notice.js';

const PAUSE = 3000;

/** Long work, the latest first, with live progress. */
export async function jobsPage(parameters, signal) {
  const list = h('div.jobs', {});
  const shown = new Map();
  await refresh();
  const timer = setInterval(() => refresh().catch(problem => {
    clearInterval(timer);
    if (!signal.aborted) {
      list.prepend(failure(problem));
    }
  }), PAUSE);
  signal.addEventListener('abort', () => clearInterval(timer));
  return { title: 'Jobs', section: 'jobs', content: h('div.page', {}, h('h1', { tabindex: -1 }, 'Jobs'), list) };

  async function refresh() {
    const { jobs } = await get('/v1/jobs', signal);
    if (jobs.every(job => shown.has(job.id)) && jobs.length > 0) {
      return;
    }
    for (const job of jobs.filter(it => !shown.has(it.id))) {
      const progress = new JobProgress(job, signal);
      shown.set(job.id, progress);
      if (!ended(job)) {
        progress.follow().catch(problem => !signal.aborted && progress.element.append(failure(problem)));
      }
    }
    fill(list, jobs.length === 0
      ? empty('Nothing is running', 'Calibrations, rebuilds and other long work show their progress here.')
      : jobs.map(job => shown.get(job.id).element));
  }
}
