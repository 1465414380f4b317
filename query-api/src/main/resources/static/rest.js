// Talking to the service, and whether it can be reached: the window hears a 'connection' event when that changes.
/** Milliseconds: more than any answer takes; between two questions while nobody answers. */
const LONG = 60_000;
const AGAIN = 2000;

/** Nobody who moves or types nothing for so long does anything. */
const STILL = 60_000;
let touched = Date.now();
let asked = touched;

/** Headers that say what is asked for while nobody does anything: it does not keep the session. */
export function presence() {
  if (Date.now() - touched > STILL) {
    return { 'x-background': '1' };
  }
  asked = Date.now();
  return {};
}

/** Somebody does something: of a page that asks for nothing meanwhile the service is to know it, too. */
export function touch() {
  touched = Date.now();
  if (touched - asked > STILL) {
    asked = touched;
    get('/api/v1/session').catch((failure) => console.warn(failure.message));
  }
}

/** @param patience milliseconds after which no answer is one that the connection is lost */
export async function get(path, patience = LONG) {
  const signal = AbortSignal.timeout(patience);
  return answer(await reach(path, { signal, headers: { accept: 'application/json', ...presence() } }));
}

/** Fetches; says on the page whether there is a connection. */
async function reach(path, request) {
  try {
    const response = await fetch(path, request);
    connected(response.headers.get('date'));
    return response;
  } catch (failure) {
    disconnected();
    throw failure;
  }
}

let lostSince = null;
let ahead = 0;

/** What the clock of the service shows, to a second. */
export const serviceTime = () => Date.now() + ahead;

function connected(date) {
  if (date) {
    ahead = Date.parse(date) + 500 - Date.now(); // it names whole seconds
  }
  if (lostSince !== null) {
    lostSince = null;
    dispatchEvent(new CustomEvent('connection', { detail: { lostSince } }));
  }
}

/** Says so, and asks until there is an answer. */
function disconnected() {
  if (lostSince === null) {
    lostSince = new Date();
    dispatchEvent(new CustomEvent('connection', { detail: { lostSince } }));
    const again = () =>
      lostSince &&
      get('/api/v1/session', AGAIN)
        .catch((failure) => console.warn(failure.message))
        .then(later);
    const later = () => setTimeout(again, AGAIN);
    later();
  }
}

addEventListener('offline', disconnected);

export const put = (path, body, condition = {}) => send('PUT', path, body, condition);
export const post = (path, body, condition = {}) => send('POST', path, body, condition);
export const remove = (path, condition = {}) => send('DELETE', path, undefined, condition);

/** The condition that it is still as it was shown. */
export const asShown = (thing) => ({ 'if-match': `"${thing.version}"` });

/** The condition that there is none yet. */
export const NEW = { 'if-none-match': '*' };

/** A picture that is made for this question, as a blob; null where none came in time. */
export async function ask(path, body) {
  const response = await passed(await request('POST', path, body, 'image/jpeg, application/json'));
  return response.status === 200 ? response.blob() : null;
}

async function send(method, path, body, condition) {
  return answer(await request(method, path, body, 'application/json', condition));
}

const request = (method, path, body, accept, condition = {}) =>
  reach(path, {
    method,
    headers: {
      'content-type': 'application/json',
      accept,
      'x-xsrf-token': cookie('XSRF-TOKEN'),
      ...presence(),
      ...condition,
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });

function cookie(name) {
  const found = document.cookie.split('; ').find((it) => it.startsWith(`${name}=`));
  return found ? found.slice(name.length + 1) : '';
}

async function answer(response) {
  const text = await (await passed(response)).text();
  return { status: response.status, body: text === '' ? null : JSON.parse(text) };
}

/** The response, if it is none of an error. */
async function passed(response) {
  if (response.status === 401 && !location.pathname.endsWith('/login.html')) {
    logIn();
  }
  if (!response.ok) {
    const problem = await response.json().catch(() => ({}));
    throw Object.assign(new Error(problem.detail ?? `${response.status}`), { status: response.status });
  }
  return response;
}

export function logIn() {
  const here = (location.pathname.split('/').pop() || './') + location.search;
  location.replace(`login.html?to=${encodeURIComponent(here)}`);
}
