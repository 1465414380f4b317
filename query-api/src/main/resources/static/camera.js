// What is set of a camera: its form, and a try whether its source has a picture.
import { begun, field, redraw, written } from './fields.js';
import { message } from './messages.js';
import { NEW, asShown, ask, attempt, get, put } from './page.js';

const dialog = document.getElementById('settings');
const form = document.getElementById('settings-form');
const problem = document.getElementById('settings-error');
const probed = document.getElementById('probe-picture');
const probeState = document.getElementById('probe-state');

/** Of a camera that nobody has set. */
const unset = {
  camera_id: '',
  name: '',
  labels: [],
  required_steps: [],
  minimum_wash_millis: 20_000,
  step_window_millis: 3_600_000,
  save_strategy: null,
  save_interval: null,
  has_source: false,
  has_substream: false,
  frames_per_second: null,
  still_frames_per_second: null,
  jpeg_quality: null,
  longest_side: null,
  keep_video: true,
  record_video: false,
};
let edited = null;
let saved = null;

form.addEventListener('submit', (event) => event.preventDefault());
document.getElementById('settings-save').addEventListener('click', () => attempt(problem, save, load));
document.getElementById('settings-probe').addEventListener('click', () => attempt(problem, probe));

export const cameraAddress = (id) => `/api/v1/cameras/${encodeURIComponent(id)}`;

/** All that is set of it but where its video comes from, which nobody is told; unsaid, that stays. */
export function settingsOf(camera) {
  const { name, enabled, zones } = camera;
  const others = Object.keys(unset).filter((it) => !it.startsWith('has_') && it !== 'camera_id');
  return { name, enabled, zones, ...Object.fromEntries(others.map((it) => [it, camera[it]])) };
}

/**
 * Opens the settings of a camera.
 * @param camera null: one that is not there yet
 * @param done is called once they are saved
 */
export function editSettings(camera, done) {
  saved = done;
  problem.textContent = '';
  probeState.textContent = '';
  probed.hidden = true;
  draw(camera);
  dialog.showModal();
}

function draw(camera) {
  edited = camera;
  const it = camera ?? unset;
  document.getElementById('settings-title').textContent = camera ? camera.name : message('newCamera');
  form.replaceChildren(
    ...(camera ? [] : [field({ name: 'camera_id', kind: 'text', value: '', label: 'cameraId' })]),
    field({ name: 'name', kind: 'text', value: it.name }),
    field({ name: 'source', kind: 'text', value: '', hint: it.has_source ? 'source_kept' : 'source_hint' }),
    field({
      name: 'substream',
      kind: 'text',
      value: '',
      hint: it.has_substream ? 'source_kept' : 'substream_hint',
    }),
    ...(it.has_substream ? [field({ name: 'no_substream', kind: 'check', value: false })] : []),
    field({ name: 'labels', kind: 'list', value: it.labels }),
    field({ name: 'frames_per_second', kind: 'number', value: it.frames_per_second, hint: 'rate_hint' }),
    field({ name: 'still_frames_per_second', kind: 'number', value: it.still_frames_per_second, hint: 'still_hint' }),
    field({ name: 'jpeg_quality', kind: 'number', value: it.jpeg_quality, hint: 'quality_hint' }),
    field({ name: 'longest_side', kind: 'number', value: it.longest_side, hint: 'side_hint' }),
    field({ name: 'keep_video', kind: 'check', value: it.keep_video, hint: 'keep_hint' }),
    field({ name: 'record_video', kind: 'check', value: it.record_video, hint: 'record_hint' }),
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
  begun(form);
}

/** Shows what somebody else has set meanwhile, with what was typed; their zones are kept, too. */
async function load() {
  const { body: camera } = await get(address());
  redraw(form, () => draw(camera));
}

const address = () => cameraAddress(edited ? edited.camera_id : (written(form, 'camera_id') ?? ''));

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
  const settings = {
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
    substream: written(form, 'no_substream') ? '' : written(form, 'substream'),
    frames_per_second: written(form, 'frames_per_second'),
    still_frames_per_second: written(form, 'still_frames_per_second'),
    jpeg_quality: written(form, 'jpeg_quality'),
    longest_side: written(form, 'longest_side'),
    keep_video: written(form, 'keep_video'),
    record_video: written(form, 'record_video'),
  };
  await put(address(), settings, edited ? asShown(edited) : NEW);
  dialog.close();
  await saved();
}
