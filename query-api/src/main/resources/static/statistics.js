// What the hours say: over time, by hour of the week, and by camera, zone, kind and shift; beside the time before.
import { bars, lines } from './chart.js';
import { number, percent } from './format.js';
import { message } from './messages.js';
import { attempt, begin, dayKey, get, hourKey, make, offerCameras } from './page.js';

const DAY = 86_400_000;

/** More days than that are shown by weeks. */
const MOST_DAYS = 100;

/** Of a time of which nothing is known. */
const NOTHING = {
  total_violations: 0,
  total_persons: 0,
  total_frames: 0,
  compliance_rate: null,
  coverage: null,
  unknown_work_entries: 0,
  work_entries: 0,
  stale_frames: 0,
  outdated_frames: 0,
};
const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const filters = document.getElementById('filters');
const error = document.getElementById('error');
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

await begin('statistics');
await offerCameras(filters.elements.camera_id);
filters.addEventListener('change', () => attempt(error, show));
filters.addEventListener('submit', (event) => event.preventDefault());
attempt(error, show);

function query(from, to, more = {}) {
  const asked = new URLSearchParams({ from: from.toISOString(), to: to.toISOString(), ...more });
  if (filters.elements.camera_id.value) {
    asked.set('camera_id', filters.elements.camera_id.value);
  }
  return asked;
}

async function breakdown(by, from, to) {
  return (await get(`/api/v1/statistics/breakdown?${query(from, to, { by, time_zone: zone })}`)).body;
}

async function show() {
  const days = Number(filters.elements.days.value);
  // Whole hours, up to the end of this one.
  const to = new Date(new Date().setMinutes(60, 0, 0));
  const from = new Date(to.getTime() - days * DAY);
  const before = new Date(from.getTime() - days * DAY);
  const unit = days <= 2 ? 'hour' : 'day';
  const [known, cameras, earlier, week, shifts, zones, types] = await Promise.all([
    breakdown(unit, from, to),
    breakdown('camera', from, to),
    breakdown('camera', before, from),
    breakdown('hour_of_week', from, to),
    breakdown('shift', from, to),
    get(`/api/v1/statistics/breakdown/zones?${query(from, to)}`).then((it) => it.body),
    get(`/api/v1/statistics/breakdown/types?${query(from, to)}`).then((it) => it.body),
  ]);
  const overTime = days > MOST_DAYS ? weeks(whole(known, unit, from, to)) : whole(known, unit, from, to);
  document.getElementById('empty').hidden = cameras.length > 0;
  showNumbers(sum(cameras), sum(earlier));
  const short = (key) => (unit === 'hour' ? key.slice(11) : key.slice(5));
  const every = Math.ceil(overTime.length / 12);
  const labelled = overTime.map((it, i) => ({
    label: i % every === 0 ? short(it.key) : null,
    name: it.until ? `${it.key} – ${it.until}` : it.key.replace('T', ' '),
    href: recordsOf(it.key.slice(0, 10), it.until ?? it.key.slice(0, 10)),
    it,
  }));
  document.getElementById('by-time').replaceChildren(
    bars(
      labelled.map(({ label, name, href, it }) => ({ label, name, href, value: it.total_violations })),
      message('byTime'),
    ),
  );
  document.getElementById('compliance').replaceChildren(
    lines(
      labelled.map(({ label, name, it }) => ({ label, name, values: [it.compliance_rate, it.coverage] })),
      [message('compliance'), message('coverage')],
      message('complianceOverTime'),
    ),
  );
  showHeat(week);
  table(
    'by-type',
    ['type', 'violations', 'pending', 'confirmed', 'false_positive', 'resolved'],
    types.map((it) => [
      message(it.violation_type),
      number(it.violations),
      number(it.pending),
      number(it.confirmed),
      number(it.false_positive),
      number(it.resolved),
    ]),
  );
  const shares = (rows, name) =>
    rows.map((it) => [
      name(it.key),
      number(it.total_violations),
      number(it.total_frames),
      percent(it.compliance_rate),
      percent(it.coverage),
    ]);
  table(
    'by-camera',
    ['camera', 'violations', 'frames', 'compliance', 'coverage', 'unjudgedEntries', 'staleFrames', 'outdatedFrames'],
    shares(cameras, (key) => key).map((row, i) => [
      ...row,
      unjudged(cameras[i]),
      number(cameras[i].stale_frames),
      number(cameras[i].outdated_frames),
    ]),
  );
  table(
    'by-shift',
    ['shiftFrom', 'violations', 'frames', 'compliance', 'coverage'],
    shares(shifts, (key) => key),
  );
  table(
    'by-zone',
    ['zone', 'persons', 'compliance'],
    zones.map((it) => [message(it.key), number(it.total_persons), percent(it.compliance_rate)]),
  );
  for (const format of ['csv', 'xlsx']) {
    document.getElementById(format).href =
      `/api/v1/export/violations.${format}?${query(from, to, { time_zone: zone })}`;
  }
}

