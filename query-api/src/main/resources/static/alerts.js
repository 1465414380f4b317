import { begin, every, get, make, tag } from './page.js';
import { time, word } from './words.js';

const rows = document.getElementById('alerts');
const more = document.getElementById('more');
let cursor = null;

begin('alerts');
more.addEventListener('click', () => load(true));
every(4000, async () => {
  if (rows.children.length <= 24) {
    await load(false);
  }
});
await showRules();

async function load(further) {
  const query = new URLSearchParams({ page_size: 24 });
  if (further && cursor) {
    query.set('cursor', cursor);
  }
  const page = (await get(`/api/v1/alerts?${query}`)).body;
  cursor = page.next_cursor;
  const cells = page.items.map((alert) => make('tr', { 'data-id': alert.id },
    make('td', {}, time(alert.timestamp)),
    make('td', {}, alert.camera_id),
    make('td', {}, tag(alert.priority)),
    make('td', {}, make('b', {}, alert.details.rule_name), make('br'), alert.message),
    make('td', {}, tag(alert.status)),
    make('td', {}, alert.notification_channels_used.join(', ') || '–')));
  if (further) {
    rows.append(...cells);
  } else {
    rows.replaceChildren(...cells);
  }
  more.hidden = !cursor;
  document.getElementById('empty').hidden = rows.children.length > 0;
}

async function showRules() {
  const rules = (await get('/api/v1/alerts/rules')).body;
  document.getElementById('rules').replaceChildren(...rules.map((rule) => make('tr', {},
    make('td', {}, rule.name),
    make('td', {}, rule.camera_id ?? word('every')),
    make('td', {}, word(rule.rule_type)),
    make('td', {}, make('code', {}, Object.entries(rule.conditions).map(([name, value]) => `${name}: ${value}`).join(', '))),
    make('td', {}, tag(rule.priority)),
    make('td', {}, word(rule.enabled ? 'yes' : 'no')))));
}
