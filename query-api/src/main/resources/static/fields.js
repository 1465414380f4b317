// Forms made of a list of fields, and what is written in them.
import { message } from './messages.js';
import { make } from './page.js';

const ids = (() => {
  let last = 0;
  return () => `field-${++last}`;
})();

/**
 * One field: {name, kind: text|password|number|list|select|check|time|datetime|days, value, options, hint}.
 * The label is the message of its name.
 */
export function field({ name, kind, value, options = [], hint = null, label = name }) {
  const id = ids();
  const described = hint ? `${id}-hint` : null;
  let input;
  if (kind === 'select') {
    input = make(
      'select',
      { id, name, 'aria-describedby': described },
      ...options.map((option) =>
        make('option', { value: option, selected: option === (value ?? '') ? '' : null }, message(option || 'any')),
      ),
    );
  } else if (kind === 'check') {
    input = make('input', { id, name, type: 'checkbox', checked: value ? '' : null });
  } else {
    const types = { number: 'number', password: 'password', time: 'time', datetime: 'datetime-local' };
    const text = kind === 'list' ? (value ?? []).join(', ') : (value ?? '');
    input = make('input', {
      id,
      name,
      type: types[kind] ?? 'text',
      value: text,
      autocomplete: kind === 'password' ? 'new-password' : null,
      'aria-describedby': described,
    });
  }
  input.dataset.kind = kind;
  return make(
    'div',
    { class: kind === 'check' ? 'field check' : 'field' },
    make('label', { for: id }, message(label)),
    input,
    ...(hint ? [make('small', { id: described, class: 'quiet' }, message(hint))] : []),
  );
}

/** What is written under a field's name: a number, a list, a truth or a text; null where nothing is. */
export function written(form, name) {
  const input = form.elements[name];
  if (!input) {
    return null;
  }
  switch (input.dataset.kind) {
    case 'check':
      return input.checked;
    case 'list':
      return input.value
        .split(/[,，]/)
        .map((text) => text.trim())
        .filter((text) => text !== '');
    case 'number':
      return input.value === '' ? null : Number(input.value);
    case 'datetime':
      return input.value === '' ? null : new Date(input.value).toISOString();
    default:
      return input.value === '' ? null : input.value;
  }
}

/** What forms held when they were drawn. */
const drawn = new WeakMap();

const key = (input) => (input.type === 'checkbox' ? `${input.name} ${input.value}` : input.name);
const held = (input) => (input.type === 'checkbox' ? input.checked : input.value);
const state = (form) => new Map([...form.elements].filter((it) => it.name).map((it) => [key(it), held(it)]));

/** Remembers what a form that was just drawn holds, so that it is known later what was typed. */
export const begun = (form) => drawn.set(form, state(form));

/**
 * Draws a form anew, of what is there now, and puts into it what was typed; where somebody else has written
 * something there, too, that is said beside it.
 * @param draw draws it, and says so by {@code begun}
 */
export function redraw(form, draw) {
  const before = drawn.get(form);
  const typed = state(form);
  draw();
  const now = drawn.get(form);
  for (const [name, value] of typed) {
    const input = [...form.elements].find((it) => it.name && key(it) === name);
    if (input && value !== before.get(name)) {
      retype(input, value);
      if (now.has(name) && now.get(name) !== before.get(name) && now.get(name) !== value) {
        input.after(
          make(
            'small',
            { class: 'warning', 'data-now': input.name },
            `${message('thereNow')} ${shown(input, now.get(name))}`,
          ),
        );
      }
    }
  }
}

function retype(input, value) {
  if (input.type === 'checkbox') {
    input.checked = value;
  } else {
    input.value = value;
  }
  input.dispatchEvent(new Event('change', { bubbles: true }));
}

function shown(input, value) {
  if (typeof value === 'boolean') {
    return message(value ? 'yes' : 'no');
  }
  return (input.dataset.kind === 'select' ? message(value || 'any') : value) || '–';
}
