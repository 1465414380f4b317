// What every page shares: the bar, messages in place, and what is asked again and again.
import { number, time } from './format.js';
import { everyLanguage, message, plural, switchLanguage } from './messages.js';
import { get, logIn, post, remove, touch } from './rest.js';

export { asShown, ask, get, NEW, post, presence, put, remove, serviceTime } from './rest.js';

const ROLES = ['viewer', 'reviewer', 'admin'];

/** Address, name and who may open it. */
const PAGES = [
  ['./', 'report', 'viewer'],
  ['live.html', 'live', 'viewer'],
  ['records.html', 'records', 'viewer'],
  ['statistics.html', 'statistics', 'viewer'],
  ['alerts.html', 'alerts', 'viewer'],
  ['cameras.html', 'cameras', 'viewer'],
  ['system.html', 'system', 'viewer'],
  ['users.html', 'users', 'admin'],
];

/** An element with attributes and children; text is text, never markup. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else if (value !== null && value !== undefined) {
      element.setAttribute(name, value);
    }
  }
  element.append(...children.filter((it) => it !== null && it !== undefined));
  return element;
}

/** Puts a text there; null: nothing, and no room for it. */
export function tell(element, text) {
  element.hidden = text === null;
  element.textContent = text ?? '';
}

const two = (value) => value.toString().padStart(2, '0');

