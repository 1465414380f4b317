// The picture with the zones on it, whose corners are set by mouse, finger and keyboard.
import { svg } from './chart.js';
import { message } from './messages.js';
import { make } from './page.js';
import { beside, nearestEdge, rounded, zoneAt } from './zoneshape.js';

const STEP = 0.01;
/** Pixels within which an edge is meant, and below which a finger has not moved. */
const NEAR = 12;
const STILL = 3;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class Sheet {
  #dots = [];
  #drags = 0;
  #drawn = null;
  #last = { zone: -1, corner: -1 };

  /**
   * @param edits {now(): {zones, chosen, open}, change(edit, step), choose(zone), close()}: what is drawn, and how that
   * is changed; open: whether clicks set corners of the zone that is chosen
   */
  constructor(element, edits) {
    this.element = element;
    this.edits = edits;
  }

  /** Begins with the picture of a camera. */
  begin(address, name) {
    const image = make('img', { src: address, alt: name });
    image.addEventListener('error', () => image.replaceWith(make('span', { class: 'none' }, message('noPicture'))));
    this.drawing = svg('svg', { viewBox: '0 0 1 1', preserveAspectRatio: 'none', 'aria-hidden': 'true' });
    this.layer = make(
      'div',
      {
        class: 'layer',
        role: 'group',
        'aria-label': message('zones'),
        onpointerdown: (event) => this.#point(event),
        ondblclick: (event) => this.#split(event),
      },
      this.drawing,
    );
    this.#drawn = null;
    this.element.replaceChildren(image, this.layer);
  }

  show() {
    const { zones, chosen } = this.edits.now();
    const drawn = zones.map(({ corners }) => corners.length).join();
    if (drawn !== this.#drawn) {
      this.#build(zones);
      this.#drawn = drawn;
    }
    zones.forEach((zone, i) => {
      const polygon = this.drawing.children[i];
      polygon.setAttribute('class', `zone ${zone.type}${i === chosen ? ' chosen' : ''}`);
      polygon.setAttribute('points', zone.corners.map(({ x, y }) => `${x},${y}`).join(' '));
      zone.corners.forEach(({ x, y }, n) => {
        const dot = this.#dots[i][n];
        dot.style.left = `${x * 100}%`;
        dot.style.top = `${y * 100}%`;
        dot.setAttribute('aria-label', `${zone.zone_id}, ${message('corner')} ${n + 1}`);
      });
    });
  }

  focus(zone, corner) {
    const dots = this.#dots[zone] ?? [];
    dots[Math.min(corner, dots.length - 1)]?.focus();
  }

  /** The corner of a zone that had the focus last, or else its last one. */
  cornerOf(zone) {
    const last = this.edits.now().zones[zone].corners.length - 1;
    return this.#last.zone === zone && this.#last.corner <= last ? this.#last.corner : last;
  }

  /** A corner on the edge that begins at that one. */
  add(zone, corner) {
    const { corners } = this.edits.now().zones[zone];
    const next = corners.length < 3 ? corners.length : corner + 1;
    this.edits.change((draft) => {
      draft.zones[zone].corners.splice(next, 0, beside(corners, corner));
      draft.open = draft.open && next < 2;
    });
    this.focus(zone, next);
  }

  remove(zone, corner) {
    this.edits.change((draft) => {
      const { corners } = draft.zones[zone];
      corners.splice(corner, 1);
      draft.open = draft.open || corners.length < 3;
    });
    this.focus(zone, corner);
  }

  #build(zones) {
    const focused = document.activeElement?.dataset ?? {};
    this.drawing.replaceChildren(...zones.map((_, i) => svg('polygon', { 'data-zone': i })));
    this.#dots = zones.map(({ corners }, i) => corners.map((_, n) => this.#dot(i, n)));
    this.layer.replaceChildren(this.drawing, ...this.#dots.flat());
    if (focused.corner !== undefined) {
      this.focus(Number(focused.zone), Number(focused.corner));
    }
  }

  #dot(zone, corner) {
    return make('button', {
      type: 'button',
      class: 'corner',
      'data-zone': zone,
      'data-corner': corner,
      onfocus: () => {
        this.#last = { zone, corner };
        this.edits.choose(zone);
      },
      onpointerdown: (event) => this.#grab(event, zone, corner),
      onkeydown: (event) => this.#press(event, zone, corner),
    });
  }

  #place(event) {
    const area = this.layer.getBoundingClientRect();
    return { x: (event.clientX - area.left) / area.width, y: (event.clientY - area.top) / area.height };
  }

  /** A new corner of the zone that is being drawn, or else the choice of one. */
  #point(event) {
    if (event.button !== 0 || event.target.closest('button')) {
      return;
    }
    const { zones, chosen, open } = this.edits.now();
    const at = this.#place(event);
    if (open && zones[chosen]) {
      this.edits.change((draft) => draft.zones[chosen].corners.push({ x: rounded(at.x), y: rounded(at.y) }));
      return;
    }
    const hit = zoneAt(zones, at);
    if (hit >= 0) {
      this.edits.choose(hit);
    }
  }

  /** A new corner on the edge under it. */
  #split(event) {
    const { zones, open } = this.edits.now();
    const edge = nearestEdge(zones, this.#place(event), this.layer.getBoundingClientRect());
    if (open || event.target.closest('button') || !edge || edge.distance > NEAR) {
      return;
    }
    this.edits.change((draft) => {
      draft.zones[edge.zone].corners.splice(edge.edge + 1, 0, edge.at);
      draft.chosen = edge.zone;
    });
    this.focus(edge.zone, edge.edge + 1);
  }

  /** Moves a corner as the pointer goes; the first one of a zone that is being drawn closes it. */
  #grab(event, zone, corner) {
    const { zones, chosen, open } = this.edits.now();
    if (open && zone === chosen && corner === 0 && zones[zone].corners.length >= 3) {
      this.edits.close();
      return;
    }
    const dot = event.currentTarget;
    const from = this.#place(event);
    const was = zones[zone].corners[corner];
    const step = `drag ${++this.#drags}`;
    const stop = new AbortController();
    const move = (moved) => {
      const to = this.#place(moved);
      const far = Math.hypot(moved.clientX - event.clientX, moved.clientY - event.clientY) > STILL;
      if (far) {
        const at = { x: rounded(was.x + to.x - from.x), y: rounded(was.y + to.y - from.y) };
        this.edits.change((draft) => {
          draft.zones[zone].corners[corner] = at;
        }, step);
      }
    };
    dot.setPointerCapture(event.pointerId);
    dot.addEventListener('pointermove', move, { signal: stop.signal });
    for (const end of ['pointerup', 'pointercancel']) {
      dot.addEventListener(end, () => stop.abort(), { once: true, signal: stop.signal });
    }
  }

  #press(event, zone, corner) {
    const by = ARROWS[event.key];
    if (by) {
      const step = event.shiftKey ? 5 * STEP : STEP;
      this.edits.change((draft) => {
        const at = draft.zones[zone].corners[corner];
        at.x = rounded(at.x + by[0] * step);
        at.y = rounded(at.y + by[1] * step);
      }, `press ${zone} ${corner}`);
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      this.remove(zone, corner);
    } else if (event.key === 'Insert' || event.key === '+') {
      this.add(zone, corner);
    } else {
      return;
    }
    event.preventDefault();
  }
}
