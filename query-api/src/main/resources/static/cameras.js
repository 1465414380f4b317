// Cameras: how they are, what is set of them, and their zones.
import { field, written } from './fields.js';
import { clockSkew, number, time } from './format.js';
import { message } from './messages.js';
import { ask, attempt, begin, every, get, make, presence, put, tag, tell } from './page.js';
import { editZones } from './zones.js';

const list = document.getElementById('list');
const error = document.getElementById('error');
const dialog = document.getElementById('settings');
const form = document.getElementById('settings-form');
const problem = document.getElementById('settings-error');
const probed = document.getElementById('probe-picture');
const probeState = document.getElementById('probe-state');
const session = await begin('cameras');
const cards = new Map();
let edited = null;

form.addEventListener('submit', (event) => event.preventDefault());
document.getElementById('settings-save').addEventListener('click', () => attempt(problem, save));
document.getElementById('settings-probe').addEventListener('click', () => attempt(problem, probe));
document.getElementById('new-camera')?.addEventListener('click', () => edit(null));
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
    const actions = session.may('admin')
      ? [
          make(
            'button',
            { type: 'button', 'data-do': 'settings', onclick: () => edit(this.camera) },
            message('settings'),
          ),
          (this.toggle = make('button', {
            type: 'button',
            'data-do': 'toggle',
            onclick: () => attempt(error, () => change(this.camera, { enabled: !this.camera.enabled })),
          })),
          make(
            'button',
            {
              type: 'button',
              'data-do': 'zones',
              onclick: () => editZones(this.camera, (zones) => change(this.camera, { zones })),
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
        make('div', { class: 'actions' }, ...actions),
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
      .map(([reason, count]) => `${reason} ${number(count)}`);
    const facts = [
      ['cameraId', camera.camera_id],
      ['lastWord', camera.at ? time(camera.at) : '–'],
      ['fps', camera.fps === null ? '–' : camera.fps.toFixed(1)],
      ['captured', camera.captured === null ? '–' : number(camera.captured)],
      ['dropped', drops.join(', ') || '0'],
      ['zones', camera.zones.map((zone) => `${zone.zone_id} (${message(zone.type)})`).join(', ') || '–'],
      ...(camera.labels.length > 0 ? [['labels', camera.labels.map((label) => `#${label}`).join(' ')]] : []),
      ...(camera.reason ? [['reason', camera.reason]] : []),
    ];
    this.facts.replaceChildren(
      ...facts.flatMap(([name, value]) => [make('dt', {}, message(name)), make('dd', {}, value)]),
    );
    this.look();
  }

  /** Its newest picture; the one before stays while there is no newer. */
  async look() {
    const response = await fetch(`/api/v1/cameras/${encodeURIComponent(this.camera.camera_id)}/preview`, {
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

/** Opens the settings of a camera; null for one that is not there yet. */
function edit(camera) {
  edited = camera;
  const it = camera ?? {
    camera_id: '',
    name: '',
    labels: [],
    required_steps: [],
    minimum_wash_millis: 20_000,
    step_window_millis: 3_600_000,
    save_strategy: null,
  };
  document.getElementById('settings-title').textContent = camera ? camera.name : message('newCamera');
  problem.textContent = '';
  probeState.textContent = '';
  probed.hidden = true;
  form.replaceChildren(
    ...(camera ? [] : [field({ name: 'camera_id', kind: 'text', value: '', label: 'cameraId' })]),
    field({ name: 'name', kind: 'text', value: it.name }),
    field({ name: 'source', kind: 'text', value: '', hint: camera?.has_source ? 'source_kept' : 'source_hint' }),
    field({ name: 'labels', kind: 'list', value: it.labels }),
    field({ name: 'required_steps', kind: 'list', value: it.required_steps, hint: 'steps_hint' }),
    field({ name: 'minimum_wash_seconds', kind: 'number', value: it.minimum_wash_millis / 1000 }),
    field({ name: 'step_window_minutes', kind: 'number', value: it.step_window_millis / 60_000 }),
    field({
      name: 'save_strategy',
      kind: 'select',
      options: ['', 'all', 'violations_only', 'interval', 'smart'],
      value: it.save_strategy ?? '',
    }),
    field({ name: 'save_interval', kind: 'number', value: it.save_interval ?? null }),
  );
  dialog.showModal();
}

const address = () =>
  `/api/v1/cameras/${encodeURIComponent(edited ? edited.camera_id : (written(form, 'camera_id') ?? ''))}`;

/** Shows a picture of the source as it is written, or why there is none; nothing is saved. */
async function probe() {
  probed.hidden = true;
  probeState.textContent = message('probing');
  try {
    const picture = await ask(`${address()}/probe`, { source: written(form, 'source') });
    probeState.textContent = picture ? message('probed') : message('unanswered');
    if (picture) {
      URL.revokeObjectURL(probed.src);
      probed.src = URL.createObjectURL(picture);
      probed.hidden = false;
    }
  } catch (failure) {
    probeState.textContent = '';
    throw failure;
  }
}

async function save() {
  const times = (name, by) => (written(form, name) === null ? null : Math.round(written(form, name) * by));
  await put(address(), {
    name: written(form, 'name'),
    enabled: edited?.enabled ?? true,
    labels: written(form, 'labels'),
    zones: edited?.zones ?? [],
    required_steps: written(form, 'required_steps'),
    minimum_wash_millis: times('minimum_wash_seconds', 1000),
    step_window_millis: times('step_window_minutes', 60_000),
    save_strategy: written(form, 'save_strategy'),
    save_interval: written(form, 'save_interval'),
    source: written(form, 'source'),
  });
  dialog.close();
  await show();
}

/** Sets it as it was, but for that. */
async function change(camera, other) {
  const {
    name,
    enabled,
    labels,
    zones,
    required_steps,
    minimum_wash_millis,
    step_window_millis,
    save_strategy,
    save_interval,
  } = camera;
  await put(`/api/v1/cameras/${encodeURIComponent(camera.camera_id)}`, {
    name,
    enabled,
    labels,
    zones,
    required_steps,
    minimum_wash_millis,
    step_window_millis,
    save_strategy,
    save_interval,
    ...other,
  });
  await show();
}
