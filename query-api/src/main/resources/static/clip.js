// A violation's clip: it plays with boxes over it, and what happened when is marked under it.
import { drawBoxes, keptFrames, peopleAt, sheet } from './boxes.js';
import { time } from './format.js';
import { message } from './messages.js';
import { clipText, everyFrame, sayWhyNot } from './media.js';
import { get, make } from './page.js';
import { moments } from './violation.js';

/** A clip that is awaited is asked for again after so many milliseconds. */
const AGAIN = 5000;

/** For how long a violation's own box is shown before and after its moment, in milliseconds. */
const MOMENT = 750;

/** Whether there is something to be played. */
export const hasClip = (violation) => ['present', 'partial'].includes(violation.clip_state);

export class ClipView {
  /**
   * @param place where it is shown
   * @param changed is called with the violation once its clip is there
   */
  constructor(place, changed) {
    this.place = place;
    this.changed = changed;
    this.shown = null;
    this.video = null;
  }

  /** Shows the violation's clip, or says why there is none. What plays goes on if it is the same. */
  show(violation, unblurred) {
    const key = [violation.id, violation.clip_state, violation.clip_to, violation.closed_at, unblurred].join(' ');
    if (key === this.shown) {
      return;
    }
    this.stop();
    this.shown = key;
    this.place.hidden = !violation.clip_state;
    if (this.place.hidden) {
      return;
    }
    const state = make('p', { class: 'quiet', role: 'status', 'data-clip': violation.clip_state }, clipText(violation));
    this.place.replaceChildren(
      make('h3', {}, message('clip')),
      ...(hasClip(violation) ? this.player(violation, unblurred, state) : []),
      state,
    );
    if (violation.clip_state === 'awaited') {
      this.later = setTimeout(() => this.look(violation), AGAIN);
    }
  }

  /** Nobody looks any more. */
  stop() {
    clearTimeout(this.later);
    this.video?.pause();
    this.video?.removeAttribute('src');
    this.video?.load(); // else it goes on loading
    this.video = null;
    this.shown = null;
    this.place.replaceChildren();
  }

  /** The moment of the clip that is looked at now, or that one is sought: only what it reaches can be. */
  reaches(at) {
    return this.video !== null && Date.parse(at) >= this.from && Date.parse(at) <= this.to;
  }

  seek(at) {
    this.video.currentTime = Math.max(0, (Date.parse(at) - this.from) / 1000);
    this.video.play().catch((failure) => console.warn(failure.message));
  }

  async look(violation) {
    const key = this.shown;
    const now = await get(`/api/v1/records/violations/${violation.id}`).then(
      (answer) => answer.body,
      () => violation, // the next look may succeed
    );
    if (this.shown !== key) {
      return;
    }
    if (now.clip_state === 'awaited') {
      this.later = setTimeout(() => this.look(violation), AGAIN);
    } else {
      this.changed(now);
    }
  }

  player(violation, unblurred, state) {
    const address = `/api/v1/records/violations/${violation.id}/clip${unblurred ? '?unblurred=true' : ''}`;
    this.from = Date.parse(violation.clip_from);
    this.to = Date.parse(violation.clip_to);
    // Looked at only when somebody plays it: each look is in the audit.
    const video = make('video', {
      controls: '',
      preload: 'none',
      playsinline: '',
      src: address,
      'aria-label': `${message('clip')}: ${message(violation.violation_type)}`,
    });
    const boxes = sheet();
    this.video = video;
    let frames = null;
    const head = make('span', { class: 'head' });
    const draw = () => {
      const at = this.from + video.currentTime * 1000;
      const moment = Math.abs(at - Date.parse(violation.timestamp)) < MOMENT;
      drawBoxes(boxes, [
        ...peopleAt(frames ?? [], at),
        ...(moment ? [{ bbox: violation.bbox, verdict: 'violating moment' }] : []),
      ]);
      head.style.left = `${this.share(at) * 100}%`;
    };
    video.addEventListener('play', async () => {
      if (frames === null) {
        frames = []; // asked for once
        frames = await keptFrames(violation.camera_id, violation.clip_from, violation.clip_to).catch(() => []);
      }
    });
    video.addEventListener('error', () => this.video === video && sayWhyNot(address, state));
    video.addEventListener('seeked', draw);
    everyFrame(video, draw);
    return [
      make('div', { class: 'footage' }, video, boxes),
      this.track(violation, head),
      make(
        'p',
        { class: 'actions' },
        make(
          'a',
          { class: 'button', href: address, download: `${violation.camera_id}-${violation.timestamp}.mp4` },
          message('download'),
        ),
      ),
    ];
  }

  /** Where in the clip a moment is, from 0 to 1. */
  share(at) {
    return Math.min(1, Math.max(0, (at - this.from) / Math.max(1, this.to - this.from)));
  }

  /** The clip's length as a line: how long the violation lasted, and what else happened, to be gone to. */
  track(violation, head) {
    const lasted = make('span', { class: 'lasted' });
    const opened = this.share(Date.parse(violation.timestamp));
    const closed = violation.closed_at ? this.share(Date.parse(violation.closed_at)) : 1;
    lasted.style.left = `${opened * 100}%`;
    lasted.style.width = `${(closed - opened) * 100}%`;
    const marks = moments(violation)
      .filter(([at]) => this.reaches(at))
      .map(([at, what, kind]) => {
        const text = `${what}, ${time(at)}`;
        const mark = make('button', {
          type: 'button',
          class: `mark ${kind}`,
          title: text,
          'aria-label': text,
          onclick: () => this.seek(at),
        });
        mark.style.left = `${this.share(Date.parse(at)) * 100}%`;
        return mark;
      });
    return make(
      'div',
      { class: 'track', role: 'group', 'aria-label': message('clipTimeline') },
      lasted,
      head,
      ...marks,
    );
  }
}
