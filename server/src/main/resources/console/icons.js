import { svg } from './dom.js';

const PATHS = {
  check: 'M5 12.5l4.5 4.5L19 7.5',
  question: 'M8.5 9.2a3.6 3.6 0 1 1 5.4 3.1c-1.2.7-1.9 1.4-1.9 2.7M12 18.6v.1',
  plus: 'M12 5v14M5 12h14',
  pen: 'M4 20l1-4L16 5l3 3L8 19l-4 1zM13.5 7.5l3 3',
  upload: 'M12 16V4m0 0L7 9m5-5l5 5M4 16v4h16v-4',
  camera: 'M4 8h3.5L9 5.5h6L16.5 8H20v11H4zM12 16.5a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4z',
  undo: 'M9 7L4.5 11.5 9 16M5 11.5h9a5 5 0 0 1 0 10h-2',
  trash: 'M5 7h14M10 7V4.5h4V7M7 7l1 13h8l1-13M10.5 10.5v6M13.5 10.5v6',
  search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5L20 20',
  key: 'M8 16.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 12.5h8.5M17 12.5v3.5M20.5 12.5v2.5',
  arrow: 'M5 12h14M13 6l6 6-6 6',
  warning: 'M12 4l9 16H3zM12 10v4.5M12 17.3v.1',
  copy: 'M9 9h10v11H9zM5 15V4h10v2',
};

/** A line drawing of 24 x 24, for decoration: what it means is said in words beside it. */
export function icon(name, size = 20) {
  return svg('svg.icon', { viewBox: '0 0 24 24', width: size, height: size, 'aria-hidden': 'true' },
    svg('path', { d: PATHS[name] }));
}
