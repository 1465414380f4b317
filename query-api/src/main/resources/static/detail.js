// One violation, large: looked at, written about, decided, and on to the next.
import { ClipView, hasClip } from './clip.js';
import { Decisions, UNDO_MILLIS } from './decisions.js';
import { openFootage } from './footage.js';
import { time } from './format.js';
import { message } from './messages.js';
import { attempt, make, put } from './page.js';
import { sayFor, sayNothing } from './done.js';
import { facts, picture, timeline } from './violation.js';

const KEYS = { c: 'confirmed', f: 'false_positive', r: 'resolved' };
const DONE = { confirmed: 'confirmedDone', false_positive: 'rejectedDone', resolved: 'resolvedDone' };
const PATH = '/api/v1/records/violations';
const dialog = document.getElementById('detail');
const notes = document.getElementById('notes');
const error = document.getElementById('detail-error');
const done = document.getElementById('done');

export const nameOf = (violation) =>
  `${message(violation.violation_type)}, ${violation.camera_id}, ${time(violation.timestamp)}`;

export class Detail {
  #session;
  #list;
  #shown = null;
  #unblurred = false;
  #clip;
  #decisions;
  #turn = Promise.resolve();

  /**
   * @param list what is gone through: `step(violation, by, wanted)` promises the next one that is wanted, or undefined;
   *   `replace(violation)` is told of each that has changed; `closed()` of the end; `undoMany()` takes back what was
   *   decided last, if that was about many
   */
  constructor(session, list) {
    this.#session = session;
    this.#list = list;
    this.#clip = new ClipView(document.getElementById('detail-clip'), (violation) => this.#changed(violation));
    this.#decisions = new Decisions(
      (id, decision) => put(`${PATH}/${id}/${'held' in decision ? 'legal-hold' : 'status'}`, decision),
      (violation, isPending) => {
        this.#changed(violation);
        if (isPending && this.#isShown(violation)) {
          error.textContent = message('later');
        }
      },
      (violation, failure) => this.#refused(violation, failure),
    );
    for (const button of dialog.querySelectorAll('[data-status]')) {
      button.addEventListener('click', () => this.#inTurn(() => this.#decide(button.dataset.status)));
    }
    notes?.addEventListener('input', () => this.#decisions.write(this.#shown, notes.value));
    document.getElementById('assign')?.addEventListener('click', () => this.#inTurn(() => this.#assign()));
    document.getElementById('hold')?.addEventListener('click', () => this.#hold(this.#shown));
    document.getElementById('unblur')?.addEventListener('click', () => this.#show(this.#shown, true));
    document.getElementById('around').addEventListener('click', () => {
      const { camera_id: camera, timestamp, closed_at: closed } = this.#shown;
      openFootage(session, camera, timestamp, closed ?? timestamp);
    });
    document.getElementById('next').addEventListener('click', () => this.#inTurn(() => this.#step(1)));
    document.getElementById('previous').addEventListener('click', () => this.#inTurn(() => this.#step(-1)));
    document.addEventListener('keydown', (event) => this.#pressed(event));
    dialog.addEventListener('close', () => {
      this.#clip.stop();
      document.querySelector('main').append(done);
      list.closed();
    });
    addEventListener('beforeunload', (event) => {
      if (this.#shown && this.#decisions.hasDraft(this.#shown)) {
        event.preventDefault();
      }
    });
  }

  /** What is decided here and elsewhere, in one order. */
  get decisions() {
    return this.#decisions;
  }

  open(violation) {
    this.#shown = violation;
    document.getElementById('detail-title').textContent =
      `${message(violation.violation_type)} · ${violation.camera_id}`;
    this.#show(violation, false);
    error.textContent = '';
    if (notes) {
      notes.value = this.#decisions.note(violation);
    }
    this.#know(violation);
    if (!dialog.open) {
      dialog.append(done);
      dialog.showModal();
    }
  }

  /** What is known of it, but for picture, clip and note, which stay as they are looked at and written. */
  #know(violation) {
    showHold(violation, this.#session.name);
    document.getElementById('detail-facts').replaceChildren(...facts(violation));
    document.getElementById('detail-timeline').replaceChildren(...timeline(violation, this.#clip));
  }

  #isShown(violation) {
    return dialog.open && this.#shown?.id === violation.id;
  }

  #changed(violation) {
    this.#list.replace(violation);
    if (this.#shown?.id === violation.id) {
      this.#shown = violation;
      if (notes && document.activeElement !== notes) {
        notes.value = this.#decisions.note(violation);
      }
      this.#clip.show(violation, this.#unblurred);
      this.#know(violation);
    }
  }

  #refused(violation, failure) {
    error.replaceChildren(
      `${message('failed')}${failure.message} `,
      ...(this.#isShown(violation)
        ? []
        : [make('button', { type: 'button', class: 'link', onclick: () => this.open(violation) }, nameOf(violation))]),
    );
  }

  /** To the next or the one before; further down the list as far as it goes. */
  async #step(by, wanted = () => true) {
    const other = await this.#list.step(this.#shown, by, wanted);
    if (other) {
      this.open(other);
    }
    return other;
  }

  /** What is pressed while the list is still loading is done after it, about what is shown then. */
  #inTurn(task) {
    this.#turn = this.#turn.then(task).catch((failure) => {
      error.textContent = message('failed') + failure.message;
    });
  }

  /** What is shown is decided; what nobody had decided is left for the next of its kind at once. */
  async #decide(status) {
    const decided = this.#shown;
    this.#decisions.decide(decided, status);
    sayFor(
      UNDO_MILLIS,
      `${message(DONE[status])}: ${nameOf(decided)} `,
      make('button', { type: 'button', onclick: () => this.#inTurn(() => this.#undo()) }, message('undoDecision')),
    );
    if (decided.status === 'pending') {
      await this.#step(1, (it) => it.status === 'pending');
    }
  }

  /** Whoever is at it takes it on; what was decided about it stays. */
  #assign() {
    this.#decisions.assign(this.#shown, this.#session.name);
    sayFor(UNDO_MILLIS, `${message('assignedToMe')}: ${nameOf(this.#shown)}`);
  }

  #undo() {
    if (this.#decisions.undoable()?.ofMany) {
      return this.#list.undoMany();
    }
    const taken = this.#decisions.undo();
    sayNothing();
    if (taken) {
      this.open({ ...taken.entries[0].violation });
    }
    return null;
  }

  async #hold(violation) {
    await attempt(error, async () => {
      const answer = await put(`${PATH}/${violation.id}/legal-hold`, { held: !violation.legal_hold });
      this.#changed(answer.body);
      if (answer.status === 202 && this.#isShown(violation)) {
        error.textContent = message('later');
      }
    });
  }

