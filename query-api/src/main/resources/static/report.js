// The report of a shift on one page, which prints on one sheet: how it went, what is usual, and what is open.
import { counted, number, percent, shiftName } from './format.js';
import { linked } from './links.js';
import { message, plural } from './messages.js';
import { attempt, begin, every, get, make } from './page.js';
import { percentMore, pointsMore } from './sums.js';
import { picture } from './violation.js';

/** Milliseconds between two looks at whether something has changed. */
const AGAIN = 30_000;

/** More than that are summed up: the page is read without scrolling. */
const MOST_CAMERAS = 3;
const MOST_SPANS = 3;

const DECISIONS = ['pending', 'confirmed', 'false_positive', 'resolved'];

const language = document.documentElement.lang;
const asked = new URLSearchParams(location.search);
let shown = '';

await begin('report');
document.getElementById('print').addEventListener('click', () => print());
addEventListener('beforeprint', showPrinted);
every(AGAIN, () => attempt(document.getElementById('error'), load));

async function load() {
  const wanted = new URLSearchParams([...asked].filter(([name]) => ['at', 'shift'].includes(name)));
  const report = (await get(`/api/v1/reports/shift?${wanted}`)).body;
  const text = JSON.stringify(report);
  if (text !== shown) {
    shown = text;
    show(report);
  }
}

function show(report) {
  const clock = clockOf(report.time_zone);
  const { shift } = report;
  const title = `${nameOf(shift)} · ${dayOf(shift)} · ${clock(shift.from)} – ${clock(shift.to)}`;
  document.getElementById('shift').textContent = title;
  document.title = `${message('report')} ${shift.day} ${nameOf(shift)} · Cleansight`;
  document.getElementById('site').textContent = report.site || 'Cleansight';
  lead('earlier', report.previous);
  lead('later', report.next);
  const empty = report.figures.total_frames === 0 && report.types.length === 0;
  document.getElementById('running').hidden = !report.running || empty;
  document.getElementById('empty').hidden = !empty;
  showNumbers(report);
  showPictures(report, clock);
  showTypes(report);
  showOpen(report);
  showGaps(report, clock);
  showPrinted();
}

const nameOf = (shift) => shiftName(shift.name);

const dayOf = (shift) =>
  new Intl.DateTimeFormat(language, { dateStyle: 'full', timeZone: 'UTC' }).format(new Date(shift.day));

/** Writes times by the clock on the plant's wall. */
function clockOf(zone) {
  const format = new Intl.DateTimeFormat(language, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: zone,
  });
  return (iso) => format.format(new Date(iso));
}

/** The address of the report of that shift: the last one that had ended when it ended. */
function lead(id, shift) {
  const link = document.getElementById(id);
  link.hidden = shift === null;
  if (shift !== null) {
    const wanted = new URLSearchParams(asked);
    wanted.set('at', shift.to);
    link.href = `./?${wanted}`;
    link.title = `${nameOf(shift)} · ${dayOf(shift)}`;
  }
}

/** The page of violations or alerts, of the shift. */
const listOf = (page, report, filters) =>
  `${page}?${new URLSearchParams({ from: report.shift.from, to: report.shift.to, ...filters })}`;

const tile = (name, value, ...more) =>
  make('div', { class: 'number', 'data-number': name }, make('b', {}, value), make('span', {}, message(name)), ...more);

const small = (text) => make('span', { class: 'small' }, text);

const minutes = (count) => `${number(count)} ${message('unitMinute')}`;

function showNumbers(report) {
  const { figures, comparison, gaps } = report;
  const less = comparison?.compliance_change ?? null;
  const more = comparison?.violations_change ?? null;
  document.getElementById('numbers').replaceChildren(
    verdictTile(report.verdict),
    tile(
      'violations',
      linked(figures.violations, listOf('records.html', report, { status: 'not_false_positive' })),
      usual(
        report,
        more === null ? '–' : percentMore(more),
        (it) => number(Math.round(it.violations * 10) / 10),
        more > 0,
      ),
    ),
    tile(
      'complianceByVisit',
      percent(figures.compliance_by_visit),
      usual(report, less === null ? '–' : pointsMore(less), (it) => percent(it.compliance_by_visit), less < 0),
      small(`${message('visits')}: ${number(figures.visits)}`),
    ),
    tile('coverage', percent(figures.coverage), small(`${message('gaps')}: ${minutes(gaps.minutes)}`)),
    worstCamera(report),
  );
}

const verdictTile = ({ code, reasons }) =>
  make(
    'div',
    { class: `number verdict ${code}`, 'data-number': 'verdict' },
    make('b', {}, message(`verdict_${code}`)),
    make('span', {}, message('verdict')),
    small(reasons.length > 0 ? message('because').replace('{}', reasons.map((it) => message(it)).join(', ')) : ''),
  );

