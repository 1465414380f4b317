// A time to the minute, in the address of a list: others lead here with it, and it goes with one click.
import { message } from './messages.js';
import { make } from './page.js';

const format = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'medium', timeStyle: 'short' });
const isInstant = (text) => text?.includes('T') ?? false;

/** Of the address: from and to, if these are instants and no days; null: none. */
export function spanOf(wanted) {
  const from = wanted.get('from');
  const to = wanted.get('to');
  return isInstant(from) && isInstant(to) ? { from, to } : null;
}

/** Something that is asked for and has no field: it goes with one click. */
export const chip = (text, letGo) =>
  make('button', { type: 'button', title: message('clearFilters'), onclick: letGo }, `${text} ×`);

/**
 * Shows it in that element, which may let go of it; null: nothing.
 * @param instead what is shown in its place; null: the span
 */
export function showSpan(element, span, letGo, instead = null) {
  element.hidden = span === null && instead === null;
  if (!element.hidden) {
    const text = instead ?? [span.from, span.to].map((it) => format.format(new Date(it))).join(' – ');
    element.replaceChildren(chip(text, letGo));
  }
}