  /** Picture and clip, with heads as they are only for those who may and ask for it; that is in the audit. */
  #show(violation, unblurred) {
    this.#unblurred = unblurred;
    document
      .getElementById('detail-picture')
      .replaceChildren(...picture(violation, unblurred ? 'snapshot?unblurred=true' : 'snapshot').childNodes);
    const unblur = document.getElementById('unblur');
    if (unblur) {
      const seen = violation.snapshot_state === 'present' || hasClip(violation);
      unblur.hidden = !this.#session.evidence_blurred || unblurred || !seen;
    }
    this.#clip.show(violation, unblurred);
  }

  #pressed(event) {
    const writes = ['INPUT', 'TEXTAREA', 'SELECT'].includes(event.target.tagName) && event.target.type !== 'checkbox';
    const elsewhere = document.querySelector('dialog[open]:not(#detail)'); // over this dialog, or about many
    if (writes || elsewhere || event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    const reviews = this.#session.may('reviewer');
    if (event.key === 'j' || event.key === 'k') {
      event.preventDefault();
      this.#inTurn(() => this.#step(event.key === 'j' ? 1 : -1));
    } else if (event.key in KEYS && dialog.open && reviews) {
      event.preventDefault();
      this.#inTurn(() => this.#decide(KEYS[event.key]));
    } else if (event.key === 'a' && dialog.open && reviews) {
      event.preventDefault();
      this.#inTurn(() => this.#assign());
    } else if (event.key === 'u' && reviews && this.#decisions.undoable()) {
      event.preventDefault();
      this.#inTurn(() => this.#undo());
    }
  }
}

/** What may be done about its legal hold: to lift it, one asks and another confirms. */
function showHold(violation, me) {
  const button = document.getElementById('hold');
  if (button) {
    const asked = violation.lift_requested_by === me;
    button.hidden = false;
    button.disabled = asked;
    button.textContent = message(
      !violation.legal_hold
        ? 'hold'
        : !violation.lift_requested_by
          ? 'requestLift'
          : asked
            ? 'awaitsAnother'
            : 'confirmLift',
    );
  }
}
