// What the hours say: over time, by hour of the week, and by camera, zone, kind and shift; beside the time before.
import { bars, lines } from './chart.js';
import { DAYS, number, percent } from './format.js';
import { countedIn, linked, violationsIn } from './links.js';
import { message } from './messages.js';
import { attempt, begin, get, make, offerCameras } from './page.js';
import { change, changeOfShare, share, sum, weeks, whole } from './sums.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Hours at which shifts begin, as the service has it where it is told nothing else. */
const SHIFTS = [6, 14, 22];

/** More days than that are shown by weeks. */
const MOST_DAYS = 100;

/** How many of a kind are in each. */
const STATUSES = ['pending', 'confirmed', 'false_positive', 'resolved'];

/** What is said of a camera or a shift. */
const SHARES = ['violations', 'visits', 'complianceByVisit', 'complianceByFrame', 'frames', 'coverage'];
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
  // What lies no longer ago than that, up to the end of this hour: nothing of the same hour of the day before.
  const to = new Date(new Date().setMinutes(60, 0, 0));
  const from = new Date(Date.now() - days * DAY);
  const before = new Date(from.getTime() - days * DAY);
  const unit = days <= 2 ? 'hour' : 'day';
  const [known, cameras, earlier, week, shifts, zones, types] = await Promise.all([
    breakdown(unit, from, to),
    breakdown('camera', from, to),
    breakdown('camera', before, from),
    breakdown('hour_of_week', from, to),
    breakdown(days <= 2 ? 'dated_shift' : 'shift', from, to),
    get(`/api/v1/statistics/breakdown/zones?${query(from, to)}`).then((it) => it.body),
    get(`/api/v1/statistics/breakdown/types?${query(from, to)}`).then((it) => it.body),
  ]);
  const overTime = days > MOST_DAYS ? weeks(whole(known, unit, from, to)) : whole(known, unit, from, to);
  document.getElementById('empty').hidden = cameras.length > 0;
  showNumbers(sum(cameras), sum(earlier), countedIn(from, to, ofCamera()));
  const short = (key) => (unit === 'hour' ? key.slice(11) : key.slice(5));
  const every = Math.ceil(overTime.length / 12);
  const labelled = overTime.map((it, i) => ({
    label: i % every === 0 ? short(it.key) : null,
    name: it.until ? `${it.key} – ${it.until}` : it.key.replace('T', ' '),
    href: countedIn(...within(from, to, spanOf(unit, it)), ofCamera()),
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
      labelled.map(({ label, name, it }) => ({ label, name, values: [it.compliance_by_visit, it.compliance_rate] })),
      [message('complianceByVisit'), message('complianceByFrame')],
      message('complianceOverTime'),
    ),
  );
  document.getElementById('coverage').replaceChildren(
    lines(
      labelled.map(({ label, name, it }) => ({ label, name, values: [it.coverage] })),
      [message('coverage')],
      message('coverageOverTime'),
    ),
  );
  showHeat(week, (key) => countedIn(from, to, { hour_of_week: key, time_zone: zone, ...ofCamera() }));
  table(
    'by-type',
    ['type', 'violations', ...STATUSES],
    types.map((it) => {
      const count = (key, status) =>
        linked(it[key], violationsIn(from, to, { violation_type: it.violation_type, status, ...ofCamera() }));
      return [
        message(it.violation_type),
        count('violations', 'not_false_positive'),
        ...STATUSES.map((status) => count(status, status)),
      ];
    }),
  );
  const shares = (rows, address) =>
    rows.map((it) => [
      it.key,
      address ? linked(it.total_violations, address(it.key)) : number(it.total_violations),
      number(it.visits),
      percent(it.compliance_by_visit),
      percent(it.compliance_rate),
      number(it.total_frames),
      percent(it.coverage),
    ]);
  table(
    'by-camera',
    ['camera', ...SHARES, 'unjudgedEntries', 'staleFrames', 'outdatedFrames'],
    shares(cameras, (key) => countedIn(from, to, { camera_id: key })).map((row, i) => [
      ...row,
      unjudged(cameras[i]),
      number(cameras[i].stale_frames),
      number(cameras[i].outdated_frames),
    ]),
  );
  table(
    'by-shift',
    ['shiftFrom', ...SHARES],
    shares(shifts, days <= 2 ? (key) => countedIn(...within(from, to, shiftSpan(key)), ofCamera()) : null),
  );
  table(
    'by-zone',
    ['zone', 'visits', 'peopleInFrames', 'complianceByFrame'],
    zones.map((it) => [message(it.key), number(it.visits), number(it.people_in_frames), percent(it.compliance_rate)]),
  );
  for (const format of ['csv', 'xlsx']) {
    document.getElementById(format).href =
      `/api/v1/export/violations.${format}?${query(from, to, { time_zone: zone })}`;
  }
}

const ofCamera = () => (filters.elements.camera_id.value ? { camera_id: filters.elements.camera_id.value } : {});

/** What of it lies in the time that is shown. */
const within = (from, to, [start, end]) => [start > from ? start : from, end < to ? end : to];

/** From when to when a bar counts, where the page is looked at. */
function spanOf(unit, { key, until = key }) {
  const start = new Date(unit === 'hour' ? key : `${key}T00:00`);
  if (unit === 'hour') {
    return [start, new Date(start.getTime() + HOUR)];
  }
  const end = new Date(`${until}T00:00`);
  end.setDate(end.getDate() + 1);
  return [start, end];
}

/** "2026-03-01 22:00": up to the beginning of the next one. */
function shiftSpan(key) {
  const start = new Date(key.replace(' ', 'T'));
  const end = new Date(start);
  const hour = SHIFTS.find((it) => it > start.getHours());
  end.setHours(hour ?? SHIFTS[0] + 24);
  return [start, end];
}

function showNumbers(now, before, address) {
  const figure = (name, write) =>
    make(
      'div',
      { class: 'number', 'data-number': name },
      make('b', {}, name === 'violations' ? linked(now[name], address) : write(now[name])),
      make('span', {}, message(name)),
      make('br'),
      make(
        'span',
        { class: 'small' },
        `${message('before')}: ${write(before[name])}${write === number ? change(now[name], before[name]) : changeOfShare(share(now[name]), share(before[name]))}`,
      ),
    );
  document
    .getElementById('numbers')
    .replaceChildren(
      figure('violations', number),
      figure('visits', number),
      figure('complianceByVisit', percent),
      figure('complianceByFrame', percent),
      figure('coverage', percent),
      figure('peopleInFrames', number),
      figure('frames', number),
      figure('unjudgedEntries', outOf),
      figure('staleFrames', number),
      figure('outdatedFrames', number),
    );
}

const unjudged = (it) => outOf({ unknown: it.unknown_work_entries, of: it.work_entries });

/** So many of so many, and which share that is. */
function outOf({ unknown, of }) {
  return of === 0 ? '–' : `${number(unknown)} / ${number(of)} (${percent(unknown / of)})`;
}

/** Seven rows of 24 hours; a darker cell had more, and every cell says how many and leads to them. */
function showHeat(week, address) {
  const counts = new Map(week.map((it) => [it.key, it.total_violations]));
  const most = Math.max(1, ...counts.values());
  const hours = Array.from({ length: 24 }, (_, hour) => hour.toString().padStart(2, '0'));
  const cell = (day, hour) => {
    const value = counts.get(`${day + 1} ${hour}`);
    const shade = value ? `heat-${Math.max(1, Math.ceil((value / most) * 5))}` : 'heat-0';
    return make('td', { class: shade }, value === undefined ? '' : linked(value, address(`${day + 1} ${hour}`)));
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
