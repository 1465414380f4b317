// Violations: found, looked at one after the other, and decided, by mouse or by keyboard.
import { ClipView, hasClip } from './clip.js';
import { openFootage } from './footage.js';
import { number, time } from './format.js';
import { message } from './messages.js';
import { attempt, begin, gently, get, listen, make, offerCameras, put, tag } from './page.js';
import { facts, picture, timeline } from './violation.js';

const PAGE = 24;
const KEYS = { c: 'confirmed', f: 'false_positive', r: 'resolved' };
const list = document.getElementById('list');
const more = document.getElementById('more');
const filters = document.getElementById('filters');
const detail = document.getElementById('detail');
const error = document.getElementById('error');
const session = await begin('records');
const bulk = document.getElementById('bulk');
const violations = new Map();
let cursor = null;
let shown = null;

const refresh = gently(1000, () => load(false));
const further = gently(100, () => load(true));
await offerCameras(filters.elements.camera_id);
filters.addEventListener('change', (event) => event.target.name && refresh());
filters.addEventListener('submit', (event) => event.preventDefault());
more.addEventListener('click', () => load(true));
new IntersectionObserver((seen) => seen.some((it) => it.isIntersecting) && cursor && further()).observe(more);
for (const button of detail.querySelectorAll('[data-status]')) {
  button.addEventListener('click', () => decide(button.dataset.status));
}
for (const button of bulk?.querySelectorAll('[data-bulk]') ?? []) {
  button.addEventListener('click', () => attempt(error, () => decideAll(button.dataset.bulk)));
}
document.getElementById('all')?.addEventListener('change', (event) => {
  list.querySelectorAll('input').forEach((box) => {
    box.checked = event.target.checked;
  });
  showChosen();
});
document.getElementById('hold')?.addEventListener('click', hold);
document.getElementById('unblur')?.addEventListener('click', () => show(shown, true));
document
  .getElementById('around')
  .addEventListener('click', () =>
    openFootage(session, shown.camera_id, shown.timestamp, shown.closed_at ?? shown.timestamp),
  );
const clip = new ClipView(document.getElementById('detail-clip'), (violation) => {
  replace(violation);
  if (shown?.id === violation.id) {
    open(violation);
  }
});
detail.addEventListener('close', () => clip.stop());
document.getElementById('next').addEventListener('click', () => step(1));
document.getElementById('previous').addEventListener('click', () => step(-1));
document.addEventListener('keydown', pressed);
// New violations come to the top by themselves, unless somebody is further down or at work.
listen(['violation'], () => {
  if (!detail.open && list.children.length <= PAGE && chosen().length === 0 && !list.contains(document.activeElement)) {
    refresh();
  }
});
refresh();

async function load(on) {
  const query = new URLSearchParams({ page_size: PAGE });
  for (const name of ['camera_id', 'status', 'violation_type']) {
    if (filters.elements[name].value) {
      query.set(name, filters.elements[name].value);
    }
  }
  if (on && cursor) {
    query.set('cursor', cursor);
  }
  const page = (await get(`/api/v1/records/violations?${query}`)).body;
  cursor = page.next_cursor;
  if (!on) {
    violations.clear();
  }
  page.items.forEach((violation) => violations.set(violation.id, violation));
  const cards = page.items.map(card);
  if (on) {
    list.append(...cards);
  } else {
    list.replaceChildren(...cards);
  }
  more.hidden = !cursor;
  document.getElementById('empty').hidden = list.children.length > 0;
  showChosen();
}

function card(violation) {
  const name = `${message(violation.violation_type)}, ${violation.camera_id}, ${time(violation.timestamp)}`;
  const box = make('input', {
    type: 'checkbox',
    value: violation.id,
    'aria-label': `${message('select')}: ${name}`,
    onchange: showChosen,
  });
  return make(
    'article',
    { class: 'violation', 'data-id': violation.id },
    make(
      'button',
      { type: 'button', class: 'opener', onclick: () => open(violation) },
      picture(violation, 'thumbnail'),
      make(
        'span',
        { class: 'text' },
        make(
          'span',
          { class: 'row' },
          make('b', {}, message(violation.violation_type)),
          tag(violation.status),
          ...(violation.untimely ? [tag('untimely')] : []),
        ),
        make('span', {}, violation.camera_id),
        make('span', { class: 'quiet' }, time(violation.timestamp)),
      ),
    ),
    ...(session.may('reviewer') ? [make('label', { class: 'chooser' }, box)] : []),
  );
}

