// Boxes of people over a moving picture, as the frames that were kept say where they were.
import { svg } from './chart.js';
import { get } from './page.js';

/** So many frames a page, and so many pages: a minute at 15 a second. */
const SIZE = 100;
const MOST = 10;

/** For how long boxes stand for what is seen after their frame, in milliseconds. */
const HOLD = 1000;

/** The kept frames of a camera and a time, oldest first: when, and who was where. */
export async function keptFrames(camera, from, to) {
  const frames = [];
  const query = new URLSearchParams({ from, to, page_size: SIZE });
  for (let i = 0; i < MOST; i++) {
    const page = (await get(`/api/v1/records/detection-records/${encodeURIComponent(camera)}?${query}`)).body;
    frames.push(...page.items.map(frame));
    if (!page.next_cursor) {
      break;
    }
    query.set('cursor', page.next_cursor);
  }
  return frames.reverse();
}

function frame(record) {
  const verdicts = new Map(record.hairnet_results.map((it) => [it.track_id, it.verdict]));
  return {
    at: Date.parse(record.timestamp),
    people: record.person_detections.map((it) => ({ bbox: it.bbox, verdict: verdicts.get(it.track_id) ?? 'unknown' })),
  };
}

/** Who is where at that moment, by the last frame before it; nobody if that is too long ago. */
export function peopleAt(frames, at) {
  const last = frames.findLast((it) => it.at <= at);
  return last && at - last.at < HOLD ? last.people : [];
}

/** A sheet over a picture, in fractions of it. */
export const sheet = () =>
  svg('svg', { viewBox: '0 0 1 1', preserveAspectRatio: 'none', 'aria-hidden': 'true', class: 'boxes' });

/** Draws these on the sheet, and nothing else: each {bbox, verdict}. */
export function drawBoxes(onto, boxes) {
  onto.replaceChildren(...boxes.map(({ bbox, verdict }) => svg('rect', { ...bbox, class: `box ${verdict}` })));
}
