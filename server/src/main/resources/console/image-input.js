import { camera } from './camera.js';
import { DrawingPad } from './drawing-pad.js';
import { fill, h } from './dom.js';
import { fileDrop } from './file-drop.js';
import { icon } from './icons.js';
import { latest } from './latest.js';

let inputs = 0;

/**
 * The ways to give an image, one at a time: drawn, as a file, from the camera. For a model of drawings the pad comes first; no subject is
 * found in a drawing.
 *
 * @param {{input: string, several?: boolean, drawn: string, signal: AbortSignal}} options {@code input}: what the model's images show;
 *     {@code drawn}: what the button under the pad says
 * @param {(images: Blob[]) => *} given called with images
 * @returns {{element: HTMLElement, give: () => Promise<void>}} {@code give} gives the drawing that is on the pad, if there is one
 */
export function imageInput({ input, several = false, drawn, signal }, given) {
  const id = `input-${++inputs}`;
  const panel = h('div.panel', { id: `${id}-panel`, role: 'tabpanel' });
  const next = latest(signal);

  const give = async () => {
    if (!pad.empty) {
      const image = await pad.image();
      if (several) {
        pad.clear();
      }
      await given([image]);
    }
  };
  const use = h(several ? 'button.button' : 'button.button.primary', { type: 'button', disabled: true, onclick: give }, drawn);
  const pad = new DrawingPad(() => {
    use.disabled = pad.empty;
  });
  const ways = [
    ['Draw', 'pen', () => [pad.element, use]],
    ['File', 'upload', () => fileDrop(several, given)],
    ['Camera', 'camera', stop => camera(stop, image => given([image]))],
  ];
  if (input !== 'drawing') {
    const draw = ways.shift();
    ways.push(...(input === 'subjects' ? [] : [draw]));
  }
  const tabs = ways.map(([name, picture], at) => h('button', {
    type: 'button', role: 'tab', id: `${id}-${at}`, 'aria-controls': `${id}-panel`, onclick: () => show(at), onkeydown: event => key(event, at),
  }, icon(picture, 18), name));
  const element = h('div.image-input', {}, h('div.tabs', { role: 'tablist', 'aria-label': 'How to give the image' }, tabs), panel);
  show(0);
  return { element, give };

  function show(at) {
    tabs.forEach((tab, other) => {
      tab.setAttribute('aria-selected', other === at);
      tab.tabIndex = other === at ? 0 : -1;
    });
    panel.setAttribute('aria-labelledby', `${id}-${at}`);
    fill(panel, ways[at][2](next()));
  }

  function key(event, at) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) {
      event.preventDefault();
      const other = (at + step + tabs.length) % tabs.length;
      show(other);
      tabs[other].focus();
    }
  }
}
