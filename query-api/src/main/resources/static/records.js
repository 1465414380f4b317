import { begin, every, get, make, offerCameras, put, tag } from './page.js';
import { time, word } from './words.js';

const list = document.getElementById('list');
const more = document.getElementById('more');
const filters = document.getElementById('filters');
const detail = document.getElementById('detail');
let cursor = null;
let shown = null;
let listed = '';

await begin('records');
await offerCameras(filters.elements.camera_id);
filters.addEventListener('change', () => load(false));
more.addEventListener('click', () => load(true));
for (const button of detail.querySelectorAll('[data-status]')) {
  button.addEventListener('click', () => decide(button.dataset.status));
}
// New violations come to the top by themselves, unless somebody is further down.
every(4000, async () => {
  if (!detail.open && list.children.length <= 24) {
    await load(false);
  }
});

async function load(further) {
  const query = new URLSearchParams({ page_size: 24 });
  for (const [name, value] of new FormData(filters)) {
    if (value) {
      query.set(name, value);
    }
  }
  if (further && cursor) {
    query.set('cursor', cursor);
  }
  const page = (await get(`/api/v1/records/violations?${query}`)).body;
  const state = JSON.stringify(page.items);
  if (!further && state === listed && list.children.length === page.items.length) {
    return; // nothing new: whoever is in the list keeps their place
  }
  listed = further ? '' : state;
  cursor = page.next_cursor;
  const cards = page.items.map(card);
  if (further) {
    list.append(...cards);
  } else {
    list.replaceChildren(...cards);
  }
  more.hidden = !cursor;
  document.getElementById('empty').hidden = list.children.length > 0;
}

function card(violation) {
  return make('button', { type: 'button', class: 'violation', 'data-id': violation.id, onclick: () => open(violation) },
    picture(violation),
    make('span', { class: 'text' },
      make('span', { class: 'row' }, make('b', {}, word(violation.violation_type)), tag(violation.status)),
      make('span', {}, violation.camera_id),
      make('span', { class: 'quiet' }, time(violation.timestamp))));
}

/** The picture with the violation's box on it, or why there is none. */
function picture(violation) {
  if (violation.snapshot_state !== 'present') {
    return make('span', { class: 'picture' }, word(violation.snapshot_state));
  }
  const box = violation.bbox;
  const overlay = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  overlay.setAttribute('viewBox', '0 0 1 1');
  overlay.setAttribute('preserveAspectRatio', 'none');
  const rect = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  Object.entries(box).forEach(([name, value]) => rect.setAttribute(name, value));
  overlay.append(rect);
  return make('span', { class: 'picture' }, make('span', { class: 'frame' },
    make('img', { src: `/api/v1/records/violations/${violation.id}/snapshot`, alt: word('picture'), loading: 'lazy' }),
    overlay));
}

function open(violation) {
  shown = violation;
  document.getElementById('detail-title').textContent = `${word(violation.violation_type)} · ${violation.camera_id}`;
  document.getElementById('detail-picture').replaceChildren(...picture(violation).childNodes);
  document.getElementById('detail-error').textContent = '';
  document.getElementById('notes').value = violation.notes ?? '';
  const facts = [
    ['time', time(violation.timestamp)],
    ['until', violation.closed_at ? time(violation.closed_at) : word('lasting')],
    ['status', tag(violation.status)],
    ['confidence', violation.confidence.toFixed(2)],
    ['reason', violation.reason],
  ];
  if (violation.handled_by) {
    facts.push(['decidedBy', `${violation.handled_by}, ${time(violation.handled_at)}`]);
  }
  document.getElementById('detail-facts').replaceChildren(
    ...facts.flatMap(([name, value]) => [make('dt', {}, word(name)), make('dd', {}, value)]));
  if (!detail.open) {
    detail.showModal();
  }
}

async function decide(status) {
  const error = document.getElementById('detail-error');
  try {
    const answer = await put(`/api/v1/records/violations/${shown.id}/status`, {
      status, notes: document.getElementById('notes').value || null, expected_version: shown.version,
    });
    open(answer.body);
    error.textContent = answer.status === 202 ? word('later') : '';
    await load(false);
  } catch (failure) {
    error.textContent = word('failed') + failure.message;
  }
}