/** Every day or hour of the time, those with nothing too. */
function whole(known, unit, from, to) {
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
function weeks(days) {
  return Array.from({ length: Math.ceil(days.length / 7) }, (_, week) => {
    const its = days.slice(7 * week, 7 * week + 7);
    const { violations, compliance, coverage } = sum(its);
    return {
      key: its[0].key,
      until: its.at(-1).key,
      total_violations: violations,
      compliance_rate: compliance,
      coverage,
    };
  });
}

/** The page of violations, of the camera that is chosen and those days. */
function recordsOf(from, to) {
  const sought = new URLSearchParams({ from, to });
  if (filters.elements.camera_id.value) {
    sought.set('camera_id', filters.elements.camera_id.value);
  }
  return `records.html?${sought}`;
}

/** Of all of them; the rates weighted by what they are rates of. */
function sum(rows) {
  const total = (name) => rows.reduce((all, it) => all + it[name], 0);
  const mean = (name, weight) => {
    const known = rows.filter((it) => it[name] !== null && it[weight] > 0);
    const weights = known.reduce((all, it) => all + it[weight], 0);
    return weights === 0 ? null : known.reduce((all, it) => all + it[name] * it[weight], 0) / weights;
  };
  const covered = rows.filter((it) => it.coverage !== null);
  return {
    violations: total('total_violations'),
    persons: total('total_persons'),
    frames: total('total_frames'),
    compliance: mean('compliance_rate', 'total_persons'),
    coverage: covered.length === 0 ? null : covered.reduce((all, it) => all + it.coverage, 0) / covered.length,
    unjudgedEntries: { unknown: total('unknown_work_entries'), of: total('work_entries') },
    staleFrames: total('stale_frames'),
    outdatedFrames: total('outdated_frames'),
  };
}

function showNumbers(now, before) {
  const figure = (name, write) =>
    make(
      'div',
      { class: 'number', 'data-number': name },
      make('b', {}, write(now[name])),
      make('span', {}, message(name)),
      make('br'),
      make(
        'span',
        { class: 'small' },
        `${message('before')}: ${write(before[name])}${change(now[name], before[name])}`,
      ),
    );
  document
    .getElementById('numbers')
    .replaceChildren(
      figure('violations', number),
      figure('compliance', percent),
      figure('coverage', percent),
      figure('persons', number),
      figure('frames', number),
      figure('unjudgedEntries', outOf),
      figure('staleFrames', number),
      figure('outdatedFrames', number),
    );
}

/** By how much a count has changed; nothing of what is no count, or was none. */
function change(now, before) {
  if (typeof now !== 'number' || typeof before !== 'number' || before < 1) {
    return '';
  }
  const share = Math.round((now / before - 1) * 100);
  return ` (${share > 0 ? '+' : ''}${number(share)} %)`;
}

const unjudged = (it) => outOf({ unknown: it.unknown_work_entries, of: it.work_entries });

/** So many of so many, and which share that is. */
function outOf({ unknown, of }) {
  return of === 0 ? '–' : `${number(unknown)} / ${number(of)} (${percent(unknown / of)})`;
}

/** Seven rows of 24 hours; a darker cell had more, and every cell says how many. */
function showHeat(week) {
  const counts = new Map(week.map((it) => [it.key, it.total_violations]));
  const most = Math.max(1, ...counts.values());
  const hours = Array.from({ length: 24 }, (_, hour) => hour.toString().padStart(2, '0'));
  const cell = (day, hour) => {
    const value = counts.get(`${day + 1} ${hour}`);
    const shade = value ? `heat-${Math.max(1, Math.ceil((value / most) * 5))}` : 'heat-0';
    return make('td', { class: shade }, value === undefined ? '' : number(value));
  };
  document
    .getElementById('heat')
    .replaceChildren(
      make(
        'thead',
        {},
        make(
          'tr',
          {},
          make('th', { scope: 'col' }, message('hourOfDay')),
          ...hours.map((hour) => make('th', { scope: 'col' }, hour)),
        ),
      ),
      make(
        'tbody',
        {},
        ...DAYS.map((day, i) =>
          make('tr', {}, make('th', { scope: 'row' }, message(day)), ...hours.map((hour) => cell(i, hour))),
        ),
      ),
    );
}

function table(id, names, rows) {
  document
    .getElementById(id)
    .replaceChildren(
      rows.length === 0
        ? make('p', { class: 'quiet' }, message('nothingYet'))
        : make(
            'table',
            {},
            make(
              'thead',
              {},
              make(
                'tr',
                {},
                ...names.map((name, i) => make('th', { scope: 'col', class: i > 0 ? 'figure' : null }, message(name))),
              ),
            ),
            make(
              'tbody',
              {},
              ...rows.map((row) =>
                make('tr', {}, ...row.map((value, i) => make('td', { class: i > 0 ? 'figure' : null }, value))),
              ),
            ),
          ),
    );
}
