import { h } from './dom.js';
import { icon } from './icons.js';

/* As thick on the paper as the pen was in drawings that the built-in model learnt from. */
const SIDE = 420;
const PEN = 11;
const STEP = 10;
const FINE_STEP = 3;
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

let pads = 0;

/**
 * White paper and a black pen: mouse, finger, stylus, or the keyboard (arrows move the pen, the space bar puts it down and lifts it).
 */
export class DrawingPad {
  #strokes = [];
  #pen = { x: SIDE / 2, y: SIDE / 2, down: false };
  #canvas;
  #status;
  #changed;
  #buttons;

  /** @param {() => void} changed called when a stroke was finished or taken back */
  constructor(changed) {
    this.#changed = changed;
    const help = `pad-help-${++pads}`;
    this.#canvas = h('canvas.paper', {
      width: SIDE, height: SIDE, tabindex: 0, role: 'application', 'aria-label': 'Drawing area', 'aria-describedby': help,
      onpointerdown: event => this.#start(event), onpointermove: event => this.#move(event), onpointerup: event => this.#up(event),
      onpointercancel: event => this.#up(event), onkeydown: event => this.#key(event), onfocus: () => this.#paint(), onblur: () => this.#lift(),
    });
    this.#status = h('p.visually-hidden', { role: 'status' });
    this.#buttons = [
      h('button.button.small', { type: 'button', onclick: () => this.#undo() }, icon('undo', 18), 'Undo'),
      h('button.button.small', { type: 'button', onclick: () => this.clear() }, 'Clear'),
    ];
    /** What to put into a page. */
    this.element = h('div.pad', {}, this.#canvas, this.#status,
      h('div.row', {}, this.#buttons, h('p.hint', { id: help }, 'Mouse, finger, or keyboard: arrows move the pen, space puts it down.')));
    this.#paint();
  }

  /** Whether nothing is drawn. */
  get empty() {
    return this.#strokes.length === 0;
  }

  /** Takes a new sheet. */
  clear() {
    this.#strokes = [];
    this.#pen = { x: SIDE / 2, y: SIDE / 2, down: false };
    this.#paint();
    this.#changed();
  }

  /** The drawing as a PNG file. */
  async image() {
    this.#pen.down = false;
    const sheet = h('canvas', { width: SIDE, height: SIDE });
    this.#ink(sheet.getContext('2d'));
    return new Promise(resolve => sheet.toBlob(resolve, 'image/png'));
  }

  /* One pen draws: not a second finger, and no other button of a mouse. */
  #start(event) {
    if (!event.isPrimary || event.button) {
      return;
    }
    event.preventDefault();
    this.#canvas.focus({ preventScroll: true });
    this.#canvas.setPointerCapture(event.pointerId);
    this.#strokes.push([this.#point(event)]);
    this.#pen.down = true;
    this.#paint();
  }

  #move(event) {
    if (!event.isPrimary || !this.#pen.down || !event.buttons) {
      return;
    }
    const passed = event.getCoalescedEvents?.() ?? [];
    this.#strokes.at(-1).push(...(passed.length ? passed : [event]).map(it => this.#point(it)));
    this.#paint();
  }

  #up(event) {
    if (event.isPrimary) {
      this.#end();
    }
  }

  #end() {
    if (this.#pen.down) {
      this.#pen.down = false;
      this.#changed();
    }
  }

  #point(event) {
    const box = this.#canvas.getBoundingClientRect();
    const point = { x: (event.clientX - box.left) * SIDE / box.width, y: (event.clientY - box.top) * SIDE / box.height };
    Object.assign(this.#pen, point);
    return point;
  }

  #key(event) {
    if (event.key === ' ') {
      event.preventDefault();
      if (this.#pen.down) {
        this.#lift();
        return;
      }
      this.#pen.down = true;
      this.#strokes.push([{ x: this.#pen.x, y: this.#pen.y }]);
      this.#say('Pen down');
    } else if (event.key === 'Backspace' || event.key === 'Delete') {
      event.preventDefault();
      this.#undo();
      return;
    } else if (MOVES[event.key]) {
      event.preventDefault();
      const step = event.shiftKey ? FINE_STEP : STEP;
      const [right, down] = MOVES[event.key];
      this.#pen.x = Math.min(SIDE, Math.max(0, this.#pen.x + right * step));
      this.#pen.y = Math.min(SIDE, Math.max(0, this.#pen.y + down * step));
      if (this.#pen.down) {
        this.#strokes.at(-1).push({ x: this.#pen.x, y: this.#pen.y });
      }
    } else {
      return;
    }
    this.#paint();
  }

  #lift() {
    if (this.#pen.down) {
      this.#say('Pen up');
      this.#end();
    }
    this.#paint();
  }

  #undo() {
    this.#pen.down = false;
    this.#strokes.pop();
    this.#say(`${this.#strokes.length} strokes`);
    this.#paint();
    this.#changed();
  }

  #say(text) {
    this.#status.textContent = text;
  }

  #paint() {
    const context = this.#canvas.getContext('2d');
    this.#ink(context);
    if (this.#canvas.matches(':focus-visible')) {
      context.strokeStyle = '#0b6e8a';
      context.lineWidth = 2;
      context.beginPath();
      context.arc(this.#pen.x, this.#pen.y, this.#pen.down ? PEN / 2 + 2 : PEN, 0, 2 * Math.PI);
      context.stroke();
    }
    for (const button of this.#buttons) {
      button.disabled = this.empty;
    }
  }

  #ink(context) {
    context.fillStyle = '#fff';
    context.fillRect(0, 0, SIDE, SIDE);
    context.strokeStyle = '#000';
    context.lineWidth = PEN;
    context.lineCap = 'round';
    context.lineJoin = 'round';
    this.#strokes.forEach(stroke => smooth(context, stroke));
  }
}

/* Curves from the middle of each piece to the middle of the next, so that a quick movement has no corners. */
function smooth(context, points) {
  const last = points.at(-1);
  context.beginPath();
  context.moveTo(points[0].x, points[0].y);
  for (let at = 1; at < points.length - 1; at++) {
    const [point, next] = points.slice(at, at + 2);
    context.quadraticCurveTo(point.x, point.y, (point.x + next.x) / 2, (point.y + next.y) / 2);
  }
  context.lineTo(last.x, last.y);
  context.stroke();
}
