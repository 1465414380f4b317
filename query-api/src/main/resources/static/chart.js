// Plain charts as SVG, with their numbers as text for whoever does not see them.
import { number } from './format.js';
import { message } from './messages.js';

export function svg(name, attributes, text = '') {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
  element.textContent = text;
  return element;
}

/** Charts over the same time have the same places on it, so that one can be read below the other. */
const LEFT = 44;
const RIGHT = 708;
const place = (i, of) => LEFT + ((i + 0.5) * (RIGHT - LEFT)) / of;

/** Narrower than that there is no room for a number above a bar. */
const ROOM = 16;

/**
 * Bars from left to right; each {label, value, name, href}.
 * label: below it, null where there is no room for one; name: what it stands for, and href: where what it counts is found, both optional.
 */
export function bars(values, title) {
  const most = Math.max(1, ...values.map((it) => it.value));
  const step = (RIGHT - LEFT) / values.length;
  const said = values
    .filter((it) => it.value > 0)
    .map((it) => `${it.name ?? it.label ?? ''} ${number(it.value)}`)
    .join(', ');
  const linked = values.some((it) => it.href);
  const picture = svg('svg', {
    viewBox: '0 0 720 190', // as that of lines: both are scaled alike
    role: linked ? 'group' : 'img', // what is within an image is not to be reached
    'aria-label': said && !linked ? `${title}: ${said}` : title,
  });
  picture.append(
    svg('line', { x1: LEFT - 4, x2: RIGHT, y1: 140, y2: 140 }),
    svg('text', { x: LEFT - 8, y: 143, 'text-anchor': 'end' }, number(0)),
    svg('text', { x: LEFT - 8, y: 33, 'text-anchor': 'end' }, number(most)),
  );
  values.forEach(({ label, value, name, href }, i) => {
    const height = (value / most) * 110;
    const middle = place(i, values.length);
    const width = step * 0.72;
    const bar = svg('rect', {
      class: 'bar bad',
      x: middle - width / 2,
      y: 140 - height,
      width,
      height,
      rx: Math.min(3, width / 2),
    });
    const shown = `${name ?? label ?? ''}: ${number(value)}`;
    bar.append(svg('title', {}, shown));
    if (href && value > 0) {
      const link = svg('a', { href, 'aria-label': shown });
      link.append(bar);
      picture.append(link);
    } else {
      picture.append(bar);
    }
    if (value > 0 && step > ROOM) {
      picture.append(svg('text', { x: middle, y: 134 - height, 'text-anchor': 'middle' }, number(value)));
    }
    if (label) {
      picture.append(svg('text', { x: middle, y: 157, 'text-anchor': 'middle' }, label));
    }
  });
  return picture;
}

/** What an axis of rates may begin with: the highest of them that is below all that is shown. */
const FLOORS = [0.98, 0.95, 0.9, 0.8, 0.5, 0];

/**
 * Rates up to 1 from left to right, a line for each; a gap where one is not known. An axis that does not begin with
 * nothing is broken, and says so.
 */
export function lines(points, names, title) {
  const rates = points.flatMap((point) => point.values).filter((it) => it !== null);
  const floor = rates.length === 0 ? 0 : FLOORS.find((it) => rates.every((rate) => rate >= it));
  const x = (i) => place(i, points.length);
  const y = (value) => 140 - ((value - floor) / (1 - floor)) * 120;
  const last = points.at(-1);
  const said = last
    ? names
        .map((name, line) => `${name} ${last.values[line] === null ? '–' : `${Math.round(last.values[line] * 100)} %`}`)
        .join(', ')
    : '';
  const picture = svg('svg', {
    viewBox: '0 0 720 190',
    role: 'img',
    'aria-label': said ? `${title}, ${last.name}: ${said}` : title,
  });
  for (const rate of [floor, (floor + 1) / 2, 1]) {
    picture.append(
      svg('line', { x1: LEFT - 4, x2: RIGHT, y1: y(rate), y2: y(rate) }),
      svg('text', { x: LEFT - 8, y: y(rate) + 3, 'text-anchor': 'end' }, `${number(Math.round(rate * 1000) / 10)} %`),
    );
  }
  if (floor > 0) {
    const begins = message('axisBegins').replace('{}', `${number(floor * 100)} %`);
    picture.append(
      svg('path', { class: 'break', d: `M${LEFT - 4} 140 l4 3 l-8 4 l8 4 l-4 3` }),
      svg('text', { class: 'begins', x: RIGHT, y: 183, 'text-anchor': 'end' }, begins),
    );
  }
  names.forEach((name, line) => {
    let path = '';
    points.forEach((point, i) => {
      const value = point.values[line];
      path +=
        value === null
          ? ''
          : `${path === '' || points[i - 1]?.values[line] === null ? 'M' : 'L'}${x(i).toFixed(1)} ${y(value).toFixed(1)}`;
      if (value !== null) {
        picture.append(svg('circle', { class: `dot line-${line}`, cx: x(i), cy: y(value), r: 2.5 }));
      }
    });
    picture.append(
      svg('path', { class: `line line-${line}`, d: path }),
      svg('text', { class: `name line-${line}`, x: LEFT + line * 170, y: 183 }, `— ${name}`),
    );
  });
  points.forEach((point, i) => {
    if (point.label) {
      picture.append(svg('text', { x: x(i), y: 160, 'text-anchor': 'middle' }, point.label));
    }
  });
  return picture;
}
