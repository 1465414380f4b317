// What the service says of violations and alerts, by a code and parameters, as a sentence in the page's language.
import { duration, hundredths, number } from './format.js';
import { message, messageOr } from './messages.js';

/** Parameters that are words, and what stands for them where any is meant. */
const ANY = { violation_type: 'violations', zone: 'wholePicture', item: 'anyItem' };

/** Why it is a violation; in English where no code says it. */
export const violationReason = ({ reason, reason_code: code, reason_parameters: parameters }) =>
  (code && filled(messageOr(`reason_${code}`, null), parameters)) ?? reason;

/** What an alert says, without its cameras; the whole of it in English where no code says it. */
export const alertMessage = ({ message: words, message_code: code, message_parameters: parameters }) =>
  (code && filled(messageOr(`alert_${code}`, null, parameters.count), parameters)) ?? words;

/** Why something is in the list of what happened. */
export const eventMessage = (event) =>
  event.kind === 'violation'
    ? violationReason({
        reason: event.message,
        reason_code: event.message_code,
        reason_parameters: event.message_parameters,
      })
    : alertMessage(event);

/** Null where there is no sentence. */
function filled(sentence, parameters) {
  const text = sentence?.replace(/\{(\w+)\}/g, (_, name) => written(name, parameters[name])) ?? null;
  return text && text.charAt(0).toLocaleUpperCase(document.documentElement.lang) + text.slice(1);
}

function written(name, value) {
  if (name in ANY) {
    return message(value ?? ANY[name]);
  }
  if (name === 'score') {
    return hundredths(value);
  }
  return name.endsWith('seconds') ? duration(Number(value)) : number(value);
}
