// Violations: found, looked at one after the other, and decided, by mouse or by keyboard.
import { Detail, nameOf } from './detail.js';
import { counted, number, time } from './format.js';
import { message } from './messages.js';
import { attempt, begin, gently, get, listen, make, offerCameras, put, showPending, tag } from './page.js';
import { showSpan, spanOf } from './span.js';
import { picture } from './violation.js';

const PAGE = 24;
const PATH = '/api/v1/records/violations';
const list = document.getElementById('list');
const more = document.getElementById('more');
const filters = document.getElementById('filters');
const dialog = document.getElementById('detail');
const error = document.getElementById('error');
const session = await begin('records');
const bulk = document.getElementById('bulk');
const violations = new Map();
let cursor = null;
let span = null;
let loading = Promise.resolve();
let decidedMeanwhile = false;

const refresh = gently(1000, () => load(false));
const further = gently(100, () => load(true));
await offerCameras(filters.elements.camera_id);
fillFilters();
filters.addEventListener('change', (event) => {
  if (event.target.name) {
    if (event.target.type === 'date') {
      span = null;
      showSpan(document.getElementById('span'), null);
    }
    ask();
  }
});
document.getElementById('clear').addEventListener('click', () => {
  history.replaceState(null, '', location.pathname);
  fillFilters();
  refresh();
});
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
showLinked();

/** The filters that are set, as in the address of this page. */
function chosenFilters() {
  return [...new FormData(filters), ...Object.entries(span ?? {})].filter(([, value]) => value !== '');
}

/** As the address says, which is how others lead here. */
function fillFilters() {
  const wanted = new URLSearchParams(location.search);
  span = spanOf(wanted);
  for (const input of filters.elements) {
    if (input.name) {
      input.value = span && input.type === 'date' ? '' : (wanted.get(input.name) ?? '');
    }
  }
  showSpan(document.getElementById('span'), span, () => {
    span = null;
    ask();
    fillFilters();
  });
}

/** Asks for what is chosen, which the address then says. */
function ask() {
  history.replaceState(null, '', `?${new URLSearchParams(chosenFilters())}`);
  refresh();
}

/** Days are whole, and of where the page is looked at; instants are as they are. */
function asked() {
  const query = new URLSearchParams(chosenFilters());
  for (const [name, days] of [
    ['from', 0],
    ['to', 1],
  ]) {
    if (query.has(name) && !span) {
      const [year, month, day] = query.get(name).split('-').map(Number);
      query.set(name, new Date(year, month - 1, day + days).toISOString());
    }
  }
  return query;
}

/** The violation that the address names is opened at once. */
async function showLinked() {
  const id = new URLSearchParams(location.search).get('id');
  if (id) {
    await attempt(error, async () => detail.open((await get(`${PATH}/${encodeURIComponent(id)}`)).body));
  }
}

/** Asks for the first page, or for the next one; never for two at once, which would both follow the same. */
function load(on) {
  loading = loading.catch(() => null).then(() => loadNow(on));
  return loading;
}

async function loadNow(on) {
  const query = asked();
  query.set('page_size', PAGE);
  if (on && cursor) {
    query.set('cursor', cursor);
  }
  const page = (await get(`${PATH}?${query}`)).body;
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
  showPending();
  violations.set(violation.id, violation);
  list.querySelector(`[data-id="${violation.id}"]`)?.replaceWith(card(violation));
}

const chosen = () => [...list.querySelectorAll('input:checked')].map((box) => box.value);

function showChosen() {
  if (bulk) {
    bulk.hidden = chosen().length === 0;
    document.getElementById('chosen').textContent = counted('selected', chosen().length);
  }
}

async function decideAll(status) {
  const outcomes = [];
  for (let ids = chosen(); ids.length > 0; ids = ids.slice(100)) {
    outcomes.push(...(await put(`${PATH}/status`, { ids: ids.slice(0, 100), decision: { status } })).body);
  }
  const done = outcomes.filter((it) => it.outcome === 'applied').length;
  document.getElementById('all').checked = false;
  await load(false);
  error.textContent =
    done === outcomes.length ? '' : `${number(done)} / ${number(outcomes.length)} ${message('decided')}`;
}
