import { attempt, beginOutside, post } from './page.js';

const form = document.getElementById('login');
const wanted = new URLSearchParams(location.search).get('to') ?? '';

beginOutside('login');
form.addEventListener('submit', (event) => {
  event.preventDefault();
  attempt(document.getElementById('error'), async () => {
    await post('/api/v1/session', { name: form.elements.name.value, password: form.elements.password.value });
    location.replace(/^[a-z]+\.html$/.test(wanted) ? wanted : './');
  });
});
