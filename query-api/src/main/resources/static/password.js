// One's own password.
import { attempt, begin, put } from './page.js';

const form = document.getElementById('change');

await begin('ownPassword');
form.addEventListener('submit', (event) => {
  event.preventDefault();
  attempt(document.getElementById('error'), async () => {
    await put('/api/v1/session/password', {
      current_password: form.elements.current.value,
      password: form.elements.password.value,
    });
    location.replace('login.html');
  });
});