/** A day and an hour as the service names them, where the page is looked at. */
export const dayKey = (at) => `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
export const hourKey = (at) => `${dayKey(at)}T${two(at.getHours())}:00`;

export const tag = (kind) => make('span', { class: `tag ${kind}` }, message(kind));

/** Milliseconds between two looks at what waits for a decision. */
const PENDING = 30_000;

/** Calls with each event of these kinds as it happens; also, with null, when some may have been missed. */
export function listen(kinds, heard) {
  const source = new EventSource(`/api/v1/stream?kinds=${kinds.join(',')}`);
  for (const kind of kinds) {
    source.addEventListener(kind, (event) => heard(JSON.parse(event.data)));
  }
  source.addEventListener('reset', () => heard(null));
  return source;
}

const pause = (milliseconds) =>
  new Promise((done) => {
    setTimeout(done, milliseconds);
  });

/** The task, as often as it is asked for but never twice at once, and no more often than so. */
export function gently(milliseconds, task) {
  let wanted = false;
  let busy = false;
  const run = async () => {
    if (busy) {
      wanted = true;
      return;
    }
    busy = true;
    wanted = false;
    await task().catch((failure) => console.warn(failure.message));
    await pause(milliseconds);
    busy = false;
    if (wanted) {
      run();
    }
  };
  return run;
}

/** Asks again and again, a pause after each answer; a failure waits for the next turn. */
export async function every(milliseconds, task) {
  for (;;) {
    await task().catch((failure) => console.warn(failure.message));
    await pause(milliseconds);
  }
}

/** What a service says where somebody else has changed meanwhile what was shown. */
const CHANGED = 412;

/**
 * Does it; what goes wrong is said in that element.
 * @param load where somebody else was faster: shows what is there now, with what was typed
 */
export async function attempt(error, task, load = null) {
  try {
    error.textContent = '';
    await task();
  } catch (failure) {
    error.textContent = message('failed') + failure.message;
    if (failure.status === CHANGED) {
      error.textContent = message('changedMeanwhile');
      if (load) {
        const again = () => attempt(error, load);
        error.append(
          ' ',
          make('button', { type: 'button', 'data-do': 'load', onclick: again }, message('loadChanges')),
        );
      }
    }
  }
}

/** The choice of a camera, or all. */
export async function offerCameras(select) {
  const cameras = await get('/api/v1/cameras').then(
    (response) => response.body,
    () => [],
  );
  select.replaceChildren(
    make('option', { value: '' }, message('all')),
    ...cameras.map((camera) => make('option', { value: camera.camera_id }, camera.camera_id)),
  );
}

/** Whether somebody of that role may also do what the other may. */
const includes = (role, needed) => ROLES.indexOf(role) >= ROLES.indexOf(needed);

/** The printed address holds a token that opens a session, once; it leaves the address at once. */
async function useLink() {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token) {
    history.replaceState(null, '', location.pathname + location.search);
    await post('/api/v1/session', { token }).catch((failure) => console.warn(failure.message));
  }
}

/**
 * Finds out who is there, draws the bar and puts every message in place. What the role of who is there
 * does not allow is hidden by [data-needs].
 */
export async function begin(here) {
  await useLink();
  const session = (await get('/api/v1/session')).body;
  document.documentElement.dataset.role = session.role;
  for (const kind of ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart']) {
    addEventListener(kind, touch, { passive: true, capture: true });
  }
  const links = PAGES.filter(([, , needed]) => includes(session.role, needed)).map(([address, name]) =>
    make(
      'a',
      { href: address, 'aria-current': name === here ? 'page' : null },
      message(name),
      ...(name === 'records' ? [make('span', { id: 'pending', class: 'count', hidden: '' })] : []),
    ),
  );
  translate(
    here,
    make(
      'nav',
      { 'aria-label': message('pages') },
      brand(),
      ...links,
      make('span', { class: 'spacer' }),
      who(session),
      make('button', { type: 'button', id: 'log-out', onclick: logOut }, message('logOut')),
      languages(),
    ),
  );
  every(PENDING, showPending);
  for (const element of document.querySelectorAll('[data-needs]')) {
    if (!includes(session.role, element.dataset.needs)) {
      element.remove();
    }
  }
  return { ...session, may: (needed) => includes(session.role, needed) };
}

/** Whoever looks at what is from before is told so. */
addEventListener('connection', ({ detail: { lostSince } }) => {
  document.documentElement.toggleAttribute('data-lost', lostSince !== null);
  document.getElementById('lost')?.remove();
  if (lostSince !== null) {
    const text = message('connectionLost').replace('{}', time(lostSince));
    document.getElementById('bar').append(make('p', { id: 'lost', role: 'alert' }, text));
  }
});

/** How many violations wait for somebody to decide, at the page where that is done. */
export const showPending = gently(2000, async () => {
  const pending = (await get('/api/v1/records/violations/count?status=pending')).body;
  const place = document.getElementById('pending');
  if (place && pending) {
    place.hidden = pending.count === 0;
    place.textContent = pending.more ? `${number(pending.count)}+` : number(pending.count);
    place.setAttribute('aria-label', plural('toReview', pending.count).replace('{}', place.textContent));
  }
});

/** Who has a password here may set another. */
function who(session) {
  const text = `${session.name} · ${message(session.role)}`;
  return session.name.includes(':')
    ? make('span', { class: 'quiet', id: 'who' }, text)
    : make('a', { class: 'quiet', id: 'who', href: 'password.html', title: message('ownPassword') }, text);
}

async function logOut() {
  await remove('/api/v1/session');
  logIn();
}

/** The bar of a page that asks for nothing yet. */
export const beginOutside = (here) =>
  translate(
    here,
    make('nav', { 'aria-label': message('pages') }, brand(), make('span', { class: 'spacer' }), languages()),
  );

const brand = () => make('a', { class: 'brand', href: './' }, make('img', { src: 'icon.svg', alt: '' }), 'Cleansight');

const languages = () =>
  make(
    'select',
    { id: 'language', 'aria-label': message('language'), onchange: (event) => switchLanguage(event.target.value) },
    ...everyLanguage().map(({ code, name, chosen }) =>
      make('option', { value: code, lang: code, ...(chosen ? { selected: '' } : {}) }, name),
    ),
  );

/** Puts every data-text and data-label in place. */
function translate(here, bar) {
  document.getElementById('bar').append(bar);
  for (const element of document.querySelectorAll('[data-text]')) {
    element.textContent = message(element.dataset.text);
  }
  for (const element of document.querySelectorAll('[data-label]')) {
    element.setAttribute('aria-label', message(element.dataset.label));
  }
  document.title = `${message(here)} · Cleansight`;
}
