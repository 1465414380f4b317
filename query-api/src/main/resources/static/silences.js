// Silences and maintenance windows.
import { field, written } from './fields.js';
import { time } from './format.js';
import { message } from './messages.js';
import { attempt, get, make, post, remove, tag } from './page.js';

const dialog = document.getElementById('silence');
const form = document.getElementById('silence-form');
const error = document.getElementById('silence-error');
let rule = null;

form.addEventListener('submit', (event) => event.preventDefault());
document.getElementById('silence-save').addEventListener('click', () => attempt(error, save));

let who = null;

export async function showSilences(session = who) {
  who = session;
  const silences = (await get('/api/v1/alerts/silences')).body;
  document.getElementById('no-silences').hidden = silences.length > 0;
  document
    .getElementById('silences')
    .replaceChildren(
      ...silences.map((silence) =>
        make(
          'tr',
          { 'data-id': silence.id },
          make('td', {}, tag(silence.kind)),
          make(
            'td',
            {},
            [...silence.camera_ids, ...silence.labels.map((label) => `#${label}`)].join(', ') || message('every'),
          ),
          make('td', {}, silence.comment, make('br'), make('span', { class: 'quiet' }, silence.created_by)),
          make('td', {}, time(silence.ends_at)),
          make(
            'td',
            {},
            who.may('admin') ? make('button', { type: 'button', onclick: () => end(silence) }, message('remove')) : '',
          ),
        ),
      ),
    );
}

/** Opens the editor, for one camera and one rule if they are given. */
export function openSilence(camera, ruleId = null) {
  rule = ruleId;
  const until = new Date(Date.now() + 3_600_000);
  const local = new Date(until.getTime() - until.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
  error.textContent = '';
  form.replaceChildren(
    field({ name: 'kind', kind: 'select', options: ['silence', 'maintenance'], value: 'silence' }),
    field({ name: 'comment', kind: 'text' }),
    field({ name: 'camera_ids', kind: 'list', value: camera ? [camera] : [], hint: 'cameras_hint', label: 'cameras' }),
    field({ name: 'labels', kind: 'list', hint: 'labels_hint' }),
    field({ name: 'ends_at', kind: 'datetime', value: local }),
  );
  dialog.showModal();
}

async function save() {
  await post('/api/v1/alerts/silences', {
    kind: written(form, 'kind'),
    comment: written(form, 'comment'),
    camera_ids: written(form, 'camera_ids'),
    labels: written(form, 'labels'),
    rule_ids: rule ? [rule] : [],
    ends_at: written(form, 'ends_at'),
  });
  dialog.close();
  await showSilences();
}

async function end(silence) {
  await remove(`/api/v1/alerts/silences/${silence.id}`);
  await showSilences();
}
