import { openFootage } from './footage.js';
import { counted, time } from './format.js';
import { linked } from './links.js';
import { message } from './messages.js';
import { attempt, begin, gently, get, listen, make, offerCameras, put, tag } from './page.js';
import { openRule, showRules } from './rules.js';
import { alertMessage } from './said.js';
import { openSilence, showSilences } from './silences.js';
import { showSpan, spanOf } from './span.js';

const PAGE = 24;
const fields = ['camera_id', 'status', 'notifications']; // in the address, too
const rows = document.getElementById('alerts');
const more = document.getElementById('more');
const filters = document.getElementById('filters');
const error = document.getElementById('error');
const undelivered = document.getElementById('undelivered');
let cursor = null;
let span = null;
let one = null;

const session = await begin('alerts');
const bulk = document.getElementById('bulk');
const refresh = gently(1000, () => load(false));
filters.addEventListener('change', (event) => {
  if (event.target.name) {
    ask();
  }
});
more.addEventListener('click', () => load(true));
undelivered.addEventListener('click', () => {
  filters.elements.notifications.value = 'given_up';
  ask();
});
document.getElementById('new-rule')?.addEventListener('click', () => openRule(null));
document.getElementById('new-silence')?.addEventListener('click', () => openSilence(''));
for (const button of bulk?.querySelectorAll('[data-bulk]') ?? []) {
  button.addEventListener('click', () => attempt(error, () => decideAll(button.dataset.bulk)));
}
// What happens comes to the top by itself, unless somebody is further down or has chosen some.
listen(['alert'], () => {
  if (rows.children.length <= PAGE && chosen().length === 0) {
    refresh();
  }
});
await offerCameras(filters.elements.camera_id);
fillFilters();
refresh();
await showRules(session);
await showSilences(session);

/** As the address says, which is how others lead here. */
function fillFilters() {
  const wanted = new URLSearchParams(location.search);
  span = spanOf(wanted);
  one = wanted.get('id');
  for (const name of fields) {
    filters.elements[name].value = wanted.get(name) ?? '';
  }
  const letGo = () => {
    span = null;
    ask();
    fillFilters();
  };
  showSpan(document.getElementById('span'), span, letGo, one ? message('oneAlert') : null);
}

/** Asks for what is chosen, which the address then says. */
function ask() {
  if (one) {
    one = null;
    showSpan(document.getElementById('span'), null);
  }
  history.replaceState(null, '', `?${asked()}`);
  refresh();
}

/** What is asked for, as in the address of this page. */
function asked() {
  const query = new URLSearchParams(span ?? {});
  for (const name of fields) {
    if (filters.elements[name].value) {
      query.set(name, filters.elements[name].value);
    }
  }
  return query;
}

async function load(further) {
  const query = asked();
  query.set('page_size', PAGE);
  if (further && cursor) {
    query.set('cursor', cursor);
  }
  const page = one ? await onlyOne() : (await get(`/api/v1/alerts?${query}`)).body;
  cursor = page.next_cursor;
  const cells = page.items.map(row);
  if (further) {
    rows.append(...cells);
  } else {
    rows.replaceChildren(...cells);
  }
  more.hidden = !cursor;
  document.getElementById('empty').hidden = rows.children.length > 0;
  showChosen();
  if (!further) {
    await showUndelivered();
  }
}

/** The alert that the address names, as a page. */
async function onlyOne() {
  const alert = (await get(`/api/v1/alerts/${encodeURIComponent(one)}`)).body;
  return { items: [alert], next_cursor: null };
}

/** How many notifications of the last days were given up; a click shows their alerts. */
async function showUndelivered() {
  const counts = (await get('/api/v1/alerts/notifications')).body;
  const lost = counts.filter((it) => it.outcome === 'given_up').reduce((sum, it) => sum + it.notifications, 0);
  undelivered.hidden = lost === 0;
  undelivered.textContent = counted('undelivered', lost);
}

