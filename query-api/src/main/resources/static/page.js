// What every page shares: the bar, words in place, and talking to the service.
import { switchLanguage, word } from './words.js';

const PAGES = [['./', 'live'], ['records.html', 'records'], ['alerts.html', 'alerts']];

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
  element.append(...children);
  return element;
}

export const tag = (kind) => make('span', { class: `tag ${kind}` }, word(kind));

export async function get(path) {
  return answer(await fetch(path, { headers: { accept: 'application/json' } }));
}

export const put = (path, body) => send('PUT', path, body);
export const post = (path, body) => send('POST', path, body);
export const remove = (path) => send('DELETE', path);

async function send(method, path, body) {
  return answer(await fetch(path, {
    method,
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  }));
}

async function answer(response) {
  if (!response.ok) {
    const problem = await response.json().catch(() => ({}));
    throw new Error(problem.detail ?? `${response.status}`);
  }
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : JSON.parse(text) };
}

/** Calls with each event of these kinds as it happens; also, with null, when some may have been missed. */
export function listen(kinds, heard) {
  const source = new EventSource(`/api/v1/stream?kinds=${kinds.join(',')}`);
  for (const kind of kinds) {
    source.addEventListener(kind, (event) => heard(JSON.parse(event.data)));
  }
  source.addEventListener('reset', () => heard(null));
  return source;
}

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
    await new Promise((done) => setTimeout(done, milliseconds));
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
    await new Promise((done) => setTimeout(done, milliseconds));
  }
}

/** Does it; what goes wrong is said in that element. */
export async function attempt(error, task) {
  try {
    error.textContent = '';
    await task();
  } catch (failure) {
    error.textContent = word('failed') + failure.message;
  }
}

/** The choice of a camera, or all. */
export async function offerCameras(select) {
  const cameras = await get('/api/v1/cameras').then((answer) => answer.body, () => []);
  select.replaceChildren(
    make('option', { value: '' }, word('all')),
    ...cameras.map((camera) => make('option', { value: camera.camera_id }, camera.camera_id)));
}

/** Draws the bar and puts every data-text and data-label in place. */
export function begin(here) {
  const links = PAGES.map(([address, name]) =>
    make('a', { href: address, 'aria-current': name === here ? 'page' : null }, word(name)));
  document.getElementById('bar').append(
    make('nav', {},
      make('a', { class: 'brand', href: './' }, make('img', { src: 'icon.svg', alt: '' }), 'Cleansight'),
      ...links,
      make('span', { class: 'spacer' }),
      make('button', { type: 'button', id: 'language', 'aria-label': word('otherLabel'), onclick: switchLanguage }, word('other'))));
  for (const element of document.querySelectorAll('[data-text]')) {
    element.textContent = word(element.dataset.text);
  }
  for (const element of document.querySelectorAll('[data-label]')) {
    element.setAttribute('aria-label', word(element.dataset.label));
  }
  document.title = `${word(here)} · Cleansight`;
}
