// Who may come in: people with a password, machines with a key.
import { begun, field, redraw, written } from './fields.js';
import { time } from './format.js';
import { message } from './messages.js';
import { asShown, attempt, begin, get, make, post, put, remove } from './page.js';

const KINDS = { user: '/api/v1/users', key: '/api/v1/keys' };
const HOUR = 3600;
const error = document.getElementById('error');
const dialog = document.getElementById('account');
const form = document.getElementById('account-form');
const wrong = document.getElementById('account-error');
const secret = document.getElementById('secret');
const secretText = document.getElementById('secret-text');
const session = await begin('users');
let kind = 'user';
let edited = null;

form.addEventListener('submit', (event) => event.preventDefault());
secret.addEventListener('close', () => secretText.replaceChildren());
document.getElementById('new-user')?.addEventListener('click', () => open('user', null));
document.getElementById('new-key')?.addEventListener('click', () => open('key', null));
document.getElementById('account-save').addEventListener('click', () => attempt(wrong, save, load));
document.getElementById('account-rotate').addEventListener('click', () => attempt(wrong, rotate, load));
document.getElementById('account-remove').addEventListener('click', () => attempt(wrong, forget, load));
async function show() {
  for (const [of, path] of Object.entries(KINDS)) {
    const accounts = (await get(path)).body;
    document.getElementById(`${of}s`).replaceChildren(...accounts.map((it) => row(of, it)));
  }
}

function row(of, it) {
  return make(
    'tr',
    { 'data-name': it.name },
    make('td', {}, it.name),
    make('td', {}, message(it.role)),
    make('td', {}, it.cameras === null ? message('everyCamera') : it.cameras.join(', ') || '–'),
    make('td', {}, it.expires_at ? time(it.expires_at) : message('noEnd')),
    make(
      'td',
      {},
      it.last_used_at ? time(it.last_used_at) : message('never'),
      ...(isAhead(it.previous_secret_until)
        ? [make('small', { class: 'quiet' }, ` ${message('oldUntil')} ${time(it.previous_secret_until)}`)]
        : []),
    ),
    make(
      'td',
      {},
      it.managed
        ? make(
            'button',
            { type: 'button', 'aria-label': `${message('edit')}: ${it.name}`, onclick: () => open(of, it) },
            message('edit'),
          )
        : make('span', { class: 'quiet' }, message('inSettings')),
    ),
  );
}

const isAhead = (at) => at !== null && Date.parse(at) > Date.now();

/** As the field of a date and time takes it, where the page is looked at. */
function local(at) {
  const date = new Date(at);
  return new Date(date - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** Opens the editor; null for a new one. */
function open(of, account) {
  kind = of;
  wrong.textContent = '';
  draw(account);
  dialog.showModal();
}

function draw(account) {
  const of = kind;
  edited = account;
  document.getElementById('account-title').textContent = account
    ? account.name
    : message(of === 'user' ? 'newUser' : 'newKey');
  document.getElementById('account-rotate').hidden = of !== 'key' || !account;
  document.getElementById('account-remove').hidden = !account;
  document.getElementById('account-remove').textContent = message(of === 'key' ? 'revoke' : 'remove');
  form.replaceChildren(
    ...(account ? [] : [field({ name: 'name', kind: 'text', value: '' })]),
    ...(of === 'user'
      ? [field({ name: 'password', kind: 'password', value: '', hint: account ? 'password_kept' : 'password_hint' })]
      : []),
    field({ name: 'role', kind: 'select', options: ['viewer', 'reviewer', 'admin'], value: account?.role ?? 'viewer' }),
    ...(session.cameras === null
      ? [field({ name: 'everyCamera', kind: 'check', value: account ? account.cameras === null : false })]
      : []),
    field({ name: 'cameras', kind: 'list', value: account?.cameras ?? [], hint: 'cameras_some' }),
    field({ name: 'expires_at', kind: 'datetime', value: account?.expires_at ? local(account.expires_at) : '' }),
    ...(of === 'key' && account ? [field({ name: 'overlap_hours', kind: 'number', value: 24 })] : []),
  );
  begun(form);
}

/** Shows what somebody else has made of it meanwhile, with what was typed. */
async function load() {
  const { body: account } = await get(at());
  redraw(form, () => draw(account));
}

const at = () => `${KINDS[kind]}/${encodeURIComponent(edited.name)}`;

/** What is written in the form, as REST takes it. */
function body() {
  return {
    role: written(form, 'role'),
    cameras: written(form, 'everyCamera') ? null : written(form, 'cameras'),
    expires_at: written(form, 'expires_at'),
    ...(kind === 'user' ? { password: written(form, 'password') } : {}),
    ...(edited ? {} : { name: written(form, 'name') }),
  };
}

async function save() {
  const made = edited ? await put(at(), body(), asShown(edited)) : await post(KINDS[kind], body());
  await done();
  tellSecret(made.body);
}

async function rotate() {
  const overlap = Math.round((written(form, 'overlap_hours') ?? 0) * HOUR);
  const made = await post(`${at()}/rotation`, { overlap_seconds: overlap }, asShown(edited));
  await done();
  tellSecret(made.body);
}

async function forget() {
  await remove(at(), asShown(edited));
  await done();
}

async function done() {
  dialog.close();
  await attempt(error, show);
}

/** Of a key that is new, or was rotated: once, and nowhere else. */
function tellSecret(made) {
  if (made?.secret) {
    secretText.textContent = made.secret;
    secret.showModal();
  }
}

await attempt(error, show);
