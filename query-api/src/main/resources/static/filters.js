// Which violations are asked for: as the form has them, as the address says, and as the service is asked.
import { DAYS, shiftName } from './format.js';
import { message } from './messages.js';
import { get, make, offerCameras } from './page.js';
import { chip, showSpan, spanOf } from './span.js';

const form = document.getElementById('filters');
const spanShown = document.getElementById('span');
const fields = form.elements;

export class Filters {
  #span = null;
  #changed;

  /** @param changed is told when something else is asked for */
  constructor(changed) {
    this.#changed = changed;
    form.addEventListener('change', (event) => {
      if (event.target.name) {
        if (isBound(event.target)) {
          this.#span = null;
          showSpan(spanShown, null);
        }
        this.#ask();
      }
    });
    form.addEventListener('submit', (event) => event.preventDefault());
    document.getElementById('clear').addEventListener('click', () => {
      history.replaceState(null, '', location.pathname);
      this.#fill();
      changed();
    });
  }

  /** Offers what there is; then it is as the address says, which is how others lead here. */
  async begin() {
    await Promise.all([offerCameras(fields.camera_id), offerShifts()]);
    this.#fill();
  }

  get isByStatus() {
    return fields.status.value !== '';
  }

  /** As the service is asked: days are whole, and of where the page is looked at; instants are as they are. */
  asked() {
    const query = new URLSearchParams(this.#chosen());
    for (const [name, days] of [
      ['from', 0],
      ['to', 1],
    ]) {
      if (query.has(name) && !this.#span) {
        const [year, month, day] = query.get(name).split('-').map(Number);
        query.set(name, new Date(year, month - 1, day + days).toISOString());
      }
    }
    return query;
  }

  /** What is set, as in the address of this page. */
  #chosen() {
    return [...new FormData(form), ...Object.entries(this.#span ?? {})].filter(([, value]) => value !== '');
  }

  #fill() {
    const wanted = new URLSearchParams(location.search);
    this.#span = spanOf(wanted);
    for (const input of fields) {
      if (input.name) {
        choose(input, this.#span && isBound(input) ? '' : (wanted.get(input.name) ?? ''));
      }
    }
    showSpan(spanShown, this.#span, () => {
      this.#span = null;
      this.#ask();
      this.#fill();
    });
    this.#showMore();
  }

  /** Asks for what is chosen, which the address then says. */
  #ask() {
    history.replaceState(null, '', `?${new URLSearchParams(this.#chosen())}`);
    this.#changed();
  }

  /** What has no field to choose it in, each to be let go of. */
  #showMore() {
    const chips = [];
    if (fields.hour_of_week.value) {
      chips.push(this.#chip(hourName(fields.hour_of_week.value), ['hour_of_week', 'time_zone']));
    }
    if (fields.untimely.value) {
      chips.push(this.#chip(message(fields.untimely.value === 'false' ? 'timely' : 'untimely'), ['untimely']));
    }
    if (fields.alert_id.value) {
      chips.push(this.#chip(message('ofAlert'), ['alert_id']));
    }
    document.getElementById('more-filters').replaceChildren(...chips);
  }

  #chip(text, names) {
    return chip(text, () => {
      names.forEach((name) => choose(fields[name], ''));
      this.#ask();
      this.#showMore();
    });
  }
}

/** Whether a span takes its place. */
const isBound = (input) => input.name === 'from' || input.name === 'to';

/** What is no longer offered can be asked for by an address still. */
function choose(input, value) {
  if (input.options && ![...input.options].some((it) => it.value === value)) {
    input.append(make('option', { value }, value));
  }
  input.value = value;
}

async function offerShifts() {
  const plan = await get('/api/v1/reports/shifts').then(
    (response) => response.body,
    () => null,
  );
  const names = new Set((plan?.shifts ?? []).map((shift) => shift.name));
  fields.shift.append(...[...names].map((name) => make('option', { value: name }, shiftName(name))));
}

/** "1 06": Monday from six to seven. */
function hourName(key) {
  const [day, hour] = key.split(' ');
  return `${message(DAYS[Number(day) - 1])} ${hour}:00 – ${hour}:59`;
}
