import { get, path, send } from '../api.js';
import { calibrate, FEWEST } from '../calibrate.js';
import { fill, h } from '../dom.js';
import { empty, galleryFrame, galleryOf } from '../gallery-frame.js';
import { icon } from '../icons.js';
import { busy } from '../notice.js';
import { to } from '../router.js';
import { ago, cosine, counted, whole } from '../words.js';

/** What looks wrong in a gallery, and how it is searched. */
export async function healthPage({ gallery: name }, signal) {
  const gallery = await galleryOf(name, signal);
  const found = gallery.calibration && await get(path('galleries', name, 'calibrations', gallery.calibration), signal);
  const progress = h('div', {});
  const start = h('button.button', { type: 'button', onclick: () => busy(start, progress, async () => {
    if (await calibrate(gallery.name, progress, signal)) {
      window.dispatchEvent(new HashChangeEvent('hashchange'));
    }
  }) }, found ? 'Look again' : 'Look for errors');
  return {
    title: `Health · ${gallery.name}`,
    section: 'galleries',
    content: galleryFrame(gallery, 'health',
      found ? suspects(gallery, found)
        : empty('Not looked at yet', gallery.identities < FEWEST
          ? `A calibration finds identities that look alike and images under a wrong name. It takes ${FEWEST} identities; there are ${gallery.identities}.`
          : 'A calibration finds identities that look alike and images under a wrong name.'),
      gallery.identities >= FEWEST ? h('div.row', {}, start, found && h('span.hint', {}, `Last looked ${ago(found.calibration.created)}, among ${counted(found.calibration.identities, 'identity', 'identities')}.`)) : null,
      progress, index(gallery, signal)),
  };
}

function suspects(gallery, { lookAlikes, misplaced, odd }) {
  const link = identity => h('a', { href: to('galleries', gallery.name, 'identities', identity) }, identity);
  return h('div.findings', {},
    finding('Look-alikes', lookAlikes, 'No two identities look like one subject.',
      'Pairs that look like one subject: twins, or one subject enrolled twice.',
      it => [link(it.first), ' and ', link(it.second), value(it.cosine)]),
    finding('Misplaced images', misplaced, 'No image looks like another identity’s.',
      'Images that look like another identity, and not like their own.',
      it => [link(it.identity), ' has one that looks like ', link(it.resembles), value(it.cosine)]),
    finding('Odd images', odd, 'No image stands apart from the rest of its identity.',
      'Images that look neither like the rest of their identity nor like another: often a bad photograph.',
      it => [link(it.identity), ' has one unlike its others', value(it.cosine)]));
}

function finding(title, items, none, some, line) {
  return h('section.card', {}, h('h2.with-icon', {}, icon(items.length ? 'warning' : 'check'), `${title}: ${items.length ? whole(items.length) : 'none'}`),
    h('p.quiet', {}, items.length ? some : none),
    items.length ? h('ul.rows.scrolling', { tabindex: 0, 'aria-label': title }, items.map(it => h('li', {}, h('span', {}, line(it))))) : null);
}

function value(number) {
  return h('span.hint', {}, ` cosine ${cosine(number)}`);
}

/* A search with a vector that means nothing shows how searches are done, and how long they take. */
function index(gallery, signal) {
  const answer = h('p.quiet', { role: 'status' }, `Generation ${gallery.generation}, ${counted(gallery.templates, 'template')} of ${whole(gallery.model.dimension)} dimensions, made ${ago(gallery.created)}.`);
  const problems = h('div', {});
  const button = h('button.button', { type: 'button', disabled: gallery.threshold === null, onclick: () => busy(button, problems, tried) }, 'Try a search');
  return h('section.card', {}, h('h2', {}, 'Index'), answer, problems, h('div.row', {}, button));

  async function tried() {
    const vector = Array.from({ length: gallery.model.dimension }, () => Math.random() - 0.5);
    const start = performance.now();
    const { results: [{ search }] } = await send('POST', path('galleries', gallery.name, 'identify'), { json: { vector, k: 1 }, signal });
    const took = performance.now() - start;
    fill(answer, `Generation ${gallery.generation}: a search just now ${search.structure === 'graph' ? 'walked the graph' : 'scanned all templates'}, compared ${whole(search.compared)}, measured ${whole(search.measured)}${search.exact ? ' and was exact' : ''}; the answer was here after ${took.toFixed(0)} ms.`);
  }
}
