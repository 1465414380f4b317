import { message } from './messages.js';
import { attempt, beginOutside, get, make, post, tell } from './page.js';

/** A page of ours, with what it is asked for; nothing that leads elsewhere. */
const PAGE = /^[a-z]+\.html(\?[\w.*+%&=-]*)?$/;
const form = document.getElementById('login');
const wanted = new URLSearchParams(location.search).get('to') ?? '';

beginOutside('login');
form.addEventListener('submit', (event) => {
  event.preventDefault();
  attempt(document.getElementById('error'), async () => {
    await post('/api/v1/session', { name: form.elements.name.value, password: form.elements.password.value });
    location.replace(PAGE.test(wanted) ? wanted : './');
  });
});

if (new URLSearchParams(location.search).has('failed')) {
  tell(document.getElementById('error'), message('loginFailed'));
}
const ways = (await get('/api/v1/login')).body;
if (ways.issuer) {
  const there = document.getElementById('at-issuer');
  there.append(make('a', { id: 'issuer', href: ways.address }, message('logInWith').replace('{}', ways.issuer)));
  there.hidden = false;
}
