// Prints violations as they open and close, from the beginning on: npm ci, then node violations.js 127.0.0.1:PORT [GROUP].
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import avro from 'avsc';
import { Kafka, logLevel } from 'kafkajs';

const HOME = new URL('../../', import.meta.url);
const RELEASED = new URL('contracts/src/main/resources/released/', HOME);

/** The fingerprint of Avro's specification, as it stands in a message. */
function crc64Avro(text) {
  const empty = 0xc15d213aa4d7a795n;
  let crc = empty;
  for (const byte of Buffer.from(text)) {
    crc ^= BigInt(byte);
    for (let bit = 0; bit < 8; bit++) {
      crc = (crc >> 1n) ^ (crc & 1n ? empty : 0n);
    }
  }
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(crc);
  return bytes.toString('hex');
}

/** By fingerprint: the schema of this version, and those of all that were released. */
function schemas(event) {
  const described = JSON.parse(readFileSync(new URL('docs/reference/asyncapi.json', HOME)));
  const known = [described.components.messages[event].payload.schema];
  const released = existsSync(RELEASED) ? readdirSync(RELEASED, { withFileTypes: true }) : [];
  for (const version of released.filter((it) => it.isDirectory())) {
    known.push(JSON.parse(readFileSync(new URL(`${version.name}/${event}.avsc`, RELEASED))));
  }
  const types = known.map((schema) => avro.Type.forSchema(schema));
  return new Map(types.map((type) => [crc64Avro(JSON.stringify(type.schema())), type]));
}

/** A message in single-object encoding: C3 01, the fingerprint of its schema, the event. */
function decoded(value, known) {
  const type = known.get(value.toString('hex', 2, 10));
  if (value.readUInt16BE(0) !== 0xc301 || !type) {
    throw new Error(`a schema that is not known: ${value.toString('hex', 0, 10)}`);
  }
  return type.fromBuffer(value.subarray(10));
}

const [servers, group = 'violations-node'] = process.argv.slice(2);
const known = schemas('Violation');
const kafka = new Kafka({ brokers: servers.split(','), clientId: group, logLevel: logLevel.ERROR });
const consumer = kafka.consumer({ groupId: group, readUncommitted: false }); // what was taken back is not seen
await consumer.connect();
await consumer.subscribe({ topic: 'cleansight.violations', fromBeginning: true });
await consumer.run({
  eachMessage: async ({ message }) => {
    const it = decoded(message.value, known);
    const openedAt = new Date(it.opened_at / 1000).toISOString();
    console.log(it.violation_id, it.state, openedAt, it.camera_id, it.type);
  },
});
