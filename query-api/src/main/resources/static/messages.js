// What the pages say, in the viewer's language; each language is a file of messages/ and a line here.
const LANGUAGES = {
  en: { name: 'English', locale: 'en' },
  zh: { name: '中文', locale: 'zh-CN' },
  de: { name: 'Deutsch', locale: 'de' },
};

const chosen = localStorage.getItem('language');
const language =
  [chosen, ...navigator.languages.map((it) => it.toLowerCase().split('-')[0])].find((it) => it in LANGUAGES) ?? 'en';
document.documentElement.lang = LANGUAGES[language].locale;

const messages = await load();
const plurals = new Intl.PluralRules(LANGUAGES[language].locale);

/** Whatever imports this module waits for it: nothing is shown in words of the wrong language, nor without any. */
async function load() {
  const response = await fetch(new URL(`messages/${language}.json`, import.meta.url));
  if (!response.ok) {
    throw new Error(`no messages in ${language}: ${response.status}`);
  }
  return response.json();
}

const forms = (key, count) => messages[`${key}.${plurals.select(count)}`];

/** The message of that key; what has none is shown as it is. */
export const message = (key) => messages[key] ?? key;

/** The same, of something that this release may not know by its code: then in the words that came with it. */
export const messageOr = (key, words, count = 0) => messages[key] ?? forms(key, count) ?? words;

/** A message about so many; a language has one for each of its plural categories: "key.one", "key.other". */
export const plural = (key, count) => forms(key, count) ?? key;

/** Every language as {code, name, chosen}: its name in itself, and whether it is the one of the page. */
export const everyLanguage = () =>
  Object.entries(LANGUAGES).map(([code, { name }]) => ({ code, name, chosen: code === language }));

export const switchLanguage = (code) => {
  localStorage.setItem('language', code);
  location.reload();
};
