import { begin, every, get, make, tag } from './page.js';
import { number, word } from './words.js';

const COLOURS = { violating: '#ff5a4f', compliant: '#3ddc84', unknown: '#b0bec5' };
const HOUR = 3_600_000;
const wall = document.getElementById('wall');
const tiles = new Map();

begin('live');
every(5000, showNumbers);
every(3000, showCameras);

async function showNumbers() {
  const [summary, hours, cameras] = await Promise.all([
    get('/api/v1/statistics/summary?period=1d'), get('/api/v1/statistics/hourly'), get('/api/v1/cameras')]);
  const model = summary.body.avg_processing_time;
  document.getElementById('numbers').replaceChildren(
    figure(number(summary.body.total_frames), 'framesToday'),
    figure(number(summary.body.total_violations), 'violationsToday'),
    figure(model === null ? '–' : `${(model * 1000).toFixed(0)} ms`, 'inference'),
    figure(number(cameras.body.filter((camera) => camera.state === 'online').length), 'camerasOnline'));
  document.getElementById('chart').replaceChildren(bars(hours.body));
}

const figure = (value, name) => make('div', { class: 'number' }, make('b', {}, value), make('span', {}, word(name)));

/** Violations of all cameras by hour, the last 24. */
function bars(hours) {
  const now = Math.floor(Date.now() / HOUR);
  const counts = new Map();
  for (const hour of hours) {
    const key = Math.floor(Date.parse(hour.hour_start) / HOUR);
    counts.set(key, (counts.get(key) ?? 0) + hour.total_violations);
  }
  const most = Math.max(1, ...counts.values());
  const picture = svg('svg', { viewBox: '0 0 720 170', role: 'img', 'aria-label': word('perHour') });
  picture.append(svg('line', { x1: 12, x2: 708, y1: 140, y2: 140 }));
  for (let i = 0; i < 24; i++) {
    const hour = now - 23 + i;
    const count = counts.get(hour) ?? 0;
    const height = (count / most) * 110;
    const x = 14 + i * 29;
    picture.append(svg('rect', { class: 'bar bad', x, y: 140 - height, width: 21, height, rx: 3 }));
    if (count > 0) {
      picture.append(svg('text', { x: x + 10, y: 134 - height, 'text-anchor': 'middle' }, number(count)));
    }
    if (i % 3 === 2) {
      const label = new Date(hour * HOUR).getHours().toString().padStart(2, '0') + ':00';
      picture.append(svg('text', { x: x + 10, y: 157, 'text-anchor': 'middle' }, label));
    }
  }
  return picture;
}

function svg(name, attributes, text = '') {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
  element.textContent = text;
  return element;
}

async function showCameras() {
  const cameras = (await get('/api/v1/cameras')).body;
  document.getElementById('empty').hidden = cameras.length > 0;
  // A camera that plays has a place on the wall and keeps it; the others are named below.
  const quiet = [];
  for (const camera of cameras) {
    if (camera.state === 'online' && !tiles.has(camera.camera_id)) {
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
    this.canvas = make('canvas', { width: 640, height: 360, role: 'img', 'aria-label': `${word('live')}: ${id}` });
    this.badge = make('span');
    this.people = make('span', { class: 'quiet' }, word('waiting'));
    this.speed = make('span', { class: 'quiet' });
    wall.append(make('article', { class: 'camera', 'data-camera': id }, this.canvas,
      make('footer', {}, make('b', {}, id), this.badge, make('span', { class: 'spacer' }), this.people, this.speed)));
    this.connect();
  }

  state(camera) {
    this.badge.replaceChildren(tag(camera.state));
    this.badge.title = camera.reason ?? '';
  }

  connect() {
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    const socket = new WebSocket(`${scheme}://${location.host}/api/v1/live/${encodeURIComponent(this.id)}`);
    socket.binaryType = 'arraybuffer';
    socket.onmessage = (message) => this.show(message.data);
    socket.onclose = () => setTimeout(() => this.connect(), 2000);
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
      label(pen, `#${person.track_id} ${word(person.verdict)}`, x * canvas.width, y * canvas.height);
    }
    canvas.dataset.sequence = judged.sequence;
    this.people.textContent = `${number(judged.people.length)} ${word('people')}`;
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
