// Whether what is published of topics is AsyncAPI, by the parser of those who make it.
import { readFile } from 'node:fs/promises';
import { AvroSchemaParser } from '@asyncapi/avro-schema-parser';
import { Parser } from '@asyncapi/parser';

const ERROR = 0;
const address = new URL('../docs/reference/asyncapi.json', import.meta.url);
const parser = new Parser({ schemaParsers: [AvroSchemaParser()] });
const { document, diagnostics } = await parser.parse(await readFile(address, 'utf8'));
const errors = diagnostics.filter((it) => it.severity === ERROR);
errors.forEach((it) => console.warn(`${it.path.join('.')}: ${it.message}`));
if (errors.length > 0 || document.channels().length === 0) {
  process.exitCode = 1;
}
