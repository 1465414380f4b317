// Plain charts as SVG, with their numbers as text for whoever does not see them.
import { number } from './words.js';

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
  const said = values.filter((it) => it.value > 0).map((it) => `${it.label ?? ''} ${number(it.value)}`).join(', ');
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
