// Where what is counted is found: a figure leads to just the violations that it counts.
import { number } from './format.js';
import { make } from './page.js';

const QUARTER = 900_000;

/** Statistics are of quarters of an hour, each of which belongs to the time in which it begins. */
const quarterFrom = (at) => new Date(Math.ceil(at.getTime() / QUARTER) * QUARTER);

/** The page of violations, of a time to the millisecond. */
export const violationsIn = (from, to, filters = {}) =>
  `records.html?${new URLSearchParams({ from: from.toISOString(), to: to.toISOString(), ...filters })}`;

/** Those that statistics count in a time: no false positives, and none at a time that cannot be right. */
export const countedIn = (from, to, filters = {}) =>
  violationsIn(quarterFrom(from), quarterFrom(to), { status: 'not_false_positive', untimely: 'false', ...filters });

/** A count that leads to what it counts. */
export const linked = (count, address) => (count === 0 ? number(0) : make('a', { href: address }, number(count)));
