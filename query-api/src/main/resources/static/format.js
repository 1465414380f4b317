// Times and numbers as they are written in the viewer's language.
import { message, messageOr, plural } from './messages.js';

const times = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'medium', timeStyle: 'medium' });
const numbers = new Intl.NumberFormat(document.documentElement.lang);
const scores = new Intl.NumberFormat(document.documentElement.lang, {
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
});

/** Names that shifts have where nobody has set others. */
const NAMES = ['early', 'late', 'night'];
export const shiftName = (name) => (NAMES.includes(name) ? message(name) : name);

export const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** In the viewer's own time zone. */
export const time = (iso) => times.format(new Date(iso));
export const number = (value) => numbers.format(value);

/** A number from 0 to 1, to a hundredth. */
export const hundredths = (value) => scores.format(value);

/** The message about so many, with the number in its place. */
export const counted = (key, count) => plural(key, count).replace('{}', number(count));

const UNITS = [
  [3_600_000, 'unitHour'],
  [60_000, 'unitMinute'],
  [1000, 'unitSecond'],
];

/** That a machine's clock is off by more than a second, in the largest unit that fits; null if it is not, or nobody knows. */
export function clockSkew(millis) {
  const off = Math.abs(millis ?? 0);
  if (off <= 1000) {
    return null;
  }
  const [size, unit] = UNITS.find(([it]) => off >= it);
  const amount = `${number(Math.round((off / size) * 10) / 10)} ${message(unit)}`;
  return message(millis > 0 ? 'clockAhead' : 'clockBehind').replace('{}', amount);
}

/** How long something lasted, in the largest unit that fits, rounded down. */
export function lasting(millis) {
  const [size, unit] = UNITS.find(([it]) => millis >= it) ?? UNITS.at(-1);
  return `${number(Math.floor(millis / size))} ${message(unit)}`;
}

/** A time of so many seconds: below a minute to a tenth of a second, else to the second. */
export function duration(seconds) {
  if (seconds < 60) {
    return `${number(Math.round(seconds * 10) / 10)} ${message('unitSecond')}`;
  }
  const parts = [];
  let rest = Math.round(seconds) * 1000;
  for (const [size, unit] of UNITS) {
    const whole = Math.floor(rest / size);
    rest -= whole * size;
    parts.push(...(whole > 0 ? [`${number(whole)} ${message(unit)}`] : []));
  }
  return parts.join(' ');
}

/** Why a camera is not online; null where it is. */
export const reason = (camera) =>
  camera.reason_code ? messageOr(`why_${camera.reason_code}`, camera.reason) : camera.reason;

/** Since when and why a camera is not online; null where it is. */
export const sinceAndWhy = (camera) =>
  camera.state === 'online'
    ? null
    : [camera.since ? message('since').replace('{}', time(camera.since)) : null, reason(camera)]
        .filter((it) => it)
        .join(': ');

/** What was wrong with a camera last, and when; null if nothing ever was. */
export const lastError = (camera) =>
  camera.last_error
    ? `${messageOr(`why_${camera.last_error_code}`, camera.last_error)}, ${time(camera.last_error_at ?? camera.at)}`
    : null;

/** A share of 1; a dash where there is none. */
export const percent = (value) => (value === null ? '–' : `${(value * 100).toFixed(1)} %`);

/** So many bits a second, in the unit that fits. */
export const bitrate = (bits) =>
  bits >= 1e6 ? `${number(Math.round(bits / 1e5) / 10)} Mbit/s` : `${number(Math.round(bits / 1e3))} kbit/s`;

/** So many bytes, in the unit that fits. */
export const bytes = (count) =>
  count >= 1e9
    ? `${number(Math.round(count / 1e8) / 10)} GB`
    : `${number(Math.max(0.1, Math.round(count / 1e5) / 10))} MB`;
