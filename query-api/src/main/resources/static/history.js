// What was edited, step by step, to be undone and redone.
const MOST = 500;

/** States are values: an edit changes a copy. */
export class History {
  #past = [];
  #future = [];
  #step = null;

  constructor(state) {
    this.now = state;
  }

  get undoable() {
    return this.#past.length > 0;
  }

  get redoable() {
    return this.#future.length > 0;
  }

  /**
   * Edits a copy of the state.
   * @param step what the edit is part of: edits of one step that follow each other are undone as one
   */
  change(edit, step = null) {
    const before = this.now;
    this.adjust(edit);
    if (JSON.stringify(before) === JSON.stringify(this.now)) {
      return;
    }
    if (step === null || step !== this.#step) {
      this.#past.push(before);
      this.#past.splice(0, this.#past.length - MOST);
    }
    this.#step = step;
    this.#future = [];
  }

  /** Changes what is no edit: it is neither undone nor in the way of redoing. */
  adjust(edit) {
    const draft = structuredClone(this.now);
    edit(draft);
    this.now = draft;
  }

  undo() {
    this.#go(this.#past, this.#future);
  }

  redo() {
    this.#go(this.#future, this.#past);
  }

  #go(from, to) {
    if (from.length > 0) {
      to.push(this.now);
      this.now = from.pop();
      this.#step = null;
    }
  }
}
