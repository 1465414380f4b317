// What the hours say: over time, by hour of the week, and by camera, zone, kind and shift; beside the time before.
import { bars, lines } from './chart.js';
import { number, percent } from './format.js';
import { message } from './messages.js';
import { attempt, begin, get, make, offerCameras } from './page.js';
import { change, changeOfShare, share, sum, weeks, whole } from './sums.js';

const DAY = 86_400_000;

/** More days than that are shown by weeks. */
const MOST_DAYS = 100;

/** What is said of a camera or a shift. */
const SHARES = ['violations', 'visits', 'complianceByVisit', 'complianceByFrame', 'frames', 'coverage'];
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
      number(it.visits),
      percent(it.compliance_by_visit),
      percent(it.compliance_rate),
      number(it.total_frames),
      percent(it.coverage),
    ]);
  table(
    'by-camera',
    ['camera', ...SHARES, 'unjudgedEntries', 'staleFrames', 'outdatedFrames'],
    shares(cameras, (key) => key).map((row, i) => [
      ...row,
      unjudged(cameras[i]),
      number(cameras[i].stale_frames),
      number(cameras[i].outdated_frames),
    ]),
  );
  table(
    'by-shift',
    ['shiftFrom', ...SHARES],
    shares(shifts, (key) => key),
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

/** The page of violations, of the camera that is chosen and those days. */
function recordsOf(from, to) {
  const sought = new URLSearchParams({ from, to });
  if (filters.elements.camera_id.value) {
    sought.set('camera_id', filters.elements.camera_id.value);
  }
  return `records.html?${sought}`;
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
