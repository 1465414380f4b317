// Zones: polygons on the camera's picture, in fractions of it, and what they mean.
import { History } from './history.js';
import { message } from './messages.js';
import { attempt, get, make } from './page.js';
import { faultOf } from './zoneshape.js';
import { Sheet } from './zonesheet.js';

const TYPES = ['entrance', 'handwash', 'sanitize', 'work_area', 'restricted', 'monitoring', 'privacy'];
const MASK = 'privacy';
const dialog = document.getElementById('zones');
const leaving = document.getElementById('zones-leave');
const list = document.getElementById('zone-list');
const error = document.getElementById('zones-error');
const undo = document.getElementById('zones-undo');
const redo = document.getElementById('zones-redo');
const sheet = new Sheet(document.getElementById('sheet'), { now: () => edits.now, change, choose, close });
let edits = new History({ zones: [], chosen: 0, open: false });
let opened = '';
let camera = null;
let keep = async () => {};
let left = true;

document.getElementById('zone-new').addEventListener('click', add);
document.getElementById('zones-save').addEventListener('click', () => attempt(error, save, load));
document.getElementById('zones-keep').addEventListener('click', () => leaving.close());
document.getElementById('zones-discard').addEventListener('click', leave);
undo.addEventListener('click', () => go('undo'));
redo.addEventListener('click', () => go('redo'));
dialog.addEventListener('keydown', press);
dialog.addEventListener('cancel', refuse);
leaving.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') {
    event.preventDefault(); // it would close what is below, too
    leaving.close();
  }
});
dialog.querySelector('form').addEventListener('submit', refuse);
dialog.addEventListener('close', () => {
  if (!left) {
    dialog.showModal(); // a browser lets a page refuse to close once
    ask();
  }
});

/**
 * Opens the editor.
 * @param saved is called with the camera as it was when its zones were read, and with what is drawn, as REST takes it
 */
export function editZones(shown, saved) {
  camera = shown;
  const zones = drawn(camera.zones);
  edits = new History({ zones, chosen: 0, open: false });
  opened = JSON.stringify(zones);
  keep = saved;
  left = false;
  error.textContent = '';
  document.getElementById('zones-title').textContent = `${message('zoneEditor')} · ${camera.name}`;
  sheet.begin(`${address()}/preview?${Date.now()}`, `${message('live')}: ${camera.camera_id}`);
  list.replaceChildren();
  dialog.showModal();
  show();
}

function change(edit, step = null) {
  edits.change(edit, step);
  show();
}

/** Makes a zone the one that is drawn at, which is no edit. */
function choose(zone) {
  if (edits.now.chosen !== zone) {
    edits.adjust((draft) => {
      draft.chosen = zone;
      draft.open = draft.zones[zone].corners.length < 3 && !draft.zones[zone].line;
    });
    show();
  }
}

function close() {
  edits.adjust((draft) => {
    draft.open = false;
  });
  show();
}

function go(way) {
  edits[way]();
  show();
}

function show() {
  const { zones, chosen } = edits.now;
  sheet.show();
  undo.disabled = !edits.undoable;
  redo.disabled = !edits.redoable;
  if (list.children.length !== zones.length) {
    list.replaceChildren(...zones.map((_, i) => row(i)));
  }
  zones.forEach((zone, i) => fill(list.children[i], zone, i === chosen));
}

const address = () => `/api/v1/cameras/${encodeURIComponent(camera.camera_id)}`;

function add() {
  const names = edits.now.zones.map((zone) => zone.zone_id);
  let n = names.length + 1;
  while (names.includes(`zone-${n}`)) {
    n++;
  }
  change((draft) => {
    draft.zones.push({ zone_id: `zone-${n}`, type: 'work_area', corners: [], minimum_dwell_millis: 3000, line: false });
    draft.chosen = names.length;
    draft.open = true;
  });
  document.getElementById('sheet').scrollIntoView({ block: 'nearest' });
}

function remove(i) {
  change((draft) => {
    draft.zones.splice(i, 1);
    draft.chosen = Math.min(draft.chosen, Math.max(0, draft.zones.length - 1));
    draft.open = false;
  });
}

