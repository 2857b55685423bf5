import { get, path, send } from '../api.js';
import { calibrate, FEWEST } from '../calibrate.js';
import { fill, h } from '../dom.js';
import { empty, galleryFrame, galleryOf } from '../gallery-frame.js';
import { followed } from '../job-progress.js';
import { busy, failure, notice } from '../notice.js';
import { again } from '../router.js';
import { suspects } from '../suspects.js';
import { ago, counted, whole } from '../words.js';

/** Identities that it takes to tell how near strangers come by chance. */
const FEWEST_JUDGED = 50;

/** What looks wrong in a gallery, and how it is searched. */
export async function healthPage({ gallery: name }, signal) {
  const gallery = await galleryOf(name, signal);
  const found = gallery.calibration && await get(path('galleries', name, 'calibrations', gallery.calibration), signal);
  const progress = h('div', {});
  const start = h('button.button', { type: 'button', onclick: () => busy(start, progress, async () => {
    if (await calibrate(gallery.name, found?.calibration, progress, signal)) {
      again();
    }
  }) }, found ? 'Look again' : 'Look for errors');
  return {
    title: `Health · ${gallery.name}`,
    section: 'galleries',
    content: galleryFrame(gallery, 'health',
      verdict(gallery, found, signal),
      gallery.identities >= FEWEST ? h('div.row', {}, start, found && h('span.hint', {}, `Last looked ${ago(found.calibration.created)}, among ${counted(found.calibration.identities, 'identity', 'identities')}.`)) : null,
      progress, index(gallery, signal)),
  };
}

function verdict(gallery, found, signal) {
  if (!found) {
    return empty('Not looked at yet', `A calibration finds identities that look alike and images under a wrong name, once ${FEWEST_JUDGED} identities are enrolled; there are ${whole(gallery.identities)}.`);
  }
  return found.calibration.identities < FEWEST_JUDGED
    ? empty('Too few to tell', `Among ${counted(found.calibration.identities, 'identity', 'identities')} a look-alike cannot be told from chance. It takes ${FEWEST_JUDGED}.`)
    : suspects(gallery, found, again, signal);
}

/* A search with a vector that means nothing shows how searches are done, and how long they take. */
function index(gallery, signal) {
  const answer = h('p.quiet', { role: 'status' }, `Generation ${gallery.generation}, ${counted(gallery.templates, 'template')} of ${whole(gallery.model.dimension)} dimensions, made ${ago(gallery.created)}. Structure ${gallery.structure}: searches ${gallery.searched === 'graph' ? 'walk a graph' : 'scan all templates'}.`);
  const problems = h('div', {});
  const attempt = h('button.button', { type: 'button', disabled: gallery.threshold === null, onclick: () => busy(attempt, problems, tried) }, 'Try a search');
  const rebuild = h('button.button', { type: 'button', onclick: () => busy(rebuild, problems, rebuilt) }, 'Build it anew');
  return h('section.card', {}, h('h2', {}, 'Index'), answer, agreement(gallery), problems, h('div.row', {}, attempt, rebuild));

  async function tried() {
    const vector = Array.from({ length: gallery.model.dimension }, () => Math.random() - 0.5);
    const start = performance.now();
    const { results: [{ search }] } = await send('POST', path('galleries', gallery.name, 'identify'), { json: { vector, k: 1 }, signal });
    const took = performance.now() - start;
    fill(answer, `Generation ${gallery.generation}: a search just now ${search.structure === 'graph' ? 'walked the graph' : 'scanned all templates'}, compared ${whole(search.compared)}, measured ${whole(search.measured)}${search.exact ? ' and was exact' : ''}; the answer was here after ${took.toFixed(0)} ms.`);
  }

  /* Beside the present one, which is searched until the new one has passed its gates. */
  async function rebuilt() {
    const { state, result } = await followed(path('galleries', gallery.name, 'rebuild'), {}, problems, signal);
    if (state === 'succeeded' && result.switched) {
      notice(`Generation ${result.to} is searched now.`);
      again();
    } else if (state === 'succeeded') {
      fill(problems, result.gates.filter(gate => !gate.passed).map(gate => failure({ title: `The index stays as it is: ${gate.name}`, message: gate.found })));
    }
  }
}

/* What was last tried in the background. */
function agreement({ name, agreement: tried }) {
  return tried && h('p', {}, `${whole(tried.right)} of ${counted(tried.searches, 'search', 'searches')} found what measuring all templates finds, ${ago(tried.measured)}.`,
    tried.rebuild ? ' That is too few: build the index anew.' : null);
}
