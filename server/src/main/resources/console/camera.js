import { Problem } from './api.js';
import { h } from './dom.js';
import { icon } from './icons.js';
import { busy } from './notice.js';

/**
 * A live picture from the camera, and a button that takes a photograph.
 *
 * @param {AbortSignal} signal switches the camera off
 * @param {(image: Blob) => void} taken
 * @returns {HTMLElement}
 */
export function camera(signal, taken) {
  const video = h('video', { autoplay: true, playsinline: true, 'aria-label': 'Picture of the camera' });
  video.muted = true;
  const place = h('div.camera', {});
  const shoot = h('button.button.primary', { type: 'button', hidden: true, onclick: () => photograph(video).then(taken) },
    icon('camera'), 'Take a photograph');
  const start = h('button.button.primary', { type: 'button', onclick: () => busy(start, problems, on) }, icon('camera'), 'Switch the camera on');
  const note = h('p.hint', {}, 'The picture stays in this browser until you take a photograph.');
  const problems = h('div', {});
  place.append(note, start, shoot, problems);
  signal.addEventListener('abort', () => stop(video.srcObject));
  return place;

  async function on() {
    const stream = await allowed();
    if (signal.aborted) {
      stop(stream);
      return;
    }
    video.srcObject = stream;
    note.replaceWith(video);
    start.remove();
    await new Promise(resolve => video.addEventListener('loadeddata', resolve, { once: true }));
    shoot.hidden = false;
    shoot.focus();
  }
}

async function allowed() {
  if (!navigator.mediaDevices) {
    throw refused('a browser allows cameras to pages on localhost or https only');
  }
  try {
    return await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 1280 } } });
  } catch (refusal) {
    throw refused(`${refusal.message}; allow it in the browser, or choose a file`);
  }
}

function refused(detail) {
  return new Problem(0, { title: 'The camera cannot be used', detail });
}

function stop(stream) {
  stream?.getTracks().forEach(track => track.stop());
}

async function photograph(video) {
  const canvas = h('canvas', { width: video.videoWidth, height: video.videoHeight });
  canvas.getContext('2d').drawImage(video, 0, 0);
  return new Promise(resolve => canvas.toBlob(resolve, 'image/jpeg', 0.92));
}
