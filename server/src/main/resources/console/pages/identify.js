import { path, send } from '../api.js';
import { decision } from '../decision.js';
import { fill, h } from '../dom.js';
import { enrol } from '../enrol.js';
import { empty, galleryPage } from '../gallery-frame.js';
import { imageInput } from '../image-input.js';
import { latest } from '../latest.js';
import { inputOf } from '../models.js';
import { failure, notice } from '../notice.js';
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
    : h('div.split', {}, h('section.card', { 'aria-label': 'Image' }, imageInput({ drawings, drawn: 'Identify', signal }, identify).element, picture), answer);

  async function identify([image]) {
    const current = next();
    answer.setAttribute('aria-busy', 'true');
    try {
      const form = new FormData();
      form.append('image', image, image.name ?? 'image.png');
      const { results } = await send('POST', path('galleries', gallery.name, 'identify'), { form, signal: current });
      URL.revokeObjectURL(shown);
      shown = URL.createObjectURL(image);
      fill(answer, results.length === 0 ? nobody() : results.map((it, at) =>
        decision(gallery.name, it, results.length > 1 ? at + 1 : null, ...actions(it, image, results.length > 1))));
      if (!drawings && results.length > 0) {
        fill(picture, subjectBoxes(shown, results.map(it => ({ box: it.box, known: it.decision === 'known' })), 'The image, with the subjects found in it'));
      } else {
        fill(picture);
      }
      if (answer.getBoundingClientRect().top > innerHeight / 2) {
        answer.scrollIntoView();
      }
    } catch (problem) {
      if (problem.name !== 'AbortError') {
        fill(answer, failure(problem));
      }
    } finally {
      if (!current.aborted) {
        answer.removeAttribute('aria-busy');
      }
    }
  }

  /* An image of several people cannot be enrolled as one of them. */
  function actions(result, image, several) {
    if (several) {
      return [];
    }
    const known = result.decision === 'known' ? { id: result.identity, label: result.label } : undefined;
    return [known ? h('button.button', { type: 'button', onclick: event => reject(known, image, event.currentTarget) }, 'Not this one') : null, h('button.button', {
      type: 'button', onclick: () => enrol(gallery.name, { drawings, images: [image], identity: known }),
    }, known ? 'Add this image to its templates' : 'Enrol as somebody new')].filter(Boolean);
  }

  async function reject({ id, label }, image, button) {
    button.disabled = true;
    try {
      const form = new FormData();
      form.append('image', image, image.name ?? 'image.png');
      await send('POST', path('galleries', gallery.name, 'identities', id, 'rejections'), { form, signal });
      notice(`Noted: not ${label || id}. The next calibration counts it; the image is not kept.`);
    } catch (problem) {
      button.disabled = false;
      notice(problem.message);
    }
  }
}

function waiting(drawings) {
  return empty('Who is it?', drawings ? 'Draw a symbol and press Identify. The answer comes here.' : 'Give an image. The answer comes here.');
}

function nobody() {
  return empty('No face was found', 'Try an image in which it is larger, sharper or better lit.');
}
