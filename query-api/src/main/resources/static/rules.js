// The rules: shown, written, and tried on the history before they are saved.
import { bars } from './chart.js';
import { field, written } from './fields.js';
import { number, time } from './format.js';
import { message } from './messages.js';
import { attempt, get, make, post, put, remove, tag } from './page.js';

const ZONES = ['', 'entrance', 'handwash', 'sanitize', 'work_area', 'restricted', 'monitoring'];
const VIOLATIONS = ['', 'no_hairnet', 'no_handwash', 'short_handwash', 'no_sanitize', 'restricted_area'];
const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const count = (name, value) => ({ name, kind: 'number', value });
const zone = (value = '') => ({ name: 'zone', kind: 'select', options: ZONES, value });
const violation = { name: 'violation_type', kind: 'select', options: VIOLATIONS, value: '' };
const TYPES = {
  violation_threshold: [count('threshold', 5), count('duration_minutes', 10), violation],
  continuous_violation: [count('min_detections', 3), count('duration_seconds', 30), violation],
  occupancy: [count('max_people', 5), zone(), count('duration_seconds', 10)],
  no_detection: [
    { name: 'of', kind: 'select', options: ['person', 'frame'], value: 'person' },
    count('duration_seconds', 300),
  ],
  camera_offline: [count('duration_seconds', 30)],
  camera_blind: [count('duration_seconds', 10)],
  dwell: [zone('work_area'), count('min_seconds', null), count('max_seconds', 600)],
  compliance_rate: [
    { name: 'item', kind: 'select', options: ['', 'hairnet'], value: 'hairnet' },
    count('percent', 90),
    count('duration_minutes', 60),
    count('min_people', 10),
  ],
};
const dialog = document.getElementById('rule');
const form = document.getElementById('rule-form');
const error = document.getElementById('rule-error');
const outcome = document.getElementById('rehearsal');
let edited = null;

form.addEventListener('submit', (event) => event.preventDefault());
document.getElementById('rule-try').addEventListener('click', () => attempt(error, orClear(rehearse)));

let who = null;

/** Shows them all, with the editor for those who may try or set them. */
export async function showRules(session = who) {
  if (!who) {
    document.getElementById('rule-save')?.addEventListener('click', () => attempt(error, orClear(save)));
    document.getElementById('rule-delete')?.addEventListener('click', () => attempt(error, orClear(forget)));
  }
  who = session;
  const rules = (await get('/api/v1/alerts/rules')).body;
  document.getElementById('rules').replaceChildren(
    ...rules.map((rule) =>
      make(
        'tr',
        { 'data-id': rule.id },
        make('td', {}, rule.name),
        make('td', {}, scope(rule)),
        make('td', {}, message(rule.rule_type)),
        make(
          'td',
          {},
          Object.entries(rule.conditions)
            .map(([name, value]) => `${message(name)}: ${message(String(value))}`)
            .join(', '),
        ),
        make('td', {}, tag(rule.priority)),
        make('td', {}, message(rule.enabled ? 'yes' : 'no')),
        make(
          'td',
          {},
          who.may('reviewer') ? make('button', { type: 'button', onclick: () => openRule(rule) }, message('edit')) : '',
        ),
      ),
    ),
  );
}

function scope(rule) {
  const cameras = [...rule.camera_ids, ...(rule.camera_id ? [rule.camera_id] : [])];
  return [...cameras, ...rule.labels.map((label) => `#${label}`)].join(', ') || message('every');
}

/** Opens the editor; null for a new rule. */
export function openRule(rule) {
  edited = rule;
  document.getElementById('rule-title').textContent = rule ? rule.name : message('newRule');
  if (who.may('admin')) {
    document.getElementById('rule-delete').hidden = !rule;
  }
  error.textContent = '';
  outcome.replaceChildren();
  draw(
    rule ?? {
      rule_type: 'violation_threshold',
      conditions: {},
      enabled: true,
      priority: 'medium',
      notification_channels: ['log'],
    },
  );
  dialog.showModal();
}

