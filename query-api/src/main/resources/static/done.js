// What was done, said where it is not in the way of what is done next.
const done = document.getElementById('done');
let forget = 0;

/** Says it until something else is said. */
export function say(...what) {
  clearTimeout(forget);
  done.hidden = false;
  done.replaceChildren(...what);
}

/** Says it for so many milliseconds. */
export function sayFor(milliseconds, ...what) {
  say(...what);
  forget = setTimeout(sayNothing, milliseconds);
}

export function sayNothing() {
  clearTimeout(forget);
  done.hidden = true;
  done.replaceChildren();
}
