// A violation as it is shown: its picture, what is known of it, and what happened before.
import { svg } from './chart.js';
import { duration, hundredths, time } from './format.js';
import { message } from './messages.js';
import { make, tag } from './page.js';
import { violationReason } from './said.js';

/**
 * The picture with the violation's box on it, or why there is none.
 * @param kind 'thumbnail', or 'snapshot' with what is asked of it
 */
export function picture(violation, kind) {
  if (violation.snapshot_state !== 'present') {
    return make('span', { class: 'picture' }, message(violation.snapshot_state));
  }
  const overlay = svg('svg', { 'aria-hidden': 'true' });
  const image = make('img', {
    src: `/api/v1/records/violations/${violation.id}/${kind}`,
    alt: message('picture'),
    loading: 'lazy',
  });
  // As large as the picture, and so fitted into the same place as it is, whatever the shape of both.
  image.addEventListener('load', () => {
    const { naturalWidth: width, naturalHeight: height } = image;
    overlay.setAttribute('viewBox', `0 0 ${width} ${height}`);
    const { x, y, width: w, height: h } = violation.bbox;
    overlay.replaceChildren(svg('rect', { x: x * width, y: y * height, width: w * width, height: h * height }));
  });
  return make('span', { class: 'picture' }, make('span', { class: 'frame' }, image, overlay));
}

/** What is known of it, as terms and descriptions. */
export function facts(violation) {
  const known = [
    ['time', time(violation.timestamp)],
    ['until', violation.closed_at ? time(violation.closed_at) : message('lasting')],
    ['status', tag(violation.status)],
    ['severity', tag(violation.severity)],
    ['confidence', hundredths(violation.confidence)],
    ['reason', violationReason(violation)],
  ];
  if (violation.untimely) {
    known.push(['untimely', message(`untimely_${violation.untimely}`)]);
  }
  if (violation.handled_by) {
    known.push(['decidedBy', `${violation.handled_by}, ${time(violation.handled_at)}`]);
  }
  if (violation.zones?.length > 0) {
    known.push(['zone', violation.zones.map((it) => message(it)).join(', ')]);
  }
  if (violation.assignee) {
    known.push(['assignee', violation.assignee]);
  }
  if (violation.legal_hold) {
    known.push(['legalHold', message('yes')]);
  }
  if (violation.lift_requested_by) {
    known.push(['liftRequestedBy', `${violation.lift_requested_by}, ${time(violation.lift_requested_at)}`]);
  }
  return known.flatMap(([name, value]) => [make('dt', {}, message(name)), make('dd', {}, value)]);
}

/** What the person did before, and the episode itself, oldest first: when, what, and which mark it has. */
export function moments(violation) {
  const steps = violation.timeline.map((it) => [
    it.at,
    `${message(it.what)}, ${duration(Math.round(it.duration_millis / 1000))}`,
    'step',
  ]);
  steps.push([violation.timestamp, message('opened'), 'moment']);
  if (violation.closed_at) {
    steps.push([violation.closed_at, message('closed'), 'end']);
  }
  return steps;
}

/**
 * The same as a list.
 * @param clip where what it reaches is gone to
 */
export function timeline(violation, clip) {
  const when = (at) => make('time', { datetime: at }, time(at));
  return [
    make('h3', {}, message('timeline')),
    make(
      'ol',
      { class: 'timeline' },
      ...moments(violation).map(([at, what]) =>
        make(
          'li',
          {},
          clip.reaches(at)
            ? make('button', { type: 'button', class: 'link', onclick: () => clip.seek(at) }, when(at))
            : when(at),
          ' ',
          what,
        ),
      ),
    ),
  ];
}
