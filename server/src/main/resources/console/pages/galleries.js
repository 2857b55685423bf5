import { get, path, send } from '../api.js';
import { dialog } from '../dialog.js';
import { h } from '../dom.js';
import { empty } from '../gallery-frame.js';
import { icon } from '../icons.js';
import { models } from '../models.js';
import { busy, notice } from '../notice.js';
import { to } from '../router.js';
import { cosine, counted, source } from '../words.js';

const SHOWS = { drawing: 'For drawings', subjects: 'For photographs of people', image: 'For whole images' };
const TARGETS = [['', 'The usual (1 in 100)'], ['0.05', '1 in 20'], ['0.01', '1 in 100'], ['0.001', '1 in 1,000'], ['0.0001', '1 in 10,000']];

/** All galleries. */
export async function galleriesPage(parameters, signal) {
  const { galleries } = await get('/v1/galleries', signal);
  const problems = h('div', {});
  const make = h('button.button.primary', { type: 'button', onclick: () => busy(make, problems, () => create(signal)) }, icon('plus'), 'New gallery');
  return {
    title: 'Galleries',
    section: 'galleries',
    content: h('div.page', {},
      h('div.title', {}, h('h1', { tabindex: -1 }, 'Galleries'), galleries.length > 0 ? make : null),
      problems,
      galleries.length === 0
        ? empty('Nobody to recognise yet', 'A gallery holds those whom Kith shall recognise. Make one, enrol one image of each, and Kith tells them apart from strangers.', make)
        : h('ul.cards', {}, galleries.map(card))),
  };
}

function card(gallery) {
  return h('li.card', {}, h('h2', {}, h('a.whole', { href: to('galleries', gallery.name) }, gallery.name)),
    h('p.big', {}, counted(gallery.identities, 'identity', 'identities')),
    h('p.quiet', {}, `${counted(gallery.templates, 'template')} · model ${gallery.model.name}`),
    h('p.quiet', {}, gallery.threshold === null ? 'No threshold yet' : `Threshold ${cosine(gallery.threshold)}, ${source(gallery.thresholdSource)}`));
}

async function create(signal) {
  const installed = (await models(signal)).filter(it => it.installed);
  const made = await dialog({
    title: 'New gallery',
    content: [
      h('label.field', {}, h('span', {}, 'Name'),
        h('input', { name: 'name', required: true, autocomplete: 'off', spellcheck: 'false', autofocus: true })),
      h('fieldset.choices', {}, h('legend', {}, 'Model'), installed.map((model, at) => h('label.choice', {},
        h('input', { type: 'radio', name: 'model', value: model.name, required: true, checked: at === 0 }),
        h('span', {}, h('strong', {}, model.name), h('span.quiet', {}, ` ${SHOWS[model.input]}`), h('span.hint', {}, model.summary)))),
      installed.length === 0 ? h('p', {}, 'No model is installed. Run: kith models install faces') : null),
      h('label.field', {}, h('span', {}, 'Strangers who may be taken for somebody'),
        h('select', { name: 'target' }, TARGETS.map(([value, text]) => h('option', { value }, text))),
        h('span.hint', {}, 'The threshold follows from it, measured on the gallery itself. You can change it later.')),
      h('label.choice', {}, h('input', { type: 'checkbox', name: 'keep' }),
        h('span', {}, h('strong', {}, 'Keep the images'), h('span.hint', {}, 'They can be seen here, and embedded again by another model. Otherwise only their embeddings are kept.'))),
    ],
    action: 'Create',
    submit: form => {
      const data = new FormData(form);
      const target = data.get('target');
      return send('PUT', path('galleries', data.get('name').trim()), {
        json: { model: data.get('model'), keepImages: data.has('keep'), ...(target && { targetFpir: Number(target) }) },
      });
    },
  });
  if (made) {
    notice(`Gallery ${made.name} is there`);
    location.hash = to('galleries', made.name);
  }
}
