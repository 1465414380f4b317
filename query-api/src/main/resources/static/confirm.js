// Questions before what cannot be taken back.
import { message } from './messages.js';
import { make } from './page.js';

/** Asks; true: it is to be done. Escape is no. What is said more stands between question and answer. */
export function confirmed(question, action, ...more) {
  const dialog = make(
    'dialog',
    { id: 'confirm', 'aria-labelledby': 'confirm-title' },
    make('h2', { id: 'confirm-title' }, question),
    ...more,
    make(
      'form',
      { method: 'dialog', class: 'actions' },
      make('button', { value: 'no', autofocus: '' }, message('cancel')),
      make('button', { value: 'yes', class: 'main' }, action),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((answer) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      answer(dialog.returnValue === 'yes');
    });
  });
}