/** Through which channels it was told, and who was not reached so far, and why. */
function notifications(alert) {
  const open = alert.notifications.filter((it) => it.outcome !== 'delivered').sort((a, b) => a.at.localeCompare(b.at));
  return [
    alert.notification_channels_used.join(', ') || '–',
    ...open.map((it) =>
      make(
        'div',
        { class: 'small', title: time(it.at) },
        tag(it.outcome),
        ` ${it.channel}${it.recipient && it.recipient !== it.channel ? ` ${it.recipient}` : ''}`,
        ...(it.attempts > 0 ? [`, ${counted('attempts', it.attempts)}`] : []),
        ...(it.error ? [make('span', { class: 'error' }, ` ${it.error}`)] : []),
      ),
    ),
  ];
}

function row(alert) {
  const members = alert.details.members ?? [];
  const where = members.length > 1 ? counted('ofCameras', members.length) : alert.camera_id;
  const text = alertMessage(alert);
  const box = make('input', {
    type: 'checkbox',
    value: alert.id,
    'aria-label': `${message('select')}: ${where}, ${text}`,
    onchange: showChosen,
  });
  const violations = alert.details.violation_ids?.length ?? 0;
  const marks = [tag(alert.status)];
  if (alert.escalated_at && alert.status === 'raised') {
    marks.push(tag('escalated'));
  }
  if (alert.silence_id) {
    marks.push(tag('silenced'));
  }
  if (alert.unsilenced_at) {
    marks.push(tag('unsilenced'));
  }
  const actions = [
    make(
      'button',
      {
        type: 'button',
        'data-do': 'video',
        onclick: () => openFootage(session, alert.camera_id, alert.timestamp),
      },
      message('videoAround'),
    ),
  ];
  if (alert.status === 'raised' && session.may('reviewer')) {
    actions.push(
      make(
        'button',
        { type: 'button', onclick: () => attempt(error, () => decide(alert, 'acknowledged')) },
        message('acknowledge'),
      ),
    );
  }
  if (alert.status !== 'resolved' && session.may('reviewer')) {
    actions.push(
      make(
        'button',
        { type: 'button', onclick: () => attempt(error, () => decide(alert, 'resolved')) },
        message('resolve'),
      ),
    );
  }
  if (session.may('admin')) {
    actions.push(
      make(
        'button',
        { type: 'button', onclick: () => openSilence(alert.camera_id, alert.rule_id) },
        message('silence'),
      ),
    );
  }
  return make(
    'tr',
    { 'data-id': alert.id },
    make('td', {}, box),
    make('td', {}, time(alert.timestamp)),
    make('td', { title: members.join(', ') }, where),
    make('td', {}, tag(alert.priority)),
    make(
      'td',
      {},
      make('b', {}, alert.details.rule_name),
      make('br'),
      text,
      ...(alert.handled_by
        ? [make('br'), make('span', { class: 'quiet' }, `${message('decidedBy')} ${alert.handled_by}`)]
        : []),
      ...(violations > 0
        ? [make('br'), `${message('violations')}: `, linked(violations, `records.html?alert_id=${alert.id}`)]
        : []),
    ),
    make('td', {}, make('span', { class: 'marks' }, ...marks)),
    make('td', {}, ...notifications(alert)),
    make('td', {}, make('span', { class: 'actions' }, ...actions)),
  );
}

function chosen() {
  return [...rows.querySelectorAll('input:checked')].map((box) => box.value);
}

function showChosen() {
  if (!bulk) {
    return;
  }
  bulk.hidden = chosen().length === 0;
  document.getElementById('chosen').textContent = counted('selected', chosen().length);
}

async function decide(alert, status) {
  await put(`/api/v1/alerts/${alert.id}/status`, { status, expected_version: alert.version });
  await load(false);
}

async function decideAll(status) {
  await put('/api/v1/alerts/status', { ids: chosen(), decision: { status } });
  await load(false);
}
