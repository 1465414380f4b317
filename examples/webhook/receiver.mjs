// Takes Cleansight's webhooks and prints each once, if it was signed with our secret and not long ago:
// WEBHOOK_SECRET=… node examples/webhook/receiver.mjs 9000. Needs nothing but Node.js.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

const WINDOW_SECONDS = 300;
const LONGEST = 4 << 20;

// What was taken last. Yours belongs into the database, in the transaction that does what it says.
const taken = new Set();

function isNew(key) {
  if (taken.has(key)) {
    return false;
  }
  if (taken.add(key).size > 100_000) {
    taken.delete(taken.values().next().value);
  }
  return true;
}

function isSigned(header, body) {
  const [, seconds, told] = /^t=(\d{1,11}),v1=([0-9a-f]{64})$/.exec(header) ?? [];
  if (!told || Math.abs(Date.now() / 1000 - seconds) > WINDOW_SECONDS) {
    return false;
  }
  const right = createHmac('sha256', process.env.WEBHOOK_SECRET).update(`${seconds}.`).update(body).digest();
  return timingSafeEqual(Buffer.from(told, 'hex'), right); // in a time that does not tell how much of it is right
}

async function wholeBody(request) {
  const chunks = [];
  let length = 0;
  for await (const chunk of request) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > LONGEST) {
      throw new Error('too long');
    }
  }
  return Buffer.concat(chunks);
}

async function take(request, response) {
  const body = await wholeBody(request);
  const key = request.headers['idempotency-key'];
  if (!key || !isSigned(request.headers['x-cleansight-signature'], body)) {
    response.writeHead(401).end(); // it will be tried again: who has mended the secret gets it then
    return;
  }
  if (isNew(key)) {
    console.log(`${key} ${body}`);
  }
  response.writeHead(204).end(); // also where it was taken before
}

const server = createServer((request, response) => take(request, response).catch(() => response.destroy()));
server.listen(Number(process.argv[2]), '127.0.0.1', () => {
  console.log(`Listening on http://127.0.0.1:${server.address().port}/`);
});
