// Rows of a list that are chosen, by mouse or by keyboard; kept by their ids, as rows are drawn anew.
export class Selection {
  #list;
  #all;
  #changed;
  #ids = new Set();
  #last = null;

  /**
   * @param list of rows with an id and a box in a .chooser; a viewer's have none
   * @param all the box that chooses every row; null for a viewer
   * @param changed is told how many are chosen
   */
  constructor(list, all, changed) {
    this.#list = list;
    this.#all = all;
    this.#changed = changed;
    list.addEventListener('click', (event) => {
      const box = event.target.closest('.chooser input');
      if (box) {
        this.#choose(box.value, box.checked, event.shiftKey);
      }
    });
    all?.addEventListener('change', () => {
      this.#listed().forEach((id) => this.#put(id, all.checked));
      this.show();
    });
  }

  /** Those that are chosen, in the order of the list. */
  ids() {
    return this.#listed().filter((id) => this.#ids.has(id));
  }

  /** Chooses it, or no longer; and so with all from the one before, if these are wanted too. */
  toggle(id, further) {
    this.#choose(id, !this.#ids.has(id), further);
  }

  /** These alone. */
  only(ids) {
    this.#ids = new Set(ids);
    this.#last = null;
    this.show();
  }

  /** Shows it on the rows as they are now; what is no longer listed is not chosen. */
  show() {
    this.#ids = new Set(this.ids());
    for (const row of this.#list.children) {
      const isChosen = this.#ids.has(row.dataset.id);
      row.toggleAttribute('data-chosen', isChosen);
      const box = row.querySelector('.chooser input');
      if (box) {
        box.checked = isChosen;
      }
    }
    if (this.#all) {
      this.#all.checked = this.#ids.size > 0 && this.#ids.size === this.#list.children.length;
      this.#all.indeterminate = this.#ids.size > 0 && !this.#all.checked;
    }
    this.#changed(this.#ids.size);
  }

  #choose(id, isChosen, further) {
    const ids = this.#listed();
    const from = further ? ids.indexOf(this.#last) : -1;
    const to = ids.indexOf(id);
    const some = from < 0 ? [id] : ids.slice(Math.min(from, to), Math.max(from, to) + 1);
    some.forEach((it) => this.#put(it, isChosen));
    this.#last = id;
    this.show();
  }

  #put(id, isChosen) {
    if (isChosen) {
      this.#ids.add(id);
    } else {
      this.#ids.delete(id);
    }
  }

  #listed() {
    return [...this.#list.children].map((row) => row.dataset.id);
  }
}
