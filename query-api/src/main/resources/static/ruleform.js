// The form of a rule: drawn, and read as REST takes it.
import { begun, field, written } from './fields.js';
import { DAYS } from './format.js';
import { message } from './messages.js';
import { make, tell } from './page.js';

const ZONES = ['', 'entrance', 'handwash', 'sanitize', 'work_area', 'restricted', 'monitoring'];
const VIOLATIONS = ['', 'no_hairnet', 'no_handwash', 'short_handwash', 'no_sanitize', 'restricted_area'];
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
const plain = [
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
];

/** What was written of each type while the form is there, the one shown not among them. */
let others = {};

/**
 * Draws a rule.
 * @param labels those that cameras have, of others it is warned; null: not known
 */
export function drawRule(form, rule, labels) {
  others = {};
  const type = field({
    name: 'rule_type',
    kind: 'select',
    options: Object.keys(TYPES),
    value: rule.rule_type,
    label: 'type',
  });
  const conditions = make('fieldset', { class: 'fields', id: 'conditions' });
  let shown = rule.rule_type;
  drawConditions(conditions, shown, Object.keys(rule.conditions).length > 0 ? rule.conditions : null);
  type.querySelector('select').addEventListener('change', (event) => {
    if (event.target.value !== shown) {
      others[shown] = conditionsOf(form);
      shown = event.target.value;
      drawConditions(conditions, shown, others[shown] ?? null);
    }
  });
  form.replaceChildren(
    field({ name: 'name', kind: 'text', value: rule.name }),
    type,
    conditions,
    field({
      name: 'camera_ids',
      kind: 'list',
      value: [...(rule.camera_ids ?? []), ...(rule.camera_id ? [rule.camera_id] : [])],
      hint: 'cameras_hint',
      label: 'cameras',
    }),
    labelled(form, rule, labels),
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
    scheduled(rule.schedule ?? null),
    field({ name: 'enabled', kind: 'check', value: rule.enabled }),
  );
  begun(form);
}

/** Of one that nobody has written yet, what is usual. */
function drawConditions(fieldset, type, conditions) {
  fieldset.replaceChildren(
    make('legend', {}, message('conditions')),
    ...TYPES[type].map((it) => field({ ...it, value: conditions ? (conditions[it.name] ?? null) : it.value })),
  );
}

/** A label that no camera has may be meant for one to come. */
function labelled(form, rule, labels) {
  const labelField = field({ name: 'labels', kind: 'list', value: rule.labels, hint: 'labels_hint' });
  const warning = make('small', { class: 'warning', id: 'labels-warning', role: 'status' });
  labelField.append(warning);
  const warn = (texts) => {
    const unknown = texts.filter((label) => labels && !labels.includes(label));
    tell(warning, unknown.length > 0 ? `${message('labelOfNoCamera')} ${unknown.join(', ')}` : null);
  };
  labelField.querySelector('input').addEventListener('change', () => warn(written(form, 'labels')));
  warn(rule.labels ?? []);
  return labelField;
}

/** Always, or at some times: on those days, or on every one where none is chosen. */
function scheduled(schedule) {
  const when = field({
    name: 'active',
    kind: 'select',
    options: ['always', 'at_times'],
    value: schedule ? 'at_times' : 'always',
    label: 'schedule',
  });
  const times = make(
    'div',
    { class: 'fields', id: 'times' },
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
    make('small', { class: 'quiet' }, message('schedule_hint')),
    field({ name: 'from', kind: 'time', value: schedule?.from ?? '06:00' }),
    field({ name: 'to', kind: 'time', value: schedule?.to ?? '22:00' }),
    field({
      name: 'time_zone',
      kind: 'text',
      value: schedule?.time_zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    }),
  );
  times.hidden = !schedule;
  when.querySelector('select').addEventListener('change', (event) => {
    times.hidden = event.target.value === 'always';
  });
  return make('fieldset', { class: 'fields' }, make('legend', {}, message('schedule')), when, times);
}

function conditionsOf(form) {
  const conditions = {};
  for (const input of form.querySelectorAll('#conditions input, #conditions select')) {
    const value = written(form, input.name);
    if (value !== null) {
      conditions[input.name] = value;
    }
  }
  return conditions;
}

/** What is written in the form, as REST takes it. */
export function ruleIn(form) {
  return {
    rule_type: written(form, 'rule_type'),
    conditions: conditionsOf(form),
    schedule:
      written(form, 'active') === 'always'
        ? null
        : {
            days: [...form.querySelectorAll('[name=days]:checked')].map((box) => box.value),
            from: written(form, 'from'),
            to: written(form, 'to'),
            time_zone: written(form, 'time_zone'),
          },
    ...Object.fromEntries(plain.map((name) => [name, written(form, name)])),
  };
}