function draw(rule) {
  const conditions = TYPES[rule.rule_type].map((it) =>
    field({
      ...it,
      value:
        it.name in rule.conditions
          ? rule.conditions[it.name]
          : Object.keys(rule.conditions).length > 0
            ? null
            : it.value,
    }),
  );
  const schedule = rule.schedule;
  const type = field({
    name: 'rule_type',
    kind: 'select',
    options: Object.keys(TYPES),
    value: rule.rule_type,
    label: 'type',
  });
  type
    .querySelector('select')
    .addEventListener('change', (event) => draw({ ...body(), rule_type: event.target.value, conditions: {} }));
  const zoneName = Intl.DateTimeFormat().resolvedOptions().timeZone;
  form.replaceChildren(
    field({ name: 'name', kind: 'text', value: rule.name }),
    type,
    make('fieldset', { class: 'fields' }, make('legend', {}, message('conditions')), ...conditions),
    field({
      name: 'camera_ids',
      kind: 'list',
      value: [...(rule.camera_ids ?? []), ...(rule.camera_id ? [rule.camera_id] : [])],
      hint: 'cameras_hint',
      label: 'cameras',
    }),
    field({ name: 'labels', kind: 'list', value: rule.labels, hint: 'labels_hint' }),
    field({ name: 'priority', kind: 'select', options: ['low', 'medium', 'high', 'critical'], value: rule.priority }),
    field({ name: 'notification_channels', kind: 'list', value: rule.notification_channels, hint: 'channels_hint' }),
    field({ name: 'recipients', kind: 'list', value: rule.recipients }),
    field({ name: 'cooldown_seconds', kind: 'number', value: rule.cooldown_seconds ?? 0 }),
    field({ name: 'group_seconds', kind: 'number', value: rule.group_seconds ?? 0, hint: 'group_hint' }),
    field({
      name: 'escalate_after_seconds',
      kind: 'number',
      value: rule.escalate_after_seconds ?? 0,
      hint: 'escalate_hint',
    }),
    field({ name: 'escalation_channels', kind: 'list', value: rule.escalation_channels }),
    field({ name: 'escalation_recipients', kind: 'list', value: rule.escalation_recipients }),
    make(
      'fieldset',
      { class: 'fields' },
      make('legend', {}, message('schedule')),
      make(
        'div',
        { class: 'field days' },
        ...DAYS.map((day) =>
          make(
            'label',
            {},
            make('input', {
              type: 'checkbox',
              name: 'days',
              value: day,
              checked: schedule?.days.includes(day) ? '' : null,
            }),
            message(day),
          ),
        ),
      ),
      field({ name: 'from', kind: 'time', value: schedule?.from ?? '06:00' }),
      field({ name: 'to', kind: 'time', value: schedule?.to ?? '22:00' }),
      field({ name: 'time_zone', kind: 'text', value: schedule?.time_zone ?? zoneName }),
    ),
    field({ name: 'enabled', kind: 'check', value: rule.enabled }),
  );
}

/** What is written in the form, as REST takes it. */
function body() {
  const type = written(form, 'rule_type');
  const shown = form.querySelector('fieldset');
  const conditions = {};
  for (const input of shown.querySelectorAll('input, select')) {
    const value = written(form, input.name);
    if (value !== null) {
      conditions[input.name] = value;
    }
  }
  const days = [...form.querySelectorAll('[name=days]:checked')].map((box) => box.value);
  const rule = { rule_type: type, conditions, schedule: null };
  for (const name of [
    'name',
    'camera_ids',
    'labels',
    'priority',
    'notification_channels',
    'recipients',
    'cooldown_seconds',
    'group_seconds',
    'escalate_after_seconds',
    'escalation_channels',
    'escalation_recipients',
    'enabled',
  ]) {
    rule[name] = written(form, name);
  }
  if (days.length > 0) {
    rule.schedule = {
      days,
      from: written(form, 'from'),
      to: written(form, 'to'),
      time_zone: written(form, 'time_zone'),
    };
  }
  return rule;
}

async function rehearse() {
  outcome.replaceChildren(make('p', { class: 'quiet' }, message('trying')));
  const now = new Date();
  const from = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 6);
  const tried = { ...body(), name: written(form, 'name') ?? '?' };
  const query = new URLSearchParams({
    from: from.toISOString(),
    to: now.toISOString(),
    ...(edited ? { rule_id: edited.id } : {}),
  });
  const result = (await post(`/api/v1/alerts/rules/dry-run?${query}`, tried)).body;
  const byDay = Array.from({ length: 7 }, (_, day) => {
    const start = new Date(from.getFullYear(), from.getMonth(), from.getDate() + day);
    const end = new Date(from.getFullYear(), from.getMonth(), from.getDate() + day + 1);
    const within = result.alerts.filter(
      (alert) => new Date(alert.raised_at) >= start && new Date(alert.raised_at) < end,
    );
    return {
      label: start.toLocaleDateString(document.documentElement.lang, { weekday: 'short', day: 'numeric' }),
      value: within.length,
    };
  });
  outcome.replaceChildren(
    make(
      'p',
      {},
      make('b', { id: 'would-have' }, number(result.raised)),
      ` ${message('wouldHave')} · ${number(result.events)} ${message('eventsRead')}`,
    ),
    ...(result.complete ? [] : [make('p', { class: 'error' }, message('incomplete'))]),
    make('div', { class: 'chart' }, bars(byDay, message('wouldHave'))),
    make(
      'ul',
      {},
      ...result.alerts
        .slice(-5)
        .reverse()
        .map((alert) =>
          make('li', {}, `${time(alert.raised_at)} · ${alert.message} `, ...(alert.silenced ? [tag('silenced')] : [])),
        ),
    ),
  );
}

async function save() {
  await (edited ? put(`/api/v1/alerts/rules/${edited.id}`, body()) : post('/api/v1/alerts/rules', body()));
  dialog.close();
  await showRules();
}

async function forget() {
  await remove(`/api/v1/alerts/rules/${edited.id}`);
  dialog.close();
  await showRules();
}

/** The task; where it fails, what was tried before is no longer shown. */
function orClear(task) {
  return () =>
    task().catch((failure) => {
      outcome.replaceChildren();
      throw failure;
    });
}
