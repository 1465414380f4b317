// A camera's video of some time: played, downloaded, and what is recorded beside it.
import { field, written } from './fields.js';
import { bytes, time } from './format.js';
import { message } from './messages.js';
import { sayWhyNot } from './media.js';
import { attempt, get, make } from './page.js';

/** Before and after what it is about, in milliseconds. */
const AROUND = 30_000;

/** Played at once at most, in milliseconds. */
const LONGEST = 600_000;

/** Recordings are listed so long before and after. */
const NEAR = 12 * 3_600_000;

/** Recordings that follow each other within so long, in milliseconds, are listed as one. */
const GAP = 2000;

/** Recordings are asked for by so many, and so often at most: a day of minutes. */
const SIZE = 100;
const MOST = 15;

let opened = null;

/** Opens the video of a camera around what lasted from then to then. */
export function openFootage(session, camera, from, to = from) {
  opened ??= new Footage(session);
  const begin = Date.parse(from);
  const end = Math.min(Date.parse(to), begin + LONGEST - 2 * AROUND);
  opened.open(camera, begin - AROUND, Math.min(end + AROUND, Date.now()));
}

/** As a field for a date and a time takes it, to the second. */
function local(at) {
  const date = new Date(at);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

class Footage {
  constructor(session) {
    this.title = make('h2', { id: 'footage-title' });
    this.form = make('form', { class: 'fields', onsubmit: (event) => event.preventDefault() });
    this.video = make('video', { controls: '', playsinline: '', hidden: '' });
    this.state = make('p', { class: 'error', role: 'alert' });
    this.spans = make('ul', { class: 'spans' });
    this.none = make('p', { class: 'quiet', hidden: '' }, message('noRecordings'));
    this.download = make('a', { class: 'button', download: '' }, message('download'));
    this.hidden = session.evidence_blurred && session.may('admin');
    this.dialog = make(
      'dialog',
      { id: 'footage', class: 'wide', 'aria-labelledby': 'footage-title', onclose: () => this.stop() },
      make('form', { method: 'dialog' }, make('button', { class: 'close', 'aria-label': message('close') }, '×')),
      this.title,
      this.form,
      make(
        'div',
        { class: 'actions' },
        make(
          'button',
          { type: 'button', class: 'main', 'data-do': 'play', onclick: () => this.play() },
          message('play'),
        ),
        this.download,
      ),
      this.state,
      make('div', { class: 'footage' }, this.video),
      make('h3', {}, message('recordings')),
      this.none,
      this.spans,
    );
    this.form.addEventListener('input', () => this.link());
    this.video.addEventListener('error', () => {
      if (this.video.hasAttribute('src')) {
        sayWhyNot(this.address(), this.state);
      }
    });
    document.body.append(this.dialog);
  }

  open(camera, from, to) {
    this.camera = camera;
    this.title.textContent = `${message('video')} · ${camera}`;
    this.video.setAttribute('aria-label', `${message('video')}: ${camera}`);
    this.state.textContent = '';
    this.spans.replaceChildren();
    this.form.replaceChildren(
      field({ name: 'from', kind: 'datetime', value: local(from) }),
      field({ name: 'to', kind: 'datetime', value: local(to) }),
      ...(this.hidden ? [field({ name: 'unblurred', kind: 'check', value: false, label: 'unblur' })] : []),
    );
    this.form.querySelectorAll('[data-kind=datetime]').forEach((input) => input.setAttribute('step', '1'));
    this.link();
    if (!this.dialog.open) {
      this.dialog.showModal();
    }
    attempt(this.state, () => this.list(from, to));
  }

  address() {
    const query = new URLSearchParams({ from: written(this.form, 'from') ?? '', to: written(this.form, 'to') ?? '' });
    if (written(this.form, 'unblurred')) {
      query.set('unblurred', 'true');
    }
    return `/api/v1/cameras/${encodeURIComponent(this.camera)}/video?${query}`;
  }

  link() {
    this.download.href = this.address();
  }

  play() {
    this.state.textContent = '';
    this.video.hidden = false;
    this.video.src = this.address();
    this.video.play().catch((failure) => console.warn(failure.message)); // its error is said elsewhere
  }

  stop() {
    this.video.pause();
    this.video.removeAttribute('src');
    this.video.load();
    this.video.hidden = true;
  }

  /** What is recorded about that time, to be chosen. */
  async list(from, to) {
    const { camera } = this;
    const spans = joined(await recorded(camera, from - NEAR, to + NEAR));
    if (camera === this.camera) {
      this.none.hidden = spans.length > 0;
      this.spans.replaceChildren(...spans.map((span) => make('li', {}, this.choice(span))));
    }
  }

  choice(span) {
    return make(
      'button',
      {
        type: 'button',
        onclick: () => {
          this.form.elements.from.value = local(span.from);
          this.form.elements.to.value = local(Math.min(span.to, span.from + LONGEST));
          this.link();
          this.play();
        },
      },
      `${time(span.from)} – ${time(span.to)} · ${span.codec} · ${bytes(span.bytes)}`,
    );
  }
}

/** The files of a camera's recording, newest first. */
async function recorded(camera, from, to) {
  const files = [];
  const query = new URLSearchParams({
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    page_size: SIZE,
  });
  for (let i = 0; i < MOST; i++) {
    const page = (await get(`/api/v1/cameras/${encodeURIComponent(camera)}/recordings?${query}`)).body;
    files.push(...page.items);
    if (!page.next_cursor) {
      break;
    }
    query.set('cursor', page.next_cursor);
  }
  return files;
}

/** Oldest first, those that follow each other without a gap as one. */
function joined(files) {
  const spans = files
    .map((it) => ({ ...it, from: Date.parse(it.from), to: Date.parse(it.to) }))
    .sort((a, b) => a.from - b.from);
  const all = [];
  for (const span of spans) {
    const last = all.at(-1);
    if (last && last.codec === span.codec && span.from - last.to <= GAP) {
      last.to = Math.max(last.to, span.to);
      last.bytes += span.bytes;
    } else {
      all.push(span);
    }
  }
  return all;
}
