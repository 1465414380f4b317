// The rules: shown, written, and tried on the history before they are saved.
import { bars } from './chart.js';
import { confirmed } from './confirm.js';
import { redraw, written } from './fields.js';
import { counted, number, time } from './format.js';
import { message, plural } from './messages.js';
import { asShown, attempt, get, make, post, put, remove, tag } from './page.js';
import { drawRule, ruleIn } from './ruleform.js';
import { alertMessage } from './said.js';

const dialog = document.getElementById('rule');
const form = document.getElementById('rule-form');
const error = document.getElementById('rule-error');
const outcome = document.getElementById('rehearsal');
let edited = null;
let labels = null;

form.addEventListener('submit', (event) => event.preventDefault());
document.getElementById('rule-try').addEventListener('click', () => attempt(error, orClear(rehearse)));

let who = null;

/** Shows them all, with the editor for those who may try or set them. */
export async function showRules(session = who) {
  if (!who) {
    document.getElementById('rule-save')?.addEventListener('click', () => attempt(error, orClear(save), load));
    document.getElementById('rule-delete')?.addEventListener('click', () => attempt(error, orClear(forget), load));
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

const where = ({ camera_id: camera, members }) => (members.length > 1 ? counted('ofCameras', members.length) : camera);

function scope(rule) {
  const cameras = [...rule.camera_ids, ...(rule.camera_id ? [rule.camera_id] : [])];
  return [...cameras, ...rule.labels.map((label) => `#${label}`)].join(', ') || message('every');
}

/** Opens the editor; null for a new rule. */
export async function openRule(rule) {
  labels = await get('/api/v1/cameras').then(
    (response) => response.body.flatMap((camera) => camera.labels),
    () => null,
  );
  error.textContent = '';
  outcome.replaceChildren();
  draw(rule);
  dialog.showModal();
}

function draw(rule) {
  edited = rule;
  document.getElementById('rule-title').textContent = rule ? rule.name : message('newRule');
  if (who.may('admin')) {
    document.getElementById('rule-delete').hidden = !rule;
  }
  drawRule(
    form,
    rule ?? {
      rule_type: 'violation_threshold',
      conditions: {},
      enabled: true,
      priority: 'medium',
      notification_channels: ['log'],
    },
    labels,
  );
}

const address = () => `/api/v1/alerts/rules/${edited.id}`;

/** Shows what somebody else has made of it meanwhile, with what was typed. */
async function load() {
  const { body: rule } = await get(address());
  redraw(form, () => draw(rule));
}

async function rehearse() {
  outcome.replaceChildren(make('p', { class: 'quiet' }, message('trying')));
  const now = new Date();
  const from = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 6);
  const tried = { ...ruleIn(form), name: written(form, 'name') ?? '?' };
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
      ` ${plural('alertsRaised', result.raised)} · ${counted('eventsRead', result.events)}`,
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
          make(
            'li',
            {},
            `${time(alert.raised_at)} · ${where(alert)}: ${alertMessage(alert)} `,
            ...(alert.silenced ? [tag('silenced')] : []),
          ),
        ),
    ),
  );
}

async function save() {
  await (edited ? put(address(), ruleIn(form), asShown(edited)) : post('/api/v1/alerts/rules', ruleIn(form)));
  dialog.close();
  await showRules();
}

async function forget() {
  if (!(await confirmed(`${message('deleteRule')} ${edited.name}`, message('remove')))) {
    return;
  }
  await remove(address(), asShown(edited));
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
