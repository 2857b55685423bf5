import { path, Problem, send } from './api.js';
import { dialog } from './dialog.js';
import { fill, h } from './dom.js';
import { icon } from './icons.js';
import { imageInput } from './image-input.js';
import { notice, warning } from './notice.js';
import { counted, idFrom } from './words.js';

/** Images that a server takes in one request, unless it is told otherwise. */
const MOST = 32;

/**
 * Asks whom to enrol and for images, and enrols them.
 *
 * @param {string} gallery
 * @param {{input: string, images?: Blob[], identity?: {id: string, label: ?string}}} options what the model's images show; images that
 *     there are already; the identity that they are added to, a new one when left out
 * @returns {Promise<?string>} id of the identity; null when cancelled
 */
export async function enrol(gallery, { input, images = [], identity }) {
  const inUse = new AbortController();
  const chosen = new ChosenImages(images);
  const place = imageInput({ input, several: true, drawn: 'Draw another', signal: inUse.signal }, given => chosen.add(given));
  const name = h('input', { name: 'name', required: true, autocomplete: 'off', autofocus: true });
  const subjects = input === 'subjects' && h('select', { name: 'subjects' },
    h('option', { value: 'one' }, 'One an image; an image of several is refused'), h('option', { value: 'largest' }, 'The largest of each image'));
  const id = h('input', { name: 'id', autocomplete: 'off', spellcheck: 'false', placeholder: 'made from the name' });
  const enrolled = [];
  let whom = identity?.id;
  await dialog({
    title: identity ? `Add images of ${identity.label || identity.id}` : 'Enrol',
    content: [
      identity ? null : h('label.field', {}, h('span', {}, 'Name'), name),
      h('div.field', {}, h('span', {}, 'Images'), chosen.element, place.element),
      subjects && h('label.field', {}, h('span', {}, 'Subjects'), subjects),
      identity ? null : h('details', {}, h('summary', {}, 'Choose the id'), h('label.field', {}, h('span', {}, 'Id'), id)),
    ],
    action: identity ? 'Add' : 'Enrol',
    submit: async () => {
      await place.give();
      if (chosen.images.length === 0) {
        throw new Problem(0, { title: 'No image yet', detail: input === 'drawing' ? 'draw one, or choose a file' : 'choose a file, or take a photograph' });
      }
      while (chosen.images.length > 0) {
        const group = chosen.images.slice(0, MOST);
        const answer = whom
          ? await addTo(gallery, whom, group, subjects.value)
          : await withNewIdentity(gallery, id.value.trim() || idFrom(name.value), name.value.trim(), made => addTo(gallery, made, group, subjects.value));
        enrolled.push(answer);
        whom = answer.identity;
        chosen.drop(...group);
      }
    },
  });
  inUse.abort();
  chosen.close();
  if (enrolled.length === 0) {
    return null;
  }
  notice(`${counted(enrolled.flatMap(it => it.templates).filter(it => it.status === 'enrolled').length, 'image')} enrolled`);
  enrolled.flatMap(it => it.warnings).forEach(warning);
  return whom;
}

/**
 * Makes an identity and adds templates to it; where they are refused it is taken back, so that nothing half-done is left.
 *
 * @param {string} gallery
 * @param {string} id an empty one stands for an id that Kith makes
 * @param {string} label
 * @param {(id: string) => Promise<T>} addTemplates
 * @returns {Promise<T>}
 * @template T
 */
export async function withNewIdentity(gallery, id, label, addTemplates) {
  const made = await create(gallery, id, label);
  try {
    return await addTemplates(made.id);
  } catch (problem) {
    // Only as it was made: what others have added to it since is theirs.
    const version = { 'If-Match': `"${made.version}"` };
    await send('DELETE', path('galleries', gallery, 'identities', made.id), { headers: version }).catch(() => {});
    throw problem;
  }
}

async function create(gallery, id, label) {
  if (!id) {
    return send('POST', path('galleries', gallery, 'identities'), { json: { label } });
  }
  try {
    return await send('PUT', path('galleries', gallery, 'identities', id), { json: { label }, headers: { 'If-None-Match': '*' } });
  } catch (problem) {
    throw problem.status === 412 ? new Problem(412, { title: `There is an identity ${id} already`, detail: 'choose another id, or add to it' }) : problem;
  }
}

function addTo(gallery, identity, images, subjects) {
  const form = new FormData();
  images.forEach((image, at) => form.append('image', image, image.name ?? `${at}.png`));
  if (subjects) {
    form.append('subjects', subjects);
  }
  return send('POST', path('galleries', gallery, 'identities', identity, 'templates'), { form });
}

/** The images chosen so far, each of which can be taken back. */
class ChosenImages {
  images = [];
  #urls = new Map();
  #list = h('ul.thumbnails', { 'aria-label': 'Images chosen' });
  #status = h('span.visually-hidden', { role: 'status' });
  element = h('div', {}, this.#list, this.#status);

  constructor(images) {
    this.add(images);
  }

  add(images) {
    for (const image of images) {
      this.images.push(image);
      this.#urls.set(image, URL.createObjectURL(image));
    }
    this.#show();
  }

  drop(...images) {
    this.images = this.images.filter(it => !images.includes(it));
    for (const image of images) {
      URL.revokeObjectURL(this.#urls.get(image));
      this.#urls.delete(image);
    }
    this.#show();
  }

  close() {
    this.#urls.forEach(url => URL.revokeObjectURL(url));
  }

  #show() {
    fill(this.#list, this.images.map((image, at) => h('li', {}, h('img', { src: this.#urls.get(image), alt: `Image ${at + 1}` }),
      h('button', { type: 'button', 'aria-label': `Take image ${at + 1} back`, onclick: () => this.drop(image) }, icon('trash', 16)))));
    this.#list.hidden = this.images.length === 0;
    this.#status.textContent = counted(this.images.length, 'image');
  }
}
