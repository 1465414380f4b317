import { bars } from './chart.js';
import { clockSkew, number, time } from './format.js';
import { message } from './messages.js';
import { begin, every, get, hourKey, make, tag, tell } from './page.js';

const COLOURS = { violating: '#ff5a4f', compliant: '#3ddc84', unknown: '#b0bec5' };
const HOUR = 3_600_000;
const wall = document.getElementById('wall');
const tiles = new Map();

/** More pictures at once than that help nobody; the rest are named below. */
const MOST = 16;

const session = await begin('live');
const unblur = document.getElementById('unblur');

/** Heads as they are only for those who may and ask for it, until the page is left; that is in the audit. */
let unblurred = false;

if (unblur) {
  unblur.hidden = !session.evidence_blurred;
  unblur.addEventListener('click', () => {
    unblurred = true;
    unblur.hidden = true;
    tiles.forEach((tile) => tile.socket.close());
  });
}
const columns = document.getElementById('columns');
columns.value = localStorage.getItem('columns') ?? '';
columns.addEventListener('change', arrange);
arrange();
every(5000, showNumbers);
every(3000, showCameras);
every(5000, showEvents);

function arrange() {
  localStorage.setItem('columns', columns.value);
  wall.dataset.columns = columns.value;
}

async function showNumbers() {
  const [summary, hours, cameras] = await Promise.all([
    get('/api/v1/statistics/summary?period=1d'),
    get(`/api/v1/statistics/breakdown?${lastHoursQuery()}`),
    get('/api/v1/cameras'),
  ]);
  const model = summary.body.avg_processing_time;
  document
    .getElementById('numbers')
    .replaceChildren(
      figure(number(summary.body.total_frames), 'framesToday'),
      figure(number(summary.body.total_violations), 'violationsToday'),
      figure(model === null ? '–' : `${(model * 1000).toFixed(0)} ms`, 'inference'),
      figure(number(cameras.body.filter((camera) => camera.state === 'online').length), 'camerasOnline'),
    );
  document.getElementById('chart').replaceChildren(lastHours(hours.body));
}

const figure = (value, name) => make('div', { class: 'number' }, make('b', {}, value), make('span', {}, message(name)));

/** The beginning of this hour, where the page is looked at. */
function thisHour() {
  return new Date().setMinutes(0, 0, 0);
}

function lastHoursQuery() {
  const now = thisHour();
  return new URLSearchParams({
    by: 'hour',
    from: new Date(now - 23 * HOUR).toISOString(),
    to: new Date(now + HOUR).toISOString(),
    time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  });
}

/** Violations of all cameras by hour, the last 24. */
function lastHours(hours) {
  const counts = new Map(hours.map((it) => [it.key, it.total_violations]));
  const now = thisHour();
  return bars(
    Array.from({ length: 24 }, (_, i) => {
      const key = hourKey(new Date(now - (23 - i) * HOUR));
      return { label: i % 3 === 2 ? key.slice(11) : null, value: counts.get(key) ?? 0 };
    }),
    message('perHour'),
  );
}

/** What happened last, of every kind. */
async function showEvents() {
  const events = (await get('/api/v1/events?page_size=10')).body.items;
  document
    .getElementById('events')
    .replaceChildren(
      ...events.map((it) =>
        make(
          'tr',
          { 'data-kind': it.kind },
          make('td', {}, time(it.timestamp)),
          make('td', {}, it.camera_id),
          make('td', {}, it.kind === 'hygiene' ? message(`did_${it.event_type}`) : message(it.event_type)),
          make('td', { class: 'quiet' }, it.message ?? `${number(Math.round(it.duration_millis / 1000))} s`),
        ),
      ),
    );
  document.getElementById('events-empty').hidden = events.length > 0;
}