/** What is set of one zone; its number stays while it is shown. */
function row(i) {
  const labelled = (name, input) => make('label', { class: 'field' }, make('span', {}, message(name)), input);
  const button = (name, task, text) => make('button', { type: 'button', 'data-do': name, onclick: task }, text);
  const set = (name, read) => (event) => {
    const value = read(event.target.value);
    change((draft) => {
      draft.zones[i][name] = value;
    }, `${name} ${i}`);
  };
  return make(
    'fieldset',
    { class: 'fields', onfocusin: () => choose(i) },
    make('legend', {}),
    labelled(
      'zoneName',
      make('input', { name: 'zone_id', maxlength: 64, autocomplete: 'off', oninput: set('zone_id', String) }),
    ),
    labelled(
      'zoneType',
      make(
        'select',
        { name: 'type', onchange: set('type', String) },
        ...TYPES.map((type) => make('option', { value: type }, message(type))),
      ),
    ),
    labelled(
      'dwellSeconds',
      make('input', {
        name: 'dwell',
        type: 'number',
        min: 0,
        step: 'any',
        oninput: set('minimum_dwell_millis', (value) => Math.round(Number(value) * 1000)),
      }),
    ),
    make('small', { class: 'quiet', 'data-hint': MASK }, message('privacyHint')),
    make(
      'div',
      { class: 'actions' },
      button('add-corner', () => sheet.add(i, sheet.cornerOf(i)), message('addCorner')),
      button('remove-corner', () => sheet.remove(i, sheet.cornerOf(i)), message('removeCorner')),
      button('remove', () => remove(i), message('remove')),
    ),
  );
}

function fill(fieldset, zone, chosen) {
  const input = (name) => fieldset.querySelector(`[name=${name}]`);
  fieldset.classList.toggle('chosen', chosen);
  fieldset.querySelector('legend').textContent = zone.zone_id;
  fieldset.querySelector('[data-do=remove-corner]').disabled = zone.corners.length === 0;
  write(input('zone_id'), zone.zone_id);
  write(input('type'), zone.type);
  const dwell = input('dwell');
  if (Number(dwell.value) * 1000 !== zone.minimum_dwell_millis || dwell.value === '') {
    write(
      dwell,
      document.activeElement === dwell && dwell.value === '' ? '' : String(zone.minimum_dwell_millis / 1000),
    );
  }
  dwell.closest('label').hidden = zone.type === MASK;
  fieldset.querySelector('[data-hint]').hidden = zone.type !== MASK;
}

/** Sets it only where it differs: the cursor would move. */
function write(input, value) {
  if (input.value !== value) {
    const target = input;
    target.value = value;
  }
}

function press(event) {
  const key = event.key.toLowerCase();
  if (event.key === 'Escape') {
    event.preventDefault(); // a browser lets a page refuse to close once
    if (isChanged()) {
      ask();
    } else {
      leave();
    }
  } else if ((event.ctrlKey || event.metaKey) && (key === 'z' || key === 'y')) {
    event.preventDefault();
    go(key === 'y' || event.shiftKey ? 'redo' : 'undo');
  }
}

const isChanged = () => JSON.stringify(edits.now.zones) !== opened;

/** Does not let it close while there are changes that nobody has decided about. */
function refuse(event) {
  if (isChanged()) {
    event.preventDefault();
    ask();
  } else {
    left = true;
  }
}

function ask() {
  if (!leaving.open) {
    leaving.showModal();
  }
}

function leave() {
  left = true;
  if (leaving.open) {
    leaving.close();
  }
  dialog.close();
}

async function save() {
  const { zones } = edits.now;
  const fault = faultOf(zones);
  if (fault) {
    complain(fault, zones);
    return;
  }
  await keep(camera, { zones: zones.map(asSent) });
  leave();
}

function complain({ zone, complaint }, zones) {
  const name = zones[zone].zone_id.trim() || `${message('zone')} ${zone + 1}`;
  choose(zone);
  error.textContent = `${name}: ${message(complaint)}`;
  if (complaint === 'zoneUnnamed' || complaint === 'zoneTwice') {
    list.children[zone].querySelector('[name=zone_id]').focus();
  } else if (zones[zone].corners.length > 0) {
    sheet.focus(zone, 0);
  } else {
    list.children[zone].querySelector('[data-do=add-corner]').focus();
  }
}

/** As they are drawn here; a line is one whose corners were two when it came. */
const drawn = (zones) => zones.map((zone) => ({ ...structuredClone(zone), line: zone.corners.length === 2 }));

const asSent = ({ zone_id: name, type, corners, minimum_dwell_millis: dwell }) => ({
  zone_id: name.trim(),
  type,
  corners,
  minimum_dwell_millis: dwell,
});

/** Shows what somebody else has drawn meanwhile, with what was drawn here. */
async function load() {
  const before = camera.zones.map(asSent);
  camera = (await get(address())).body;
  const zones = drawn(merged(before, edits.now.zones.map(asSent), camera.zones.map(asSent)));
  opened = JSON.stringify(drawn(camera.zones));
  change((draft) => Object.assign(draft, { zones, chosen: 0, open: false }));
}

const named = (all, id) => all.find((zone) => zone.zone_id === id);
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** The zones as they are now; those that were changed here since they were read, as they are here. */
function merged(before, here, now) {
  const touched = (zone) => !same(named(before, zone.zone_id), zone);
  const removed = (zone) => same(named(before, zone.zone_id), zone) && !named(here, zone.zone_id);
  const mine = here.filter(touched);
  return [...now.filter((zone) => !removed(zone) && !named(mine, zone.zone_id)), ...mine];
}