function open(violation) {
  shown = violation;
  document.getElementById('detail-title').textContent = `${message(violation.violation_type)} · ${violation.camera_id}`;
  show(violation, false);
  document.getElementById('detail-error').textContent = '';
  const notes = document.getElementById('notes');
  if (notes) {
    notes.value = violation.notes ?? '';
  }
  showHold(violation);
  document.getElementById('detail-facts').replaceChildren(...facts(violation));
  document.getElementById('detail-timeline').replaceChildren(...timeline(violation, clip));
  if (!detail.open) {
    detail.showModal();
  }
}

/** What may be done about its legal hold: to lift it, one asks and another confirms. */
function showHold(violation) {
  const button = document.getElementById('hold');
  if (button) {
    const asked = violation.lift_requested_by === session.name;
    button.hidden = false;
    button.disabled = asked;
    button.textContent = message(
      !violation.legal_hold
        ? 'hold'
        : !violation.lift_requested_by
          ? 'requestLift'
          : asked
            ? 'awaitsAnother'
            : 'confirmLift',
    );
  }
}

async function hold() {
  const at = document.getElementById('detail-error');
  await attempt(at, async () => {
    const answer = await put(`/api/v1/records/violations/${shown.id}/legal-hold`, { held: !shown.legal_hold });
    replace(answer.body);
    open(answer.body);
    at.textContent = answer.status === 202 ? message('later') : '';
  });
}

/** Picture and clip, with heads as they are only for those who may and ask for it; that is in the audit. */
function show(violation, unblurred) {
  document
    .getElementById('detail-picture')
    .replaceChildren(...picture(violation, unblurred ? 'snapshot?unblurred=true' : 'snapshot').childNodes);
  const unblur = document.getElementById('unblur');
  if (unblur) {
    const seen = violation.snapshot_state === 'present' || hasClip(violation);
    unblur.hidden = !session.evidence_blurred || unblurred || !seen;
  }
  clip.show(violation, unblurred);
}

/** To the next or the one before; further down the list as far as it goes. */
async function step(by) {
  const cards = [...list.children];
  const at = cards.findIndex((it) => it.dataset.id === (shown?.id ?? ''));
  if (at + by >= cards.length && cursor) {
    await load(true);
  }
  const other = list.children[Math.max(0, Math.min(list.children.length - 1, at + by))];
  if (other) {
    other.querySelector('.opener').focus();
    open(violations.get(other.dataset.id));
  }
}

function pressed(event) {
  const writes = ['INPUT', 'TEXTAREA', 'SELECT'].includes(event.target.tagName) && event.target.type !== 'checkbox';
  const elsewhere = document.getElementById('footage')?.open; // over this dialog
  if (writes || elsewhere || event.ctrlKey || event.altKey || event.metaKey) {
    return;
  }
  if (event.key === 'j' || event.key === 'k') {
    event.preventDefault();
    step(event.key === 'j' ? 1 : -1);
  } else if (event.key in KEYS && detail.open && session.may('reviewer')) {
    event.preventDefault();
    decide(KEYS[event.key]);
  } else if (event.key === 'x' && !detail.open) {
    const box = document.activeElement?.closest('.violation')?.querySelector('input');
    if (box) {
      box.checked = !box.checked;
      showChosen();
    }
  }
}

async function decide(status) {
  const at = document.getElementById('detail-error');
  await attempt(at, async () => {
    const answer = await put(`/api/v1/records/violations/${shown.id}/status`, {
      status,
      notes: document.getElementById('notes').value || null,
      expected_version: shown.version,
    });
    replace(answer.body);
    open(answer.body);
    at.textContent = answer.status === 202 ? message('later') : '';
  });
}

function replace(violation) {
  violations.set(violation.id, violation);
  list.querySelector(`[data-id="${violation.id}"]`)?.replaceWith(card(violation));
}

const chosen = () => [...list.querySelectorAll('input:checked')].map((box) => box.value);

function showChosen() {
  if (bulk) {
    bulk.hidden = chosen().length === 0;
    document.getElementById('chosen').textContent = `${number(chosen().length)} ${message('selected')}`;
  }
}

async function decideAll(status) {
  const outcomes = [];
  for (let ids = chosen(); ids.length > 0; ids = ids.slice(100)) {
    outcomes.push(
      ...(await put('/api/v1/records/violations/status', { ids: ids.slice(0, 100), decision: { status } })).body,
    );
  }
  const done = outcomes.filter((it) => it.outcome === 'applied').length;
  document.getElementById('all').checked = false;
  await load(false);
  error.textContent =
    done === outcomes.length ? '' : `${number(done)} / ${number(outcomes.length)} ${message('decided')}`;
}
