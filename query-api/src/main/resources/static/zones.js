// Zones: polygons on the camera's picture, in fractions of it. Corners can be set by mouse, finger and keyboard.
import { svg } from './chart.js';
import { message } from './messages.js';
import { attempt, make } from './page.js';

const TYPES = ['entrance', 'handwash', 'sanitize', 'work_area', 'restricted', 'monitoring'];
const NEAR = 0.02;
const STEP = 0.01;
const dialog = document.getElementById('zones');
const sheet = document.getElementById('sheet');
const list = document.getElementById('zone-list');
const error = document.getElementById('zones-error');
let zones = [];
let chosen = 0;
let open = false;
let keep = async () => {};

document.getElementById('zone-new').addEventListener('click', add);
document.getElementById('zones-save').addEventListener('click', () => attempt(error, save));

/** Opens the editor; what is drawn goes to {@code saved} as REST takes it. */
export function editZones(camera, saved) {
  zones = camera.zones.map((zone) => ({ ...zone, corners: zone.corners.map((it) => ({ ...it })) }));
  chosen = 0;
  open = false;
  keep = saved;
  error.textContent = '';
  document.getElementById('zones-title').textContent = `${message('zoneEditor')} · ${camera.name}`;
  const image = make('img', {
    src: `/api/v1/cameras/${encodeURIComponent(camera.camera_id)}/preview?${Date.now()}`,
    alt: `${message('live')}: ${camera.camera_id}`,
  });
  image.addEventListener('error', () => image.replaceWith(make('span', { class: 'none' }, message('noPicture'))));
  const drawing = svg('svg', {
    viewBox: '0 0 1 1',
    preserveAspectRatio: 'none',
    'aria-label': message('zones'),
    role: 'group',
  });
  drawing.addEventListener('pointerdown', (event) => point(event, drawing));
  sheet.replaceChildren(image, drawing);
  dialog.showModal();
  draw();
}

function add() {
  let n = zones.length + 1;
  while (zones.some((zone) => zone.zone_id === `zone-${n}`)) {
    n++;
  }
  zones.push({ zone_id: `zone-${n}`, type: 'work_area', corners: [], minimum_dwell_millis: 3000 });
  chosen = zones.length - 1;
  open = true;
  draw();
  sheet.scrollIntoView({ block: 'nearest' });
}

const within = (value) => Math.min(1, Math.max(0, Math.round(value * 10_000) / 10_000));

function place(event, drawing) {
  const area = drawing.getBoundingClientRect();
  return { x: within((event.clientX - area.left) / area.width), y: within((event.clientY - area.top) / area.height) };
}

/** A new corner of the zone that is being drawn, or the end of it on its first one. */
function point(event, drawing) {
  const zone = zones[chosen];
  if (!open || !zone || (event.target.classList.contains('corner') && !isFirst(event.target))) {
    return;
  }
  const at = place(event, drawing);
  const [first] = zone.corners;
  if (zone.corners.length >= 3 && Math.hypot(first.x - at.x, first.y - at.y) < NEAR) {
    open = false;
  } else {
    zone.corners.push(at);
  }
  draw();
}

const isFirst = (corner) => corner.dataset.zone === String(chosen) && corner.dataset.corner === '0';

function drag(event, corner, drawing) {
  if (open && isFirst(event.target)) {
    return; // closes it
  }
  event.stopPropagation();
  event.target.setPointerCapture(event.pointerId);
  const move = (moved) => {
    Object.assign(corner, place(moved, drawing));
    shape();
  };
  event.target.addEventListener('pointermove', move);
  event.target.addEventListener('pointerup', () => event.target.removeEventListener('pointermove', move), {
    once: true,
  });
}

function nudge(event, corner) {
  const by = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] }[event.key];
  if (by) {
    event.preventDefault();
    corner.x = within(corner.x + by[0]);
    corner.y = within(corner.y + by[1]);
    shape();
  }
}

function draw() {
  const drawing = sheet.querySelector('svg');
  drawing.replaceChildren(
    ...zones.flatMap((zone, i) => [
      svg('polygon', { class: `zone ${zone.type}${i === chosen ? ' chosen' : ''}`, 'data-zone': i }),
      ...zone.corners.map((corner, n) => {
        const dot = svg('ellipse', {
          class: 'corner',
          rx: 0.008,
          ry: 0.014,
          tabindex: 0,
          role: 'button',
          'data-zone': i,
          'data-corner': n,
          'aria-label': `${zone.zone_id}, ${message('corner')} ${n + 1}`,
        });
        dot.addEventListener('pointerdown', (event) => drag(event, corner, drawing));
        dot.addEventListener('keydown', (event) => nudge(event, corner));
        return dot;
      }),
    ]),
  );
  shape();
  list.replaceChildren(...zones.map(row));
}

/** Moves what is drawn to where the corners are. */
function shape() {
  for (const polygon of sheet.querySelectorAll('polygon')) {
    polygon.setAttribute('points', zones[polygon.dataset.zone].corners.map(({ x, y }) => `${x},${y}`).join(' '));
  }
  for (const dot of sheet.querySelectorAll('ellipse')) {
    const { x, y } = zones[dot.dataset.zone].corners[dot.dataset.corner];
    dot.setAttribute('cx', x);
    dot.setAttribute('cy', y);
  }
}

function row(zone, i) {
  const labelled = (name, input) => make('label', { class: 'field' }, make('span', {}, message(name)), input);
  return make(
    'fieldset',
    { class: i === chosen ? 'fields chosen' : 'fields', onfocusin: () => choose(i) },
    make('legend', {}, zone.zone_id),
    labelled(
      'zoneName',
      make('input', {
        value: zone.zone_id,
        maxlength: 64,
        onchange: (event) => {
          zone.zone_id = event.target.value;
        },
      }),
    ),
    labelled(
      'zoneType',
      make(
        'select',
        {
          onchange: (event) => {
            zone.type = event.target.value;
            draw();
          },
        },
        ...TYPES.map((type) =>
          make('option', { value: type, selected: type === zone.type ? '' : null }, message(type)),
        ),
      ),
    ),
    labelled(
      'dwellSeconds',
      make('input', {
        type: 'number',
        min: 0,
        step: 'any',
        value: zone.minimum_dwell_millis / 1000,
        onchange: (event) => {
          zone.minimum_dwell_millis = Math.round(Number(event.target.value) * 1000);
        },
      }),
    ),
    make(
      'div',
      { class: 'actions' },
      make(
        'button',
        {
          type: 'button',
          onclick: () => {
            zone.corners.push({ x: 0.5, y: 0.5 });
            draw();
          },
        },
        message('addCorner'),
      ),
      make(
        'button',
        {
          type: 'button',
          onclick: () => {
            zone.corners.pop();
            draw();
          },
        },
        message('undo'),
      ),
      make(
        'button',
        {
          type: 'button',
          onclick: () => {
            zones.splice(i, 1);
            open = false;
            draw();
          },
        },
        message('remove'),
      ),
    ),
  );
}

function choose(i) {
  if (chosen !== i) {
    chosen = i;
    open = zones[i].corners.length < 3;
    sheet.querySelectorAll('polygon').forEach((it) => it.classList.toggle('chosen', it.dataset.zone === String(i)));
    list.querySelectorAll('fieldset').forEach((it, n) => it.classList.toggle('chosen', n === i));
  }
}

async function save() {
  await keep(zones);
  dialog.close();
}
