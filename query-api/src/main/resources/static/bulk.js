// One decision about many violations: confirmed once, made of each as it is shown, and told what came of each.
import { confirmed } from './confirm.js';
import { UNDO_MILLIS } from './decisions.js';
import { nameOf } from './detail.js';
import { counted, number } from './format.js';
import { message } from './messages.js';
import { make } from './page.js';
import { say } from './done.js';

/** More of those that were not decided are not named: they stay chosen. */
const MOST_NAMED = 5;

const toStatus = (status, ask, done) => ({
  ask,
  done,
  decision: { status, notes: null },
  isSo: (it) => it.status === status,
  before: (it) => ({ status: it.status, notes: null }),
});

/** What can be decided about many. */
const choicesOf = (me) => ({
  confirmed: toStatus('confirmed', 'confirm', 'manyConfirmed'),
  false_positive: toStatus('false_positive', 'reject', 'manyRejected'),
  resolved: toStatus('resolved', 'resolve', 'manyResolved'),
  assign: {
    ask: 'assignToMe',
    done: 'manyAssigned',
    decision: { assignee: me },
    isSo: (it) => it.assignee === me,
    before: (it) => ({ assignee: it.assignee ?? '' }),
  },
  // Two people lift a hold: nobody undoes it by a click.
  hold: { ask: 'hold', done: 'manyHeld', decision: { held: true }, isSo: (it) => it.legal_hold, before: null },
});

const KEYS = { c: 'confirmed', f: 'false_positive', r: 'resolved', a: 'assign' };

export class Bulk {
  #choices;
  #decisions;
  #list;
  #isBusy = false;

  /**
   * @param list what is decided about: `chosen()`, the violations; `open(violation)`; `decided(failed)` is told when
   *   all was answered, with those about which nothing could be decided
   */
  constructor(session, decisions, list) {
    this.#choices = choicesOf(session.name);
    this.#decisions = decisions;
    this.#list = list;
    for (const button of document.querySelectorAll('[data-bulk]')) {
      button.addEventListener('click', () => this.#decide(this.#choices[button.dataset.bulk]));
    }
  }

  /** Decides about what is chosen, if that key does; returns whether it does. */
  press(key) {
    const is = key in KEYS && this.#list.chosen().length > 0;
    if (is) {
      this.#decide(this.#choices[KEYS[key]]);
    }
    return is;
  }

  async #decide(choice) {
    const chosen = this.#list.chosen();
    const open = chosen.filter((it) => !choice.isSo(it));
    if (open.length === 0) {
      say(counted('manySo', chosen.length));
      return;
    }
    if (this.#isBusy || !(await this.#isWanted(choice, chosen, open))) {
      return;
    }
    await this.#busily(open.length, async (told) => {
      const entries = await this.#decisions.decideAll(open, choice.decision, choice.before, told);
      await this.#told(entries, choice.done, choice.before !== null);
    });
  }

  /** Takes the last decision about many back, of each that nobody has decided about since. */
  undo() {
    const last = this.#isBusy ? null : this.#decisions.undo();
    return (
      last &&
      this.#busily(last.entries.length, async () => {
        await last.undone;
        await this.#told(last.entries, 'manyUndone', false);
      })
    );
  }

  #isWanted(choice, chosen, open) {
    const so = chosen.length - open.length;
    const count = (name) => {
      const counts = new Map();
      open.forEach((it) => counts.set(it[name], (counts.get(it[name]) ?? 0) + 1));
      return [...counts].map(([key, its]) => `${message(key)}: ${number(its)}`).join(', ');
    };
    const said = [count('violation_type'), count('status')];
    if (so > 0) {
      said.push(counted('manySo', so));
    }
    if (choice.before === null) {
      said.push(message('holdStays'));
    }
    return confirmed(
      ask(choice, open.length),
      message(choice.ask),
      ...said.filter((it) => it !== '').map((it) => make('p', {}, it)),
    );
  }

  async #busily(all, task) {
    let count = 0;
    const buttons = document.querySelectorAll('[data-bulk]');
    const told = () => say(`${number(++count)} / ${number(all)} ${message('decided')}`);
    this.#isBusy = true;
    buttons.forEach((button) => button.setAttribute('disabled', ''));
    try {
      await task(told);
    } finally {
      this.#isBusy = false;
      buttons.forEach((button) => button.removeAttribute('disabled'));
    }
  }

  /** What came of each: how many, and by name those that are not as they were to be. */
  async #told(entries, done, canUndo) {
    const of = (outcome) => entries.filter((it) => it.outcome === outcome);
    const [applied, pending, stale, failed] = ['applied', 'pending', 'stale', 'failed'].map(of);
    await this.#list.decided([...stale, ...failed].map((it) => it.violation));
    const parts = [
      [applied, done],
      [pending, 'manyPending'],
      [stale, 'manyStale'],
      [failed, 'manyFailed'],
    ]
      .filter(([its]) => its.length > 0)
      .map(([its, key]) => counted(key, its.length));
    const reasons = [...new Set(failed.map((it) => it.failure))];
    const undo = make(
      'button',
      { type: 'button', 'data-do': 'undo', onclick: () => this.undo() },
      message('undoDecision'),
    );
    say(
      [parts.join(', '), ...reasons].join(': '),
      ' ',
      ...[...stale, ...failed].slice(0, MOST_NAMED).flatMap((it) => [this.#link(it.violation), ' ']),
      ...(canUndo && applied.length + pending.length > 0 ? [undo] : []),
    );
    setTimeout(() => undo.remove(), UNDO_MILLIS);
  }

  #link(violation) {
    return make(
      'button',
      { type: 'button', class: 'link', 'data-id': violation.id, onclick: () => this.#list.open(violation) },
      nameOf(violation),
    );
  }
}

const ask = (choice, count) =>
  [message(choice.ask), number(count)].reduce((said, it) => said.replace('{}', it), message('manyAsked'));
