import { get, path, send } from '../api.js';
import { calibrate, FEWEST } from '../calibrate.js';
import { CurveChart } from '../curve-chart.js';
import { fill, h } from '../dom.js';
import { ErrorCurve } from '../error-curve.js';
import { empty, galleryPage } from '../gallery-frame.js';
import { icon } from '../icons.js';
import { busy, notice } from '../notice.js';
import { again, to } from '../router.js';
import { ago, cosine, counted, oneIn, ofThousand, source, whole } from '../words.js';

const STEP = 0.001;

/** What errors of labelling may move a threshold by before it is said. */
const MOVED = 0.01;
const TARGETS = [0.1, 0.05, 0.01, 0.001, 0.0001];

/** Where the threshold of a gallery comes from, what it means, and how to set it. */
export function thresholdPage({ gallery: name }, signal) {
  return galleryPage(name, 'threshold', signal, gallery => threshold(gallery, signal));
}

async function threshold(gallery, signal) {
  const progress = h('div', {});
  const start = h('button.button', { type: 'button', onclick: () => busy(start, progress, async () => {
    if (await calibrate(gallery.name, calibration?.calibration, progress, signal)) {
      notice('Calibrated: the threshold comes from the new measurement');
      again();
    }
  }) }, gallery.calibration ? 'Calibrate again' : 'Calibrate');
  const calibration = gallery.calibration && await get(path('galleries', gallery.name, 'calibrations', gallery.calibration), signal);
  return [calibration ? measured(gallery, calibration, start) : [notYet(gallery, start), byHand(gallery)], progress];
}

function notYet(gallery, start) {
  const now = gallery.threshold === null ? 'There is no threshold yet.' : `The threshold of ${cosine(gallery.threshold)} is ${source(gallery.thresholdSource)}.`;
  return empty('Not measured yet', `${now} Kith measures one on the gallery itself once ${FEWEST} identities have templates.`,
    ...(gallery.identities < FEWEST ? [] : [start]));
}

function measured(gallery, { calibration, curve: knots }, start) {
  const factor = (Math.max(gallery.identities, 1) / calibration.identities) ** calibration.growthExponent;
  const curve = new ErrorCurve(knots, factor);
  const chart = new CurveChart(curve);
  const meaning = h('div.meaning', { 'aria-live': 'polite' });
  const present = gallery.threshold ?? curve.low;
  const slider = h('input', {
    type: 'range', 'aria-label': 'Threshold', step: STEP,
    min: (Math.floor(Math.min(curve.low, present) / STEP) * STEP).toFixed(3),
    max: (Math.ceil(Math.max(curve.high, present) / STEP) * STEP).toFixed(3),
    value: present, oninput: show,
  });
  const problems = h('div', {});
  const use = h('button.button', { type: 'button', onclick: () => set({ threshold: Number(slider.value) }) }, 'Decide at this threshold');
  const back = h('button.button.plain', { type: 'button', onclick: () => {
    slider.value = present;
    show();
  } }, 'Back to the present one');
  const choice = h('div.row', {}, use, back);
  show();
  return [
    h('section.card.threshold', { 'aria-label': 'What a threshold means' }, meaning, chart.element,
      h('div.slider', {}, slider), choice, problems),
    raised(gallery, calibration),
    h('section.card', {}, h('h2', {}, 'How many strangers may be taken for somebody?'),
      h('p.quiet', {}, gallery.targetFpir === null ? 'This gallery decides at a fixed threshold. Choose a share, and the threshold follows the gallery as it grows.'
        : 'The threshold follows from the share, and rises by itself as the gallery grows.'),
      h('div.row', { role: 'group', 'aria-label': 'Share of strangers' }, TARGETS.map(target => h('button.button', {
        type: 'button', 'aria-pressed': gallery.targetFpir === target, disabled: target < calibration.smallestFpir, onclick: () => set({ targetFpir: target }),
      }, oneIn(target)))),
      calibration.smallestFpir > Math.min(TARGETS.at(-1), gallery.targetFpir ?? 1) ? h('p.hint', {}, rarest(gallery, calibration)) : null),
    h('section.card', {}, h('h2', {}, 'Measured'),
      h('p.quiet', {}, `Last ${ago(calibration.created)}, on ${counted(calibration.identities, 'identity', 'identities')}: ${counted(calibration.nonMatedSearches, 'search', 'searches')} as strangers${calibration.rejections ? ` (${whole(calibration.rejections)} of them rejected by hand)` : ''}, ${whole(calibration.matedSearches)} as somebody enrolled.`,
        calibration.extrapolated ? ' Such a rare error was not seen; it is extrapolated from the highest scores.' : '',
        calibration.fpirLow === null ? '' : ` At a threshold of ${cosine(calibration.threshold)}, between ${ofThousand(calibration.fpirLow)} and ${ofThousand(calibration.fpirHigh)} strangers (95 % interval).`),
      h('div.row', {}, start)),
  ];

  function show() {
    const threshold = Number(slider.value);
    chart.move(threshold);
    slider.setAttribute('aria-valuetext', cosine(threshold));
    const unchanged = Math.abs(threshold - present) < 0.0006;
    choice.hidden = unchanged;
    fill(meaning, h('p.eyebrow', {}, `${unchanged ? 'Present threshold' : 'At a threshold of'} ${cosine(threshold)}`),
      claims(curve, threshold));
  }

  async function set(rule) {
    await busy(use, problems, async () => {
      await send('PUT', path('galleries', gallery.name), { json: rule });
      notice('The threshold was set');
      again();
    });
  }
}

