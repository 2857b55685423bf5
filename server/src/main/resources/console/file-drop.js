import { h } from './dom.js';
import { icon } from './icons.js';

const FORMATS = 'JPEG, PNG, WebP or single-frame GIF';

/**
 * A place for image files: dropped on it, or chosen.
 *
 * @param {boolean} several whether more than one is wanted
 * @param {(images: Blob[]) => void} chosen
 * @returns {HTMLElement}
 */
export function fileDrop(several, chosen) {
  const input = h('input.visually-hidden', {
    type: 'file', accept: 'image/jpeg,image/png,image/webp,image/gif', multiple: several,
    onchange: () => {
      give(input.files);
      input.value = '';
    },
  });
  const hint = h('span.hint', { role: 'status' }, FORMATS);
  const place = h('label.drop', {
    ondragover: event => {
      event.preventDefault();
      place.classList.add('over');
    },
    ondragleave: () => place.classList.remove('over'),
    ondrop: event => {
      event.preventDefault();
      place.classList.remove('over');
      give(event.dataTransfer.files);
    },
  }, input, icon('upload', 28),
  h('span', {}, h('strong', {}, several ? 'Choose images' : 'Choose an image'), several ? ' or drop them here' : ' or drop it here'),
  hint);
  return place;

  function give(files) {
    if (files.length === 0) {
      hint.textContent = `A file is needed: save the image as one, then drop it here. ${FORMATS}`;
      return;
    }
    hint.textContent = FORMATS;
    chosen(several ? [...files] : [files[0]]);
  }
}
