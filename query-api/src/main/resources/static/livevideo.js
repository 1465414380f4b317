// A camera's video as it comes: pieces of MP4 from a WebSocket into the browser's own decoder.

/** How far behind the newest picture it plays, and when it jumps there, in seconds. A piece is about two long. */
const NEAR = 1;
const FAR = 6;

/** How far behind it plays faster, in seconds, and how much: no jump is seen. */
const LATE = 3.5;
const FASTER = 1.08;

/** Of what was played so much is kept at most, in seconds. */
const KEPT = 20;

/** Pieces that wait at most; then the browser does not keep up. */
const MOST = 32;

/** So long without a piece, in milliseconds, and it is given up. */
const SILENT = 15_000;

/** What the service closes with when the answer will be the same again. */
const REFUSED = [1003, 1007, 1008, 4403];

/** Whether this browser can play what comes in pieces at all. */
export const playsPieces = () => 'MediaSource' in globalThis;

/** Plays until it is over, once; whoever wants it again makes another. */
export class LiveVideo {
  /**
   * @param video an element that is its own
   * @param address of the WebSocket
   * @param over is called when it has ended, and whether there is no use in trying again
   */
  constructor(video, address, over) {
    this.video = video;
    this.over = over;
    this.waiting = [];
    this.buffer = null;
    this.zero = null;
    this.failed = () => this.end(false);
    video.addEventListener('error', this.failed);
    this.socket = new WebSocket(address);
    this.socket.binaryType = 'arraybuffer';
    this.socket.onmessage = ({ data }) => (typeof data === 'string' ? this.begin(JSON.parse(data)) : this.take(data));
    this.socket.onclose = ({ code }) => this.end(REFUSED.includes(code));
    this.listen();
  }

  /** When what is shown at that second of the video was captured; null while nobody knows. */
  capturedAt(second) {
    return this.zero === null ? null : this.from + (second - this.zero) * 1000;
  }

  close() {
    this.over = () => {};
    this.end(false);
  }

  listen() {
    clearTimeout(this.silence);
    this.silence = setTimeout(this.failed, SILENT);
  }

  /** A run of the camera begins: its init data comes next. */
  begin(run) {
    const type = `video/mp4; codecs="${run.codec}"`;
    if (!MediaSource.isTypeSupported(type)) {
      this.end(true);
      return;
    }
    const source = new MediaSource();
    this.source = source;
    this.buffer = null;
    this.waiting = [];
    this.zero = null;
    this.from = Date.parse(run.from);
    source.addEventListener(
      'sourceopen',
      () => {
        if (this.source === source) {
          this.buffer = source.addSourceBuffer(type);
          this.buffer.addEventListener('updateend', () => this.source === source && this.next());
          this.buffer.addEventListener('error', () => this.source === source && this.end(false));
          this.next();
        }
      },
      { once: true },
    );
    const address = URL.createObjectURL(source);
    source.addEventListener('sourceopen', () => URL.revokeObjectURL(address), { once: true });
    this.video.src = address;
  }

  take(piece) {
    this.listen();
    this.waiting.push(piece);
    if (this.waiting.length > MOST) {
      this.end(false);
    } else {
      this.next();
    }
  }

  /** One step at a time; the buffer calls again after each. */
  next() {
    if (this.buffer === null || this.buffer.updating || this.source.readyState !== 'open') {
      return;
    }
    this.follow();
    if (this.forget(KEPT)) {
      return;
    }
    const piece = this.waiting.shift();
    if (piece) {
      this.append(piece);
    }
  }

  append(piece) {
    try {
      this.buffer.appendBuffer(piece);
    } catch (failure) {
      this.waiting.unshift(piece);
      if (failure.name !== 'QuotaExceededError' || !this.forget(1)) {
        this.end(false);
      }
    }
  }

  /** Lets go of what was played longer ago than that, if there is any. */
  forget(seconds) {
    const { buffered } = this.buffer;
    if (buffered.length === 0 || this.video.currentTime - buffered.start(0) <= seconds) {
      return false;
    }
    this.buffer.remove(0, this.video.currentTime - seconds / 2);
    return true;
  }

  /** Stays near the newest picture, over gaps too. */
  follow() {
    const { buffered } = this.buffer;
    if (buffered.length === 0) {
      return;
    }
    this.zero ??= buffered.start(0);
    const start = buffered.start(buffered.length - 1);
    const end = buffered.end(buffered.length - 1);
    const behind = end - this.video.currentTime;
    if (this.video.currentTime < start || behind > FAR || behind < 0) {
      this.video.currentTime = Math.max(start, end - NEAR);
    }
    this.video.playbackRate = behind > LATE ? FASTER : 1;
    if (this.video.paused) {
      this.video.play().catch((failure) => console.warn(failure.message)); // the next piece tries again
    }
  }

  end(final) {
    if (this.socket === null) {
      return;
    }
    clearTimeout(this.silence);
    this.socket.onclose = null;
    this.socket.onmessage = null;
    this.socket.close();
    this.socket = null;
    this.buffer = null;
    this.source = null;
    this.video.removeEventListener('error', this.failed);
    this.video.removeAttribute('src');
    this.video.load();
    this.over(final);
  }
}
