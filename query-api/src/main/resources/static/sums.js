// Hours and days added up, and by how much sums have changed.
import { number } from './format.js';
import { message } from './messages.js';
import { dayKey, hourKey } from './page.js';

/** Of a time of which nothing is known. */
const NOTHING = {
  total_violations: 0,
  visits: 0,
  judged_visits: 0,
  compliant_visits: 0,
  people_in_frames: 0,
  compliance_by_visit: null,
  total_frames: 0,
  compliance_rate: null,
  coverage: null,
  unknown_work_entries: 0,
  work_entries: 0,
  stale_frames: 0,
  outdated_frames: 0,
};

/** Every day or hour of the time, those with nothing too. */
export function whole(known, unit, from, to) {
  const there = new Map(known.map((it) => [it.key, it]));
  const all = [];
  const at = new Date(from.getFullYear(), from.getMonth(), from.getDate(), unit === 'hour' ? from.getHours() : 0);
  while (at < to) {
    const key = unit === 'hour' ? hourKey(at) : dayKey(at);
    all.push(there.get(key) ?? { ...NOTHING, key });
    if (unit === 'hour') {
      at.setTime(at.getTime() + 3_600_000);
    } else {
      at.setDate(at.getDate() + 1);
    }
  }
  return all;
}

/** Days by weeks: seven each but for the last, so that there is room for each. */
export function weeks(days) {
  return Array.from({ length: Math.ceil(days.length / 7) }, (_, week) => {
    const its = days.slice(7 * week, 7 * week + 7);
    const { violations, complianceByVisit, complianceByFrame, coverage } = sum(its);
    return {
      key: its[0].key,
      until: its.at(-1).key,
      total_violations: violations,
      compliance_by_visit: complianceByVisit,
      compliance_rate: complianceByFrame,
      coverage,
    };
  });
}

/** Of all of them; the rates weighted by what they are rates of. */
export function sum(rows) {
  const total = (name) => rows.reduce((all, it) => all + it[name], 0);
  const mean = (name, weight) => {
    const known = rows.filter((it) => it[name] !== null && it[weight] > 0);
    const weights = known.reduce((all, it) => all + it[weight], 0);
    return weights === 0 ? null : known.reduce((all, it) => all + it[name] * it[weight], 0) / weights;
  };
  const covered = rows.filter((it) => it.coverage !== null);
  return {
    violations: total('total_violations'),
    visits: total('visits'),
    complianceByVisit: total('judged_visits') === 0 ? null : total('compliant_visits') / total('judged_visits'),
    peopleInFrames: total('people_in_frames'),
    frames: total('total_frames'),
    complianceByFrame: mean('compliance_rate', 'people_in_frames'),
    coverage: covered.length === 0 ? null : covered.reduce((all, it) => all + it.coverage, 0) / covered.length,
    unjudgedEntries: { unknown: total('unknown_work_entries'), of: total('work_entries') },
    staleFrames: total('stale_frames'),
    outdatedFrames: total('outdated_frames'),
  };
}

const signed = (value) => `${value > 0 ? '+' : ''}${number(value)}`;

/** A change as a share of what was: "+50 %". */
export const percentMore = (by) => `${signed(Math.round(by * 100))} %`;

/** The difference of two shares in percentage points. */
export const pointsMore = (difference) => `${signed(Math.round(difference * 1000) / 10)} ${message('points')}`;

/** By how much a count has changed: a share of what it was, or if that was nothing so many. */
export function change(now, before) {
  return ` (${before === 0 ? signed(now) : percentMore(now / before - 1)})`;
}

/** By how many percentage points a share has changed; nothing where one of the two is not known. */
export function changeOfShare(now, before) {
  return now === null || before === null ? '' : ` (${pointsMore(now - before)})`;
}

/** A figure as a share of 1: what is one already, or so many of so many. */
export function share(figure) {
  if (figure === null || typeof figure === 'number') {
    return figure;
  }
  return figure.of === 0 ? null : figure.unknown / figure.of;
}
