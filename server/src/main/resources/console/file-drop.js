import { h } from './dom.js';
import { icon } from './icons.js';

/**
 * A place for image files: dropped on it, or chosen.
 *
 * @param {boolean} several whether more than one is wanted
 * @param {(images: Blob[]) => void} chosen
 * @returns {HTMLElement}
 */
export function fileDrop(several, chosen) {
  const input = h('input.visually-hidden', {
    type: 'file', accept: 'image/jpeg,image/png,image/webp', multiple: several,
    onchange: () => {
      chosen([...input.files]);
      input.value = '';
    },
  });
  const place = h('label.drop', {
    ondragover: event => {
      event.preventDefault();
      place.classList.add('over');
    },
    ondragleave: () => place.classList.remove('over'),
    ondrop: event => {
      event.preventDefault();
      place.classList.remove('over');
      const files = [...event.dataTransfer.files];
      chosen(several ? files : files.slice(0, 1));
    },
  }, input, icon('upload', 28),
  h('span', {}, h('strong', {}, several ? 'Choose images' : 'Choose an image'), several ? ' or drop them here' : ' or drop it here'),
  h('span.hint', {}, 'JPEG, PNG or WebP'));
  return place;
}
