// Plain charts as SVG, with their numbers as text for whoever does not see them.
import { number } from './format.js';

export function svg(name, attributes, text = '') {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
  element.textContent = text;
  return element;
}

/** Bars from left to right; each {label, value}, a label being null where there is no room for one. */
export function bars(values, title) {
  const most = Math.max(1, ...values.map((it) => it.value));
  const step = 696 / values.length;
  const said = values
    .filter((it) => it.value > 0)
    .map((it) => `${it.label ?? ''} ${number(it.value)}`)
    .join(', ');
  const picture = svg('svg', { viewBox: '0 0 720 170', role: 'img', 'aria-label': said ? `${title}: ${said}` : title });
  picture.append(svg('line', { x1: 12, x2: 708, y1: 140, y2: 140 }));
  values.forEach(({ label, value }, i) => {
    const height = (value / most) * 110;
    const x = 14 + i * step;
    const middle = x + step * 0.36;
    picture.append(svg('rect', { class: 'bar bad', x, y: 140 - height, width: step * 0.72, height, rx: 3 }));
    if (value > 0) {
      picture.append(svg('text', { x: middle, y: 134 - height, 'text-anchor': 'middle' }, number(value)));
    }
    if (label) {
      picture.append(svg('text', { x: middle, y: 157, 'text-anchor': 'middle' }, label));
    }
  });
  return picture;
}

/** Rates from 0 to 1 from left to right, a line for each; a gap where one is not known. */
export function lines(points, names, title) {
  const x = (i) => 40 + (points.length < 2 ? 328 : (i * 656) / (points.length - 1));
  const y = (value) => 140 - value * 120;
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
  for (const rate of [0, 0.5, 1]) {
    picture.append(
      svg('line', { x1: 36, x2: 700, y1: y(rate), y2: y(rate) }),
      svg('text', { x: 30, y: y(rate) + 3, 'text-anchor': 'end' }, `${rate * 100} %`),
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
      svg('text', { class: `name line-${line}`, x: 40 + line * 160, y: 183 }, `— ${name}`),
    );
  });
  points.forEach((point, i) => {
    if (point.label) {
      picture.append(svg('text', { x: x(i), y: 160, 'text-anchor': 'middle' }, point.label));
    }
  });
  return picture;
}
