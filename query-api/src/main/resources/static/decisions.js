// Decisions about violations: each is of the violation that was looked at when it was made, whatever is shown by the time it is answered.

/** How long a decision can be taken back by a click. */
export const UNDO_MILLIS = 10_000;

/** At once of many: a browser opens six connections to one service, and the page listens on one. */
const AT_ONCE = 4;

/** What a service says where somebody else has decided meanwhile. */
const CONFLICT = 409;

/**
 * Sends decisions, those about one violation in the order in which they were made, and keeps what was written but not sent.
 * Knows nothing of what is shown.
 */
export class Decisions {
  #send;
  #changed;
  #failed;
  #drafts = new Map();
  #last = new Map();
  #undoable = [];

  /**
   * @param send takes an id and a decision as REST has it; promises status and body of the answer
   * @param changed is told of a violation as it is after a decision, and whether that is on its way yet
   * @param failed is told of a violation, and why it could not be decided about; not of one of many
   */
  constructor(send, changed, failed) {
    this.#send = send;
    this.#changed = changed;
    this.#failed = failed;
  }

  /** The note about it: as it was written here, or as it is known. */
  note(violation) {
    return this.#drafts.get(violation.id) ?? violation.notes ?? '';
  }

  /** Keeps what is written until it goes along with a decision. */
  write(violation, text) {
    if (text === (violation.notes ?? '')) {
      this.#drafts.delete(violation.id);
    } else {
      this.#drafts.set(violation.id, text);
    }
  }

  /** Whether something is written that went along with no decision. */
  hasDraft(violation) {
    return this.#drafts.has(violation.id);
  }

  /** Decides; it can be undone for a while. */
  decide(violation, status) {
    const note = this.note(violation);
    const known = violation.notes ?? '';
    const notes = note === known ? null : note; // null: they stay
    const before = { status: violation.status, notes: notes === null ? null : known };
    const entry = { violation, before, isRefused: false };
    this.#undoable.push({ entries: [entry], ofMany: false, until: Date.now() + UNDO_MILLIS });
    return this.#inTurn(entry, { status, notes }, note);
  }

  /**
   * Decides the same about many, of each against the version that is given, a few at a time.
   * @param before makes of a violation the decision that takes this one back; null: nothing does
   * @param told is called for each that is answered
   * @return promises of each {violation, outcome, failure}: applied, pending, stale or failed
   */
  async decideAll(violations, decision, before, told) {
    const entries = violations.map((violation) => ({
      violation,
      before: before?.(violation),
      isRefused: false,
      isOfMany: true,
    }));
    await few(entries, (entry) => this.#inTurn(entry, decision, null).then(told));
    const decided = entries.filter((it) => !it.isRefused);
    if (before && decided.length > 0) {
      this.#undoable.push({ entries: decided, ofMany: true, until: Date.now() + UNDO_MILLIS });
    }
    return entries;
  }

  /** Gives it to somebody; whatever was decided about it by then stays. */
  assign(violation, assignee) {
    return this.#inTurn({ violation, isRefused: false }, { assignee }, null);
  }

  /** What would be undone: {entries, ofMany}; null: nothing that was decided lately. */
  undoable() {
    this.#undoable = this.#undoable.filter(
      (it) => it.until > Date.now() && it.entries.some((entry) => !entry.isRefused),
    );
    return this.#undoable.at(-1) ?? null;
  }

  /** Takes the last decision back; returns what it was about, and promises in `undone` when that is answered. */
  undo() {
    const last = this.undoable();
    if (!last) {
      return null;
    }
    this.#undoable.pop();
    return { ...last, undone: few(last.entries, (entry) => this.#inTurn(entry, entry.before, null)) };
  }

  #inTurn(entry, decision, note) {
    const { id } = entry.violation;
    const before = this.#last.get(id) ?? Promise.resolve(entry.violation);
    const turn = before.then((known) =>
      this.#sendOne(newer(known, entry.decided ?? entry.violation), entry, decision, note),
    );
    this.#last.set(id, turn);
    turn.then(() => this.#last.get(id) === turn && this.#last.delete(id));
    return turn;
  }

  /** Returns the violation as it is then; as it was, where that went wrong. */
  async #sendOne(known, entry, decision, note) {
    if (entry.isRefused) {
      return known; // what is not decided need not be taken back
    }
    const conditions = { status: known.status, expected_version: known.version };
    try {
      const answer = await this.#send(known.id, 'held' in decision ? decision : { ...conditions, ...decision });
      if (note !== null && this.#drafts.get(known.id) === note) {
        this.#drafts.delete(known.id);
      }
      entry.decided = answer.body;
      entry.outcome = answer.status === 202 ? 'pending' : 'applied';
      this.#changed(answer.body, answer.status === 202);
      return answer.body;
    } catch (failure) {
      entry.isRefused = true;
      entry.outcome = failure.status === CONFLICT ? 'stale' : 'failed';
      entry.failure = failure.message;
      if (!entry.isOfMany) {
        this.#failed(entry.violation, failure);
      }
      return known;
    }
  }
}

const newer = (one, other) => (one.version > other.version ? one : other);

/** Does it to each, to a few at once. */
async function few(items, task) {
  const waiting = [...items];
  const work = async () => {
    while (waiting.length > 0) {
      await task(waiting.shift());
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}
