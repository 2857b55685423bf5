import { h, svg } from './dom.js';

/**
 * An image with a numbered box around each subject that was found in it.
 *
 * @param {string} url address of the image
 * @param {Array<{box: ?{x: number, y: number, width: number, height: number}, known: boolean}>} subjects boxes in pixels of the upright image
 * @param {string} description
 * @returns {HTMLElement}
 */
export function subjectBoxes(url, subjects, description) {
  const image = h('img', { src: url, alt: description });
  const figure = h('figure.subjects', {}, image);
  const boxed = subjects.map((subject, at) => ({ ...subject, number: at + 1 })).filter(subject => subject.box);
  image.addEventListener('load', () => {
    if (boxed.length > 0) {
      figure.append(overlay(image.naturalWidth, image.naturalHeight, boxed));
    }
  });
  return figure;
}

function overlay(width, height, subjects) {
  const unit = Math.max(width, height) / 400;
  return svg('svg', { viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true' }, subjects.map(({ box, known, number }) => [
    svg('rect.halo', { ...box, rx: 4 * unit, 'stroke-width': 5 * unit }),
    svg(known ? 'rect.known' : 'rect.unknown', {
      ...box, rx: 4 * unit, 'stroke-width': 2.6 * unit, 'stroke-dasharray': known ? null : `${7 * unit} ${5 * unit}`,
    }),
    subjects.length > 1 && [svg(known ? 'circle.known' : 'circle.unknown', { cx: box.x, cy: box.y, r: 10 * unit }),
    svg('text', { x: box.x, y: box.y + 4.4 * unit, 'font-size': 13 * unit, 'text-anchor': 'middle' }, String(number))],
  ]));
}
