// Violations: found, looked at one after the other, and decided, by mouse or by keyboard.
import { Detail, nameOf } from './detail.js';
import { number, time } from './format.js';
import { message } from './messages.js';
import { attempt, begin, gently, get, listen, make, offerCameras, put, tag } from './page.js';
import { picture } from './violation.js';

const PAGE = 24;
const list = document.getElementById('list');
const more = document.getElementById('more');
const filters = document.getElementById('filters');
const dialog = document.getElementById('detail');
const error = document.getElementById('error');
const session = await begin('records');
const bulk = document.getElementById('bulk');
const violations = new Map();
let cursor = null;
let loading = Promise.resolve();
let decidedMeanwhile = false;

const refresh = gently(1000, () => load(false));
const further = gently(100, () => load(true));
await offerCameras(filters.elements.camera_id);
filters.addEventListener('change', (event) => event.target.name && refresh());
filters.addEventListener('submit', (event) => event.preventDefault());
more.addEventListener('click', () => load(true));
new IntersectionObserver((seen) => seen.some((it) => it.isIntersecting) && cursor && further()).observe(more);
for (const button of bulk?.querySelectorAll('[data-bulk]') ?? []) {
  button.addEventListener('click', () => attempt(error, () => decideAll(button.dataset.bulk)));
}
document.getElementById('all')?.addEventListener('change', (event) => {
  list.querySelectorAll('input').forEach((box) => {
    box.checked = event.target.checked;
  });
  showChosen();
});
const detail = new Detail(session, {
  step,
  replace,
  closed: () => decidedMeanwhile && filters.elements.status.value && refresh(),
});
document.addEventListener('keydown', pressed);
// New violations come to the top by themselves, unless somebody is further down or at work.
listen(['violation'], () => {
  if (!dialog.open && list.children.length <= PAGE && chosen().length === 0 && !list.contains(document.activeElement)) {
    refresh();
  }
});
refresh();

/** Asks for the first page, or for the next one; never for two at once, which would both follow the same. */
function load(on) {
  loading = loading.catch(() => null).then(() => loadNow(on));
  return loading;
}

async function loadNow(on) {
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
    decidedMeanwhile = false;
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
  const name = nameOf(violation);
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
      { type: 'button', class: 'opener', onclick: () => detail.open(violations.get(violation.id) ?? violation) },
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

/** The next violation from that one on which is wanted, further down the list as far as it goes; undefined: none. */
async function step(from, by, wanted) {
  let cards = [...list.children];
  let at = cards.findIndex((it) => it.dataset.id === (from?.id ?? ''));
  for (;;) {
    at += by;
    if (at >= cards.length && cursor) {
      await load(true);
      cards = [...list.children];
    }
    if (at < 0 || at >= cards.length) {
      return undefined;
    }
    const violation = violations.get(cards[at].dataset.id);
    if (wanted(violation)) {
      cards[at].querySelector('.opener').focus();
      return violation;
    }
  }
}

function pressed(event) {
  if (event.key === 'x' && !dialog.open) {
    const box = document.activeElement?.closest('.violation')?.querySelector('input');
    if (box) {
      box.checked = !box.checked;
      showChosen();
    }
  }
}

function replace(violation) {
  decidedMeanwhile = true;
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