async function showCameras() {
  const cameras = (await get('/api/v1/cameras')).body;
  document.getElementById('empty').hidden = cameras.length > 0;
  // A camera that plays has a place on the wall and keeps it; the others are named below.
  const quiet = [];
  for (const camera of cameras) {
    if (camera.state === 'online' && !tiles.has(camera.camera_id) && tiles.size < MOST) {
      tiles.set(camera.camera_id, new Tile(camera.camera_id));
    }
    if (tiles.has(camera.camera_id)) {
      tiles.get(camera.camera_id).state(camera);
    } else {
      quiet.push(make('span', { title: camera.reason }, camera.camera_id, ' ', tag(camera.state)));
    }
  }
  document.getElementById('others').replaceChildren(...quiet);
}

/** One camera: its newest picture with boxes. */
class Tile {
  constructor(id) {
    this.id = id;
    this.canvas = make('canvas', { width: 640, height: 360, role: 'img', 'aria-label': `${message('live')}: ${id}` });
    this.badge = make('span');
    this.people = make('span', { class: 'quiet' }, message('awaitingPicture'));
    this.speed = make('span', { class: 'quiet' });
    this.clock = make('span', { class: 'warning small', hidden: '', 'data-clock': '' });
    wall.append(
      make(
        'article',
        { class: 'camera', 'data-camera': id },
        this.canvas,
        make(
          'footer',
          {},
          make('b', {}, id),
          this.badge,
          make('span', { class: 'spacer' }),
          this.people,
          this.speed,
          this.clock,
        ),
      ),
    );
    this.connect();
  }

  state(camera) {
    this.badge.replaceChildren(tag(camera.state));
    this.badge.title = camera.reason ?? '';
    tell(this.clock, clockSkew(camera.clock_skew_millis));
  }

  connect() {
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    this.socket = new WebSocket(
      `${scheme}://${location.host}/api/v1/live/${encodeURIComponent(this.id)}${unblurred ? '?unblurred=true' : ''}`,
    );
    this.socket.binaryType = 'arraybuffer';
    this.socket.onmessage = (event) => this.show(event.data);
    this.socket.onclose = () => setTimeout(() => this.connect(), 2000);
  }

  async show(data) {
    const length = new DataView(data).getUint32(0);
    const judged = JSON.parse(new TextDecoder().decode(new Uint8Array(data, 4, length)));
    const picture = await createImageBitmap(new Blob([new Uint8Array(data, 4 + length)], { type: 'image/jpeg' }));
    const { canvas } = this;
    canvas.width = picture.width;
    canvas.height = picture.height;
    canvas.style.aspectRatio = `${picture.width} / ${picture.height}`;
    const pen = canvas.getContext('2d');
    pen.drawImage(picture, 0, 0);
    picture.close();
    pen.lineWidth = Math.max(2, canvas.width / 320);
    pen.font = `${Math.max(11, Math.round(canvas.width / 50))}px system-ui, sans-serif`;
    for (const person of judged.people) {
      const { x, y, width, height } = person.bbox;
      pen.strokeStyle = COLOURS[person.verdict] ?? COLOURS.unknown;
      pen.fillStyle = pen.strokeStyle;
      pen.strokeRect(x * canvas.width, y * canvas.height, width * canvas.width, height * canvas.height);
      label(pen, `#${person.track_id} ${message(person.verdict)}`, x * canvas.width, y * canvas.height);
    }
    canvas.dataset.sequence = judged.sequence;
    this.people.textContent = `${number(judged.people.length)} ${message('people')}`;
    this.speed.textContent = `${judged.fps.toFixed(1)} fps`;
  }
}

/** Dark words on a ground of the box's colour, above the box. */
function label(pen, text, x, y) {
  const height = parseInt(pen.font, 10) + 6;
  const top = Math.max(0, y - height);
  pen.fillRect(x - pen.lineWidth / 2, top, pen.measureText(text).width + 10, height);
  pen.fillStyle = '#10181b';
  pen.fillText(text, x + 4, top + height - 6);
}
