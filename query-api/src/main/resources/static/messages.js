// What the pages say, in the viewer's language; each language is a file of messages/.
const LOCALES = { en: 'en', zh: 'zh-CN' };

const chosen = localStorage.getItem('language');
const language = chosen in LOCALES ? chosen : navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
document.documentElement.lang = LOCALES[language];

const messages = await load();

/** Whatever imports this module waits for it: nothing is shown in words of the wrong language, nor without any. */
async function load() {
  const response = await fetch(new URL(`messages/${language}.json`, import.meta.url));
  if (!response.ok) {
    throw new Error(`no messages in ${language}: ${response.status}`);
  }
  return response.json();
}

/** The message of that key; what has none is shown as it is. */
export const message = (key) => messages[key] ?? key;

export const switchLanguage = () => {
  localStorage.setItem('language', language === 'zh' ? 'en' : 'zh');
  location.reload();
};
