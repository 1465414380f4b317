// What the pages say, in the viewer's language; each language is a file of messages/ and an entry of languages.json.
const languages = await load('languages');

const chosen = localStorage.getItem('language');
const language =
  [chosen, ...navigator.languages.map((it) => it.toLowerCase().split('-')[0])].find((it) => it in languages) ?? 'en';
document.documentElement.lang = languages[language].locale;

const messages = await load(language);

/** Whatever imports this module waits for it: nothing is shown in words of the wrong language, nor without any. */
async function load(name) {
  const response = await fetch(new URL(`messages/${name}.json`, import.meta.url));
  if (!response.ok) {
    throw new Error(`no messages in ${name}: ${response.status}`);
  }
  return response.json();
}

/** The message of that key; what has none is shown as it is. */
export const message = (key) => messages[key] ?? key;

/** The same, of something that this release may not know by its code: then in the words that came with it. */
export const messageOr = (key, words) => messages[key] ?? words;

/** Every language as {code, name, chosen}: its name in itself, and whether it is the one of the page. */
export const everyLanguage = () =>
  Object.entries(languages).map(([code, { name }]) => ({ code, name, chosen: code === language }));

export const switchLanguage = (code) => {
  localStorage.setItem('language', code);
  location.reload();
};