function worstCamera(report) {
  const worst = report.worst_camera;
  if (worst === null) {
    return tile('worstCamera', '–', small(message('noneInShift')));
  }
  const filters = { camera_id: worst.camera_id, status: 'not_false_positive' };
  const known = [
    [message('violations'), number(worst.violations)],
    [message('compliance'), percent(worst.compliance_by_visit)],
  ];
  return tile(
    'worstCamera',
    make('a', { href: listOf('records.html', report, filters) }, worst.camera_id),
    small(known.map((it) => it.join(': ')).join(', ')),
  );
}

/**
 * What is usual, and by how much this shift is away from it.
 * @param mean writes what is usual
 */
function usual({ comparison, running }, change, mean, worse) {
  if (!comparison) {
    return small(running ? '' : message('noComparison'));
  }
  const text = [change, mean(comparison), number(comparison.shifts)].reduce(
    (said, it) => said.replace('{}', it),
    plural('usualIs', comparison.shifts),
  );
  return make('span', { class: `small${worse ? ' worse' : ''}` }, text);
}

function showPictures(report, clock) {
  const violations = report.pictures;
  document.getElementById('no-pictures').hidden = violations.length > 0;
  const place = document.getElementById('pictures');
  // Each look at a picture is in the audit: those that are there are not asked for again.
  const key = violations.map((it) => it.id).join();
  if (place.dataset.key === key) {
    return;
  }
  place.dataset.key = key;
  place.replaceChildren(
    ...violations.map((violation) => {
      const image = picture(violation, 'thumbnail');
      image.querySelector('img')?.setAttribute('loading', 'eager'); // it may be printed before it is seen
      return make(
        'a',
        { class: 'violation', href: listOf('records.html', report, { id: violation.id }), 'data-id': violation.id },
        image,
        make(
          'span',
          { class: 'text' },
          make('b', {}, message(violation.violation_type)),
          make('span', { class: 'quiet' }, `${violation.camera_id} · ${clock(violation.timestamp)}`),
        ),
      );
    }),
  );
}

function showTypes(report) {
  const link = (type, count, filters) =>
    linked(count, listOf('records.html', report, { violation_type: type, ...filters }));
  const rows = report.types.map((it) => [
    message(it.violation_type),
    link(it.violation_type, it.violations, {}),
    ...DECISIONS.map((status) => link(it.violation_type, it[status], { status })),
  ]);
  document
    .getElementById('types')
    .replaceChildren(
      rows.length === 0
        ? make('p', { class: 'quiet' }, message('noneInShift'))
        : table(['type', 'violations', ...DECISIONS], rows),
    );
}

function showOpen(report) {
  const { open } = report;
  const row = (name, page, status, ofShift, all) => [
    message(name),
    linked(ofShift, listOf(page, report, { status })),
    linked(all, `${page}?${new URLSearchParams({ status })}`),
  ];
  document
    .getElementById('open')
    .replaceChildren(
      table(
        ['status', 'ofShift', 'inAll'],
        [
          row('openViolations', 'records.html', 'pending', open.to_review_of_shift, open.to_review),
          row('openAlerts', 'alerts.html', 'raised', open.raised_of_shift, open.raised),
          row('openAcknowledged', 'alerts.html', 'acknowledged', open.acknowledged_of_shift, open.acknowledged),
        ],
      ),
    );
}

function showGaps(report, clock) {
  const { gaps } = report;
  const spans = (all) =>
    all
      .slice(0, MOST_SPANS)
      .map((it) => `${clock(it.from)} – ${clock(it.to)}`)
      .join(', ') + (all.length > MOST_SPANS ? ', …' : '');
  const rest = gaps.cameras.length - MOST_CAMERAS;
  const none = report.figures.coverage === null ? 'nothingExpected' : 'noGaps';
  document.getElementById('gaps').replaceChildren(
    gaps.cameras.length === 0
      ? make('p', { class: 'quiet' }, message(none))
      : table(
          ['camera', 'missingFor', 'missingWhen'],
          gaps.cameras.slice(0, MOST_CAMERAS).map((it) => [it.camera_id, minutes(it.minutes), spans(it.spans)]),
        ),
    ...(rest > 0 ? [make('p', { class: 'quiet' }, counted('moreCameras', rest))] : []),
  );
}

function table(names, rows) {
  const cell = (name, attributes) => (content, i) =>
    make(name, { ...attributes, class: i > 0 ? 'figure' : null }, content);
  const head = names.map((it) => message(it)).map(cell('th', { scope: 'col' }));
  return make(
    'table',
    {},
    make('thead', {}, make('tr', {}, ...head)),
    make('tbody', {}, ...rows.map((row) => make('tr', {}, ...row.map(cell('td', {}))))),
  );
}

/** What only the sheet says. */
function showPrinted() {
  const now = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date());
  document.getElementById('printed').textContent = message('printedAt').replace('{}', now);
}
