// One camera on the live page: its video where the browser plays it, its newest judged picture else, and boxes.
import { clockSkew, counted, lasting, sinceAndWhy } from './format.js';
import { LiveVideo, playsPieces } from './livevideo.js';
import { everyFrame } from './media.js';
import { message } from './messages.js';
import { make, serviceTime, tag, tell } from './page.js';

const COLOURS = { violating: '#ff5a4f', compliant: '#3ddc84', unknown: '#b0bec5' };

/** Video that has failed is tried again after so many milliseconds, twice as many each time, so many at most. */
const AGAIN = 15_000;
const SELDOM = 300_000;

/** For how long boxes stand for what is seen after their frame, and are kept for video that comes later. */
const HOLD = 1500;
const KEPT = 30_000;

/** Wider than that helps nobody on a wall of many. */
const WIDEST = 1280;

/** So many pictures may be on their way while one is drawn; a picture that old is of another time. */
const AHEAD = 2;
const STALE = 3000;

export class Tile {
  /**
   * @param view what is to be seen: {video, unblurred, blurs}, as it is chosen for all
   */
  constructor(wall, id, view) {
    this.id = id;
    this.view = view;
    this.judged = [];
    this.newest = null;
    this.drawing = false;
    this.shown = null;
    this.live = false;
    this.skew = 0;
    this.canvas = make('canvas', { width: 640, height: 360, role: 'img', 'aria-label': `${message('live')}: ${id}` });
    this.video = make('video', { playsinline: '', tabindex: '-1', 'aria-hidden': 'true' });
    this.video.muted = true; // else no browser begins by itself
    this.playing = null;
    this.pause = AGAIN;
    everyFrame(this.video, (second) => this.showVideo(second));
    this.badge = make('span');
    this.people = make('span', { class: 'quiet' }, message('awaitingPicture'));
    this.speed = make('span', { class: 'quiet' });
    this.clock = make('span', { class: 'warning small', hidden: '', 'data-clock': '' });
    this.why = make('p', { class: 'quiet small why', hidden: '', 'data-why': '' });
    this.age = make('span', { class: 'age', hidden: '', 'data-age': '' });
    this.element = make(
      'article',
      { class: 'camera', 'data-camera': id, 'data-shows': 'pictures' },
      make('div', { class: 'screen' }, this.video, this.canvas, this.age),
      make(
        'footer',
        {},
        make('b', {}, id),
        this.badge,
        make('span', { class: 'spacer' }),
        this.people,
        this.speed,
        this.clock,
        this.why,
      ),
    );
    wall.append(this.element);
    this.connect();
    this.choose();
  }

  state(camera) {
    this.badge.replaceChildren(tag(camera.state));
    tell(this.why, sinceAndWhy(camera));
    tell(this.clock, clockSkew(camera.clock_skew_millis));
    this.skew = camera.clock_skew_millis ?? 0;
    this.live = camera.source_kind === 'live';
  }

  /** How old what is seen is; grey, and no longer called so many a second, once that is too long. */
  tick() {
    if (this.shown === null) {
      return;
    }
    const age = Math.max(
      Date.now() - this.shown.drawn,
      this.live ? serviceTime() - (this.shown.captured - this.skew) : 0, // a recorded file's time is of then
    );
    const stale = age > Math.max(STALE, 2500 / this.shown.fps); // some are to come more seldom
    this.element.toggleAttribute('data-stale', stale);
    tell(this.age, stale ? message('pictureAge').replace('{}', lasting(age)) : null);
    if (stale) {
      this.speed.textContent = '';
    }
  }

  /** What is to be seen was chosen anew. */
  choose() {
    clearTimeout(this.again);
    this.playing?.close();
    this.showPictures();
    const hidden = this.view.blurs && !this.view.unblurred; // heads are hidden in pictures alone
    if (this.view.video && playsPieces() && !hidden) {
      this.playing = new LiveVideo(this.video, this.address('/video'), (final) => {
        this.showPictures();
        if (!final) {
          this.again = setTimeout(() => this.choose(), this.pause);
          this.pause = Math.min(2 * this.pause, SELDOM);
        }
      });
    }
  }

  /** Pictures come again, with heads as they are now to be seen. */
  restart() {
    this.socket.close();
    this.choose();
  }

  address(end) {
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    const query = this.view.unblurred ? '?unblurred=true' : '';
    return `${scheme}://${location.host}/api/v1/live/${encodeURIComponent(this.id)}${end}${query}`;
  }

