// Violations: found, looked at one after the other, and decided, by mouse or by keyboard.
import { Bulk } from './bulk.js';
import { Detail, nameOf } from './detail.js';
import { Filters } from './filters.js';
import { counted, time } from './format.js';
import { message } from './messages.js';
import { attempt, begin, gently, get, listen, make, showPending, tag } from './page.js';
import { Selection } from './selection.js';
import { picture } from './violation.js';

const PAGE = 24;
const PATH = '/api/v1/records/violations';
const list = document.getElementById('list');
const more = document.getElementById('more');
const dialog = document.getElementById('detail');
const error = document.getElementById('error');
const session = await begin('records');
const violations = new Map();
let cursor = null;
let loading = Promise.resolve();
let decidedMeanwhile = false;

const refresh = gently(1000, () => attempt(error, () => load(false)));
const further = gently(100, () => load(true));
const filters = new Filters(refresh);
await filters.begin();
more.addEventListener('click', () => load(true));
new IntersectionObserver((seen) => seen.some((it) => it.isIntersecting) && cursor && further()).observe(more);
const selection = new Selection(list, document.getElementById('all'), showChosen);
const detail = new Detail(session, {
  step,
  replace,
  closed: () => decidedMeanwhile && filters.isByStatus && refresh(),
  undoMany: () => bulk.undo(),
});
const bulk = new Bulk(session, detail.decisions, {
  chosen: () => selection.ids().map((id) => violations.get(id)),
  open: (violation) => detail.open(violations.get(violation.id) ?? violation),
  decided: listAgain,
});
document.addEventListener('keydown', pressed);
// New violations come to the top by themselves, unless somebody is further down or at work.
listen(['violation'], () => {
  const atWork = dialog.open || selection.ids().length > 0 || list.contains(document.activeElement);
  if (!atWork && list.children.length <= PAGE) {
    refresh();
  }
});
refresh();
showLinked();

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
  const query = filters.asked();
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
  selection.show();
}

function card(violation) {
  const name = nameOf(violation);
  const box = make('input', {
    type: 'checkbox',
    value: violation.id,
    'aria-label': `${message('select')}: ${name}`,
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
  const writes = ['INPUT', 'SELECT'].includes(event.target.tagName) && event.target.type !== 'checkbox';
  if (writes || event.ctrlKey || event.altKey || event.metaKey || document.querySelector('dialog[open]')) {
    return;
  }
  if (event.key === 'x' || event.key === 'X') {
    const row = document.activeElement?.closest('.violation');
    if (row && session.may('reviewer')) {
      selection.toggle(row.dataset.id, event.shiftKey);
    }
  } else if (session.may('reviewer') && bulk.press(event.key)) {
    event.preventDefault();
  }
}

function replace(violation) {
  decidedMeanwhile = true;
  showPending();
  violations.set(violation.id, violation);
  list.querySelector(`[data-id="${violation.id}"]`)?.replaceWith(card(violation));
  selection.show();
}

/** What is as it is asked for now; those stay chosen about which nothing could be decided. */
async function listAgain(undecided) {
  await attempt(error, () => load(false));
  selection.only(undecided.map((it) => it.id));
}

function showChosen(count) {
  const place = document.getElementById('bulk');
  if (place) {
    place.hidden = count === 0;
    document.getElementById('chosen').textContent = counted('selected', count);
  }
}
