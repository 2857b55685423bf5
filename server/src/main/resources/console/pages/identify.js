import { path, send } from '../api.js';
import { decision } from '../decision.js';
import { fill, h } from '../dom.js';
import { enrol } from '../enrol.js';
import { empty, galleryPage } from '../gallery-frame.js';
import { imageInput } from '../image-input.js';
import { latest } from '../latest.js';
import { inputOf } from '../models.js';
import { busy, failure, notice } from '../notice.js';
import { to } from '../router.js';
import { subjectBoxes } from '../subject-boxes.js';

/** Whom an image shows. */
export function identifyPage({ gallery: name }, signal) {
  return galleryPage(name, 'identify', signal, gallery => identification(gallery, signal));
}

async function identification(gallery, signal) {
  const input = await inputOf(gallery, signal);
  const drawings = input === 'drawing';
  const answer = h('section.answer', { 'aria-live': 'polite', 'aria-label': 'Answer' }, waiting(drawings));
  const picture = h('div', {});
  const next = latest(signal);
  let shown = null;
  signal.addEventListener('abort', () => URL.revokeObjectURL(shown));
  return input === null
    ? empty('This gallery takes vectors', 'Its model runs elsewhere. Identify through the API, with “vector” in the JSON.')
    : h('div.split', {}, h('section.card', { 'aria-label': 'Image' }, imageInput({ input, drawn: 'Identify', signal }, identify).element, picture), answer);

  async function identify([image]) {
    const current = next();
    answer.setAttribute('aria-busy', 'true');
    fill(picture);
    URL.revokeObjectURL(shown);
    try {
      const form = new FormData();
      form.append('image', image, image.name ?? 'image.png');
      const { results } = await send('POST', path('galleries', gallery.name, 'identify'), { form, signal: current });
      shown = URL.createObjectURL(image);
      fill(answer, results.length === 0 ? nobody() : results.map((it, at) =>
        decision(gallery.name, it, results.length > 1 ? at + 1 : null, ...actions(it, image, results.length > 1))));
      if (!drawings && results.length > 0) {
        fill(picture, subjectBoxes(shown, results.map(it => ({ box: it.box, known: it.decision === 'known' })), 'The image, with the subjects found in it'));
      }
    } catch (problem) {
      if (problem.name !== 'AbortError') {
        fill(answer, failure(problem));
      }
    } finally {
      if (!current.aborted) {
        answer.removeAttribute('aria-busy');
        if (answer.getBoundingClientRect().top > innerHeight / 2) {
          answer.scrollIntoView();
        }
      }
    }
  }

  /* An image of several people cannot be enrolled as one of them. */
  function actions(result, image, several) {
    if (several) {
      return [];
    }
    const known = result.decision === 'known' ? { id: result.identity, label: result.label } : undefined;
    const problems = h('div', {});
    return [known ? h('button.button', { type: 'button', onclick: ({ currentTarget: button }) => busy(button, problems, () => reject(known, image, button)) }, 'Not this one') : null,
      h('button.button', { type: 'button', onclick: () => add(known, image) }, known ? 'Add this image to its templates' : 'Enrol as somebody new'),
      problems].filter(Boolean);
  }

  async function reject({ id, label }, image, button) {
    const form = new FormData();
    form.append('image', image, image.name ?? 'image.png');
    await send('POST', path('galleries', gallery.name, 'identities', id, 'rejections'), { form, signal });
    button.disabled = true;
    notice(`Noted: not ${label || id}. The next calibration counts it; the image is not kept.`);
  }

  /* The answer was that of a gallery without the image. */
  async function add(known, image) {
    const identity = await enrol(gallery.name, { input, images: [image], identity: known });
    if (identity) {
      fill(answer, empty('Enrolled', 'Give another image to see whether it is recognised.',
        h('a.button', { href: to('galleries', gallery.name, 'identities', identity) }, 'Show the identity')));
    }
  }
}

function waiting(drawings) {
  return empty('Who is it?', drawings ? 'Draw a symbol and press Identify. The answer comes here.' : 'Give an image. The answer comes here.');
}

function nobody() {
  return empty('No face was found', 'Try an image in which it is larger, sharper or better lit.');
}