  connect() {
    this.socket = new WebSocket(this.address(''));
    this.socket.binaryType = 'arraybuffer';
    this.socket.onopen = () => {
      for (let i = 0; i < AHEAD; i++) {
        this.socket.send('');
      }
    };
    this.owed = 0;
    this.socket.onmessage = (event) => this.hear(event.data);
    this.socket.onclose = () => setTimeout(() => this.connect(), 2000);
  }

  /** A frame was judged: its boxes are kept for the video, and its picture is drawn where none plays. */
  hear(data) {
    const length = new DataView(data).getUint32(0);
    const judged = JSON.parse(new TextDecoder().decode(new Uint8Array(data, 4, length)));
    const at = Date.parse(judged.captured_at);
    this.judged = [...this.judged.filter((it) => at - it.at < KEPT), { at, people: judged.people }];
    this.newest = { judged, at, jpeg: new Uint8Array(data, 4 + length), received: Date.now() };
    this.owed += 1;
    this.drawNext();
  }

  /** The newest, when the browser next draws: not while the page is hidden, and then nothing of before. */
  drawNext() {
    if (this.drawing) {
      return;
    }
    this.drawing = true;
    requestAnimationFrame(async () => {
      const { newest, owed } = this;
      this.newest = null;
      this.owed = 0;
      if (Date.now() - newest.received < STALE) {
        await this.showPicture(newest).catch((failure) => console.warn(failure.message));
      }
      for (let i = 0; i < owed && this.socket.readyState === WebSocket.OPEN; i++) {
        this.socket.send(''); // as many more
      }
      this.drawing = false;
      if (this.newest !== null) {
        this.drawNext();
      }
    });
  }

  async showPicture({ judged, at, jpeg }) {
    this.people.textContent = counted('people', judged.people.length);
    this.speed.textContent = `${judged.fps.toFixed(1)} fps`;
    if (this.element.dataset.shows === 'pictures') {
      const picture = await createImageBitmap(new Blob([jpeg], { type: 'image/jpeg' }));
      if (this.element.dataset.shows === 'pictures') {
        this.draw(picture, picture.width, picture.height, judged.people);
        this.shown = { captured: at, drawn: Date.now(), fps: judged.fps };
      }
      picture.close();
    }
    this.canvas.dataset.sequence = judged.sequence;
  }

  showPictures() {
    this.playing = null;
    this.element.dataset.shows = 'pictures';
  }

  /** The video's frame with the boxes of the last picture that was judged before it. */
  showVideo(second) {
    const at = this.playing?.capturedAt(second) ?? null;
    if (at === null) {
      return;
    }
    this.element.dataset.shows = 'video';
    this.pause = AGAIN;
    const last = this.judged.findLast((it) => it.at <= at);
    const people = last && at - last.at < HOLD ? last.people : [];
    this.draw(this.video, this.video.videoWidth, this.video.videoHeight, people);
    this.shown = { captured: at, drawn: Date.now(), fps: 1 };
  }

  draw(picture, width, height, people) {
    const { canvas } = this;
    const scale = Math.min(1, WIDEST / width);
    const size = [Math.round(width * scale), Math.round(height * scale)];
    if (canvas.width !== size[0] || canvas.height !== size[1]) {
      [canvas.width, canvas.height] = size;
      canvas.style.aspectRatio = `${width} / ${height}`;
    }
    const pen = canvas.getContext('2d');
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    pen.lineWidth = Math.max(2, canvas.width / 320);
    pen.font = `${Math.max(11, Math.round(canvas.width / 50))}px system-ui, sans-serif`;
    for (const person of people) {
      const box = person.bbox;
      pen.strokeStyle = COLOURS[person.verdict] ?? COLOURS.unknown;
      pen.fillStyle = pen.strokeStyle;
      pen.strokeRect(box.x * canvas.width, box.y * canvas.height, box.width * canvas.width, box.height * canvas.height);
      label(pen, `#${person.track_id} ${message(person.verdict)}`, box.x * canvas.width, box.y * canvas.height);
    }
  }
}

/** Dark words on a ground of the box's colour, above the box. */
function label(pen, text, x, y) {
  const height = parseInt(pen.font, 10) + 6;
  const top = Math.max(0, y - height);
  pen.fillRect(x - pen.lineWidth / 2, top, pen.measureText(text).width + 10, height);
  pen.fillStyle = '#10181b';
  pen.fillText(text, x + 4, top + height - 6);
}
