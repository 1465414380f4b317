// How the line is doing: what waits, what flows, which versions; and for administrators, who did what.
import { counted, number, time } from './format.js';
import { message } from './messages.js';
import { attempt, begin, every, get, make } from './page.js';

const error = document.getElementById('error');
const action = document.getElementById('audit-action');
const ACTIONS = [
  'evidence_viewed',
  'thumbnail_viewed',
  'evidence_unblurred',
  'live_viewed',
  'live_unblurred',
  'preview_viewed',
  'preview_unblurred',
  'clip_viewed',
  'clip_unblurred',
  'video_exported',
  'video_unblurred',
  'records_exported',
  'personal_data_exported',
  'erasure_requested',
  'erased',
  'hold_set',
  'hold_lift_requested',
  'hold_lift_confirmed',
  'rule_set',
  'rule_withdrawn',
  'silence_set',
  'silence_withdrawn',
  'camera_set',
  'camera_withdrawn',
  'camera_probed',
  'user_set',
  'user_removed',
  'password_changed',
  'key_set',
  'key_rotated',
  'key_revoked',
  'logged_in',
  'logged_out',
  'login_refused',
];
const session = await begin('system');
let before = null;
let cursor = null;

every(5000, () => attempt(error, showSystem));
if (session.may('admin')) {
  document.getElementById('more').addEventListener('click', () => attempt(error, showAudit));
  action.append(
    make('option', { value: '' }, message('all')),
    ...ACTIONS.map((it) => make('option', { value: it }, message(it))),
  );
  action.addEventListener('change', () =>
    attempt(error, () => {
      cursor = null;
      document.getElementById('audit').replaceChildren();
      return showAudit();
    }),
  );
  attempt(error, showAudit);
}

async function showSystem() {
  const status = (await get('/api/v1/system')).body;
  const waiting = status.lags.filter((it) => it.records > 0 || it.reader === 'persistence-service');
  document
    .getElementById('lags')
    .replaceChildren(
      ...waiting.map((it) =>
        make(
          'tr',
          {},
          make('td', {}, it.reader),
          make('td', {}, short(it.topic)),
          make('td', { class: 'figure' }, number(it.records)),
        ),
      ),
    );
  const seconds = before ? (Date.parse(status.at) - Date.parse(before.at)) / 1000 : null;
  const written = new Map((before?.topics ?? []).map((it) => [it.topic, it.written]));
  const aside = new Map(
    status.topics.filter((it) => it.topic.endsWith('.dlt')).map((it) => [it.topic.slice(0, -4), it.kept]),
  );
  document.getElementById('topics').replaceChildren(
    ...status.topics
      .filter((it) => !it.topic.endsWith('.dlt'))
      .map((it) => {
        const flow =
          seconds && written.has(it.topic) ? ((it.written - written.get(it.topic)) / seconds).toFixed(1) : '…';
        return make(
          'tr',
          { 'data-topic': it.topic },
          make('td', {}, short(it.topic)),
          make('td', { class: 'figure' }, flow),
          make('td', { class: 'figure' }, number(it.kept)),
          make('td', { class: 'figure' }, number(aside.get(it.topic) ?? 0)),
        );
      }),
  );
  before = status;
  const versions = [
    ['Cleansight', status.version ?? '–'],
    ['Java', status.java],
    [
      `PostgreSQL`,
      `${status.database.version}, ${message('schema')} ${status.database.schema_version}, ${number(Math.round(status.database.bytes / 1_048_576))} MiB`,
    ],
    ...Object.entries(status.models).map(([model, cameras]) => [
      message('model'),
      `${model} · ${counted('ofCameras', cameras)}`,
    ]),
  ];
  document
    .getElementById('versions')
    .replaceChildren(...versions.map((row) => make('tr', {}, ...row.map((text) => make('td', {}, text)))));
}

const short = (topic) => topic.replace('cleansight.', '');

async function showAudit() {
  const query = new URLSearchParams({
    page_size: 20,
    ...(cursor ? { cursor } : {}),
    ...(action.value ? { action: action.value } : {}),
  });
  const page = (await get(`/api/v1/audit?${query}`)).body;
  cursor = page.next_cursor;
  const rows = document.getElementById('audit');
  rows.append(
    ...page.items.map((it) =>
      make(
        'tr',
        {},
        make('td', {}, time(it.timestamp)),
        make('td', {}, `${it.who} · ${message(it.role)}`),
        make('td', {}, message(it.action)),
        make('td', {}, it.camera_id ? `${it.camera_id} · ` : '', make('code', {}, it.target)),
        make('td', {}, it.address),
      ),
    ),
  );
  document.getElementById('more').hidden = !cursor;
  document.getElementById('audit-empty').hidden = rows.children.length > 0;
}
