import { bars } from './chart.js';
import { duration, number, sinceAndWhy, time } from './format.js';
import { countedIn, linked } from './links.js';
import { playsPieces } from './livevideo.js';
import { message, plural } from './messages.js';
import { begin, every, get, hourKey, make, tag } from './page.js';
import { eventMessage } from './said.js';
import { Tile } from './tile.js';

const HOUR = 3_600_000;
const wall = document.getElementById('wall');
const tiles = new Map();

/** Milliseconds after which a service that does not answer is not to be reached. */
const SOON = 4000;

/** More pictures at once than that help nobody; the rest are named below. */
const MOST = 16;

const session = await begin('live');
const unblur = document.getElementById('unblur');

/**
 * What is to be seen of every camera. Heads as they are only for those who may and ask for it, until the page is left;
 * that is in the audit.
 */
const view = {
  video: localStorage.getItem('video') !== 'off',
  unblurred: false,
  blurs: session.evidence_blurred,
};

if (unblur) {
  unblur.hidden = !session.evidence_blurred;
  unblur.addEventListener('click', () => {
    view.unblurred = true;
    unblur.hidden = true;
    tiles.forEach((tile) => tile.restart());
  });
}
const video = document.getElementById('video');
video.checked = view.video;
video.closest('label').hidden = !playsPieces();
video.addEventListener('change', () => {
  view.video = video.checked;
  localStorage.setItem('video', view.video ? 'on' : 'off');
  tiles.forEach((tile) => tile.choose());
});
const columns = document.getElementById('columns');
columns.value = localStorage.getItem('columns') ?? '';
columns.addEventListener('change', arrange);
arrange();
every(5000, showNumbers);
every(3000, showCameras);
every(5000, showEvents);
setInterval(() => tiles.forEach((tile) => tile.tick()), 1000);

function arrange() {
  localStorage.setItem('columns', columns.value);
  wall.dataset.columns = columns.value;
}

async function showNumbers() {
  const [summary, hours, cameras] = await Promise.all([
    get('/api/v1/statistics/summary?period=1d'),
    get(`/api/v1/statistics/breakdown?${lastHoursQuery()}`),
    get('/api/v1/cameras'),
  ]);
  const model = summary.body.avg_processing_time;
  show(
    'numbers',
    figures('framesToday', summary.body.total_frames),
    figures('violationsToday', summary.body.total_violations, countedIn(aDayAgo(), hourEnd())),
    figures('visitsToday', summary.body.visits),
    figure(model === null ? '–' : `${(model * 1000).toFixed(0)} ms`, message('inference')),
    figures('camerasOnline', cameras.body.filter((camera) => camera.state === 'online').length),
  );
  show('chart', lastHours(hours.body));
}

/** Shows these, unless the same are there: whoever is at a link stays at it. */
function show(id, ...children) {
  const place = document.getElementById(id);
  const next = place.cloneNode();
  next.append(...children);
  if (!place.isEqualNode(next)) {
    place.replaceChildren(...next.childNodes);
  }
}

const figure = (value, text) => make('div', { class: 'number' }, make('b', {}, value), make('span', {}, text));

/** A count with its name; where it is of violations, it leads to them. */
const figures = (key, count, address) => figure(address ? linked(count, address) : number(count), plural(key, count));

/** The beginning of this hour, where the page is looked at. */
function thisHour() {
  return new Date().setMinutes(0, 0, 0);
}

function aDayAgo() {
  return new Date(Date.now() - 24 * HOUR);
}

function hourEnd() {
  return new Date(thisHour() + HOUR);
}

function lastHoursQuery() {
  return new URLSearchParams({
    by: 'hour',
    from: aDayAgo().toISOString(),
    to: hourEnd().toISOString(),
    time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  });
}

/** Violations of all cameras in the last 24 hours: of the first and the last hour what lies in them. */
function lastHours(hours) {
  const counts = new Map(hours.map((it) => [it.key, it.total_violations]));
  const now = thisHour();
  return bars(
    Array.from({ length: 25 }, (_, i) => {
      const start = new Date(now - (24 - i) * HOUR);
      const key = hourKey(start);
      const from = new Date(Math.max(start, aDayAgo()));
      return {
        label: i % 3 === 0 ? key.slice(11) : null,
        name: key.replace('T', ' '),
        href: countedIn(from, new Date(start.getTime() + HOUR)),
        value: counts.get(key) ?? 0,
      };
    }),
    message('perHour'),
  );
}

/** What happened last, of every kind. */
async function showEvents() {
  const events = (await get('/api/v1/events?page_size=10')).body.items;
  show(
    'events',
    ...events.map((it) =>
      make(
        'tr',
        { 'data-kind': it.kind },
        make('td', {}, time(it.timestamp)),
        make('td', {}, it.camera_id),
        make('td', {}, eventName(it)),
        make('td', { class: 'quiet' }, eventMessage(it) ?? duration(Math.round(it.duration_millis / 1000))),
      ),
    ),
  );
  document.getElementById('events-empty').hidden = events.length > 0;
}

/** What it is, and where all of it is: a hand wash has no more to show. */
function eventName(event) {
  if (event.kind === 'hygiene') {
    return message(`did_${event.event_type}`);
  }
  const page = event.kind === 'alert' ? 'alerts.html' : 'records.html';
  return make('a', { href: `${page}?${new URLSearchParams({ id: event.id })}` }, message(event.event_type));
}

async function showCameras() {
  const cameras = (await get('/api/v1/cameras', SOON)).body;
  document.getElementById('empty').hidden = cameras.length > 0;
  // A camera that plays has a place on the wall and keeps it; the others are named below.
  const quiet = [];
  for (const camera of cameras) {
    if (camera.state === 'online' && !tiles.has(camera.camera_id) && tiles.size < MOST) {
      tiles.set(camera.camera_id, new Tile(wall, camera.camera_id, view));
    }
    if (tiles.has(camera.camera_id)) {
      tiles.get(camera.camera_id).state(camera);
    } else {
      quiet.push(
        make(
          'span',
          { 'data-quiet': camera.camera_id },
          camera.camera_id,
          ' ',
          tag(camera.state),
          ' ',
          make('small', { class: 'quiet' }, sinceAndWhy(camera)),
        ),
      );
    }
  }
  document.getElementById('others').replaceChildren(...quiet);
}