/* Beyond the curve its ends say what is known: as a threshold rises, fewer strangers are taken for somebody, and more enrolled are missed. */
function claims(curve, threshold) {
  const rates = curve.at(threshold);
  if (rates === null) {
    return h('p.claim', {}, threshold < curve.low
      ? `This is below what was measured: at least as many strangers would be taken for somebody as at ${cosine(curve.low)}.`
      : `This is above what was measured: at least as many who are enrolled would be missed as at ${cosine(curve.high)}.`);
  }
  return [h('p.claim', {}, 'Of 1,000 strangers, ', h('strong.strangers', {}, about(rates.fpir)), ' would be taken for somebody.'),
    h('p.claim', {}, rates.fnir === null ? 'How many enrolled would be missed is not known: nobody has a second image.'
      : ['Of 1,000 who are enrolled, ', h('strong.enrolled', {}, about(rates.fnir)), ' would be missed.'])];
}

function rarest(gallery, { probed, smallestFpir }) {
  const known = `With ${counted(probed, 'identity', 'identities')} measured, ${oneIn(smallestFpir)} is the rarest that can be told. `;
  return known + (gallery.targetFpir !== null && gallery.targetFpir < smallestFpir
    ? `This gallery asks for ${oneIn(gallery.targetFpir)}; until more are enrolled it decides by that.`
    : 'Enrol more for rarer ones.');
}

/* Strangers look like whoever is enrolled twice, or under another's name; so the threshold is higher than the gallery needs. */
function raised(gallery, { targetFpir, suspectsLeftOut, thresholdWithSuspects: high, thresholdWithoutSuspects: low }) {
  if (suspectsLeftOut || high === null || low === null || high - low < MOVED) {
    return null;
  }
  return h('section.card.found', {}, h('h2.with-icon', {}, icon('warning'), 'Possible errors raise the threshold'),
    h('p.quiet', {}, `Some of what is enrolled looks like an error: one subject under two names, or an image under a wrong one. With it, ${oneIn(targetFpir)} takes a threshold of ${cosine(high)}; without it ${cosine(low)}, and fewer of those enrolled would be missed.`),
    h('div.row', {}, h('a.button', { href: to('galleries', gallery.name, 'health') }, 'Look at it')));
}

function byHand(gallery) {
  const problems = h('div', {});
  const field = h('input', { name: 'threshold', type: 'number', min: -1, max: 1, step: 0.001, required: true, value: gallery.threshold?.toFixed(3) ?? '' });
  const button = h('button.button', { type: 'submit' }, 'Set');
  return h('section.card', {}, h('h2', {}, 'Set it by hand'), h('form', {
    onsubmit: event => {
      event.preventDefault();
      busy(button, problems, async () => {
        await send('PUT', path('galleries', gallery.name), { json: { threshold: Number(field.value) } });
        notice('The threshold was set');
        again();
      });
    },
  }, h('div.row', {}, h('label.field', {}, h('span', {}, 'Smallest cosine accepted as known'), field), button), problems));
}

function about(rate) {
  const number = rate * 1000;
  return number < 0.95 && number > 0 ? (number < 0.05 ? 'hardly any' : `about ${number.toFixed(1)}`) : `about ${whole(Math.round(number))}`;
}
