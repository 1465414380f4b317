// What players have in common.
import { message } from './messages.js';
import { presence } from './page.js';

const STATES = {
  awaited: 'clipAwaited',
  partial: 'clipPartial',
  missing: 'clipMissing',
  none: 'clipMissing',
  expired: 'clipExpired',
};

/** How a clip is, as a violation or a problem says it; nothing where all of it is there. */
export function clipText({ clip_state: state, clip_reason: reason }) {
  const text = STATES[state] ? message(STATES[state]) : '';
  return text && reason ? `${text}: ${message(`clip_${reason}`)}` : text;
}

/** Calls with each frame that is shown, and when that was captured within the video, in seconds. */
export function everyFrame(video, seen) {
  if (video.requestVideoFrameCallback) {
    const next = (_, { mediaTime }) => {
      seen(mediaTime);
      video.requestVideoFrameCallback(next);
    };
    video.requestVideoFrameCallback(next);
  } else {
    video.addEventListener('timeupdate', () => seen(video.currentTime));
  }
}

/** Says in that element why a video does not play: what the service says, or that the browser cannot play it. */
export async function sayWhyNot(address, element) {
  const response = await fetch(address, {
    headers: { accept: 'application/json, video/mp4', range: 'bytes=0-0', ...presence() },
  }).catch(() => null);
  if (response === null || response.ok) {
    response?.body?.cancel();
    element.textContent = message(response === null ? 'failed' : 'unplayable');
    return;
  }
  const problem = await response.json().catch(() => ({}));
  const text = problem.clip_reason === 'not_blurred' ? message('clip_not_blurred') : clipText(problem);
  element.textContent = text || message('failed') + (problem.detail ?? `${response.status}`);
}
