// Decisions about violations: each is of the violation that was looked at when it was made, whatever is shown by the time it is answered.

/** How long a decision can be taken back by a click. */
export const UNDO_MILLIS = 10_000;

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
   * @param failed is told of a violation, and why it could not be decided about
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
    const entry = { violation, before, until: Date.now() + UNDO_MILLIS, refused: false };
    this.#undoable.push(entry);
    return this.#inTurn(entry, { status, notes }, note);
  }

  /** Gives it to somebody; whatever was decided about it by then stays. */
  assign(violation, assignee) {
    return this.#inTurn({ violation, refused: false }, { assignee }, null);
  }

  /** What would be undone; null: nothing that was decided lately. */
  undoable() {
    this.#undoable = this.#undoable.filter((it) => it.until > Date.now());
    return this.#undoable.at(-1)?.violation ?? null;
  }

  /** Takes the last decision back; returns what it was about, or null. */
  undo() {
    if (!this.undoable()) {
      return null;
    }
    const entry = this.#undoable.pop();
    this.#inTurn(entry, entry.before, null);
    return entry.violation;
  }

  #inTurn(entry, decision, note) {
    const id = entry.violation.id;
    const before = this.#last.get(id) ?? Promise.resolve(entry.violation);
    const turn = before.then((known) => this.#sendOne(newer(known, entry.violation), entry, decision, note));
    this.#last.set(id, turn);
    turn.then(() => this.#last.get(id) === turn && this.#last.delete(id));
    return turn;
  }

  /** Returns the violation as it is then; as it was, where that went wrong. */
  async #sendOne(known, entry, decision, note) {
    if (entry.refused) {
      return known; // what is not decided need not be taken back
    }
    try {
      const answer = await this.#send(known.id, { status: known.status, ...decision, expected_version: known.version });
      if (note !== null && this.#drafts.get(known.id) === note) {
        this.#drafts.delete(known.id);
      }
      this.#changed(answer.body, answer.status === 202);
      return answer.body;
    } catch (failure) {
      entry.refused = true;
      this.#undoable = this.#undoable.filter((it) => it !== entry);
      this.#failed(entry.violation, failure);
      return known;
    }
  }
}

const newer = (one, other) => (one.version > other.version ? one : other);
