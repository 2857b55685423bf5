import { get } from '../api.js';
import { fill, h } from '../dom.js';
import { empty } from '../gallery-frame.js';
import { JobProgress } from '../job-progress.js';
import { failure } from '../notice.js';
import { poll } from '../poll.js';
import { again } from '../router.js';

const PAUSE = 3000;

/** Long work, the latest first, with live progress. */
export async function jobsPage(parameters, signal) {
  const list = h('div.jobs', {});
  const problems = h('div', {});
  const shown = new Map();
  await refresh();
  poll(refresh, PAUSE, problems).catch(problem => {
    if (!signal.aborted) {
      fill(problems, failure(problem), h('button.button', { type: 'button', onclick: again }, 'Try again'));
    }
  });
  return { title: 'Jobs', section: 'jobs', content: h('div.page', {}, h('h1', { tabindex: -1 }, 'Jobs'), problems, list) };

  /* One request for all: a stream of events for each would take up the few connections that a browser makes to a server. */
  async function refresh() {
    const { jobs } = await get('/v1/jobs', signal);
    const fresh = jobs.filter(job => !shown.has(job.id));
    fresh.forEach(job => shown.set(job.id, new JobProgress(job)));
    jobs.forEach(job => shown.get(job.id).show(job));
    if (fresh.length > 0 || jobs.length === 0) {
      fill(list, jobs.length === 0
        ? empty('Nothing is running', 'Calibrations, rebuilds and other long work show their progress here.')
        : jobs.map(job => shown.get(job.id).element));
    }
  }
}
