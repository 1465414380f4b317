// What players have in common.
import { message } from './messages.js';
import { presence } from './page.js';

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
  element.textContent = message('failed') + (problem.detail ?? `${response.status}`);
}
