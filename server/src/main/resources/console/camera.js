import { h } from './dom.js';
import { icon } from './icons.js';

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
  const start = h('button.button.primary', { type: 'button', onclick: () => on() }, icon('camera'), 'Switch the camera on');
  const note = h('p.hint', { role: 'status' }, 'The picture stays in this browser until you take a photograph.');
  place.append(note, start, shoot);
  signal.addEventListener('abort', () => video.srcObject?.getTracks().forEach(track => track.stop()));
  return place;

  async function on() {
    try {
      if (!navigator.mediaDevices) {
        throw new Error('a browser allows cameras to pages on localhost or https only');
      }
      const stream = await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 1280 } } });
      if (signal.aborted) {
        stream.getTracks().forEach(track => track.stop());
        return;
      }
      video.srcObject = stream;
      note.replaceWith(video);
      start.remove();
      await new Promise(resolve => video.addEventListener('loadeddata', resolve, { once: true }));
      shoot.hidden = false;
      shoot.focus();
    } catch (refusal) {
      note.textContent = `The camera cannot be used: ${refusal.message}. Allow it in the browser, or choose a file.`;
    }
  }
}

async function photograph(video) {
  const canvas = h('canvas', { width: video.videoWidth, height: video.videoHeight });
  canvas.getContext('2d').drawImage(video, 0, 0);
  return new Promise(resolve => canvas.toBlob(resolve, 'image/jpeg', 0.92));
}
