// Cameras: how they are, what is set of them, and their zones.
import { cameraAddress, editSettings, settingsOf } from './camera.js';
import { openFootage } from './footage.js';
import { bitrate, clockSkew, lastError, number, reason, time } from './format.js';
import { message, messageOr } from './messages.js';
import { asShown, attempt, begin, every, get, make, presence, put, tag, tell } from './page.js';
import { editZones } from './zones.js';

const list = document.getElementById('list');
const error = document.getElementById('error');
const session = await begin('cameras');
const cards = new Map();

document.getElementById('new-camera')?.addEventListener('click', () => editSettings(null, show));
every(4000, () => attempt(error, show));

async function show() {
  const cameras = (await get('/api/v1/cameras')).body;
  document.getElementById('empty').hidden = cameras.length > 0;
  const there = new Set(cameras.map((it) => it.camera_id));
  for (const [id, card] of cards) {
    if (!there.has(id)) {
      card.element.remove();
      cards.delete(id);
    }
  }
  for (const camera of cameras) {
    if (!cards.has(camera.camera_id)) {
      cards.set(camera.camera_id, new Card(camera.camera_id));
    }
    cards.get(camera.camera_id).show(camera);
  }
}

/** One camera; it keeps its place and the focus within it while its numbers change. */
class Card {
  constructor(id) {
    this.image = make('img', { alt: `${message('live')}: ${id}`, hidden: '' });
    this.none = make('span', {}, message('noPicture'));
    this.title = make('h2');
    this.badge = make('span');
    this.clock = make('p', { class: 'warning small', 'data-clock': '' });
    this.facts = make('dl');
    const lately = make(
      'button',
      {
        type: 'button',
        'data-do': 'video',
        onclick: () => openFootage(session, id, new Date(Date.now() - 60_000).toISOString()),
      },
      message('video'),
    );
    const changes = session.may('admin')
      ? [
          make(
            'button',
            { type: 'button', 'data-do': 'settings', onclick: () => editSettings(this.camera, show) },
            message('settings'),
          ),
          (this.toggle = make('button', {
            type: 'button',
            'data-do': 'toggle',
            onclick: () => attempt(error, () => change(this.camera, { enabled: !this.camera.enabled }), show),
          })),
          make(
            'button',
            {
              type: 'button',
              'data-do': 'zones',
              onclick: () => editZones(this.camera, change),
            },
            message('draw'),
          ),
        ]
      : [];
    this.element = make(
      'article',
      { class: 'camera', 'data-camera': id },
      make('div', { class: 'picture' }, this.image, this.none),
      make(
        'div',
        { class: 'text' },
        make('div', { class: 'row' }, this.title, this.badge),
        this.clock,
        this.facts,
        make('div', { class: 'actions' }, lately, ...changes),
      ),
    );
    list.append(this.element);
  }

  show(camera) {
    this.camera = camera;
    this.title.textContent = camera.name;
    this.badge.replaceChildren(tag(camera.state));
    tell(this.clock, clockSkew(camera.clock_skew_millis));
    if (this.toggle) {
      this.toggle.textContent = message(camera.enabled ? 'stop' : 'start');
    }
    const drops = Object.entries(camera.dropped ?? {})
      .filter(([, count]) => count > 0)
      .map(([why, count]) => `${messageOr(`drop_${why}`, why)} ${number(count)}`);
    const facts = [
      ['cameraId', camera.camera_id],
      ['lastWord', camera.at ? time(camera.at) : '–'],
      ['fps', camera.fps === null ? '–' : camera.fps.toFixed(1)],
      ['bitrate', camera.bits_per_second === null ? '–' : bitrate(camera.bits_per_second)],
      ['captured', camera.captured === null ? '–' : number(camera.captured)],
      ['dropped', drops.join(', ') || '0'],
      ['zones', camera.zones.map((zone) => `${zone.zone_id} (${message(zone.type)})`).join(', ') || '–'],
      ...(camera.labels.length > 0 ? [['labels', camera.labels.map((label) => `#${label}`).join(' ')]] : []),
      ...(camera.since && camera.state !== 'online' ? [['sinceWhen', time(camera.since)]] : []),
      ...(camera.reason ? [['reason', reason(camera)]] : []),
      ...(camera.last_error ? [['lastError', lastError(camera)]] : []),
      ...(camera.instance ? [['instance', camera.instance]] : []),
    ];
    this.facts.replaceChildren(
      ...facts.flatMap(([name, value]) => [make('dt', {}, message(name)), make('dd', {}, value)]),
    );
    this.look();
  }

  /** Its newest picture; the one before stays while there is no newer. */
  async look() {
    const response = await fetch(`${cameraAddress(this.camera.camera_id)}/preview`, {
      headers: presence(),
    });
    if (!response.ok) {
      return;
    }
    const before = this.image.src;
    this.image.src = URL.createObjectURL(await response.blob());
    URL.revokeObjectURL(before);
    this.image.hidden = false;
    this.none.hidden = true;
  }
}

/** Sets it as it was shown, but for that; unless somebody else has changed it meanwhile. */
async function change(camera, other) {
  await put(cameraAddress(camera.camera_id), { ...settingsOf(camera), ...other }, asShown(camera));
  await show();
}
