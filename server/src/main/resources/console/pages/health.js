import { get, path } from '../api.js';
import { calibrate, FEWEST } from '../calibrate.js';
import { h } from '../dom.js';
import { empty, galleryPage } from '../gallery-frame.js';
import { followed } from '../job-progress.js';
import { busy, notice } from '../notice.js';
import { again } from '../router.js';
import { suspects } from '../suspects.js';
import { ago, counted, whole } from '../words.js';

/** Identities that it takes to tell how near strangers come by chance. */
const FEWEST_JUDGED = 50;

/** What looks wrong in a gallery, and how it is searched. */
export function healthPage({ gallery: name }, signal) {
  return galleryPage(name, 'health', signal, gallery => health(gallery, signal));
}

async function health(gallery, signal) {
  const found = gallery.calibration && await get(path('galleries', gallery.name, 'calibrations', gallery.calibration), signal);
  const progress = h('div', {});
  const start = h('button.button', { type: 'button', onclick: () => busy(start, progress, async () => {
    if (await calibrate(gallery.name, found?.calibration, progress, signal)) {
      again();
    }
  }) }, found ? 'Look again' : 'Look for errors');
  return [
    verdict(gallery, found, signal),
    gallery.identities >= FEWEST ? h('div.row', {}, start, found && h('span.hint', {}, `Last looked ${ago(found.calibration.created)}, among ${counted(found.calibration.identities, 'identity', 'identities')}.`)) : null,
    progress, index(gallery, signal),
  ];
}

function verdict(gallery, found, signal) {
  if (!found) {
    return empty('Not looked at yet', `A calibration finds identities that look alike and images under a wrong name, once ${FEWEST_JUDGED} identities have templates.`);
  }
  return found.calibration.identities < FEWEST_JUDGED
    ? empty('Too few to tell', `Among ${counted(found.calibration.identities, 'identity', 'identities')} a look-alike cannot be told from chance. It takes ${FEWEST_JUDGED}.`)
    : suspects(gallery, found, again, signal);
}

function index(gallery, signal) {
  const what = h('p.quiet', {}, `Generation ${gallery.generation}, ${counted(gallery.templates, 'template')} of ${whole(gallery.model.dimension)} dimensions. Structure ${gallery.structure}: searches ${gallery.searched === 'graph' ? 'walk a graph' : 'scan all templates'}.`);
  const problems = h('div', {});
  const rebuild = h('button.button', { type: 'button', onclick: () => busy(rebuild, problems, rebuilt) }, 'Build it anew');
  return h('section.card', {}, h('h2', {}, 'Index'), what, agreement(gallery), problems, h('div.row', {}, rebuild));

  /* Beside the present one, which is searched until the new one has passed its gates. */
  async function rebuilt() {
    const { state, result } = await followed(path('galleries', gallery.name, 'rebuild'), {}, problems, signal);
    if (state === 'succeeded' && result.switched) {
      notice(`Generation ${result.to} is searched now.`);
      again();
    }
  }
}

/* What was last tried in the background. */
function agreement({ name, agreement: tried }) {
  return tried && h('p', {}, `${whole(tried.right)} of ${counted(tried.searches, 'search', 'searches')} found what measuring all templates finds, ${ago(tried.measured)}.`,
    tried.rebuild ? ' That is too few: build the index anew.' : null);
}
