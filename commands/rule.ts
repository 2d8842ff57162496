import { randomInt, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import {
  type Ask,
  createLineTrial,
  parseTopic,
  SqlError,
  type SqlVersion,
  sqlVersions,
  TopicError,
} from '@himeshima/iot';
import * as z from 'zod';
import { fail } from './printing/fail';
import { whyUnreadable } from './printing/unreadable';
import { answerLines } from './trying/answer-lines';
import { standardInput } from './trying/lines-in';
import { refusalText, tryAlone } from './trying/try-alone';

const help = `npm run --silent rule -- --sql SQL --payload TEXT [--topic TOPIC] | --expression EXPRESSION | --ndjson

  Tries AWS IoT SQL without AWS: prints what a rule makes of a message, and where it lets it by, why: each expression of
  WHERE with its value. Nothing but this process is asked.

  --sql SQL            a rule's statement; --expression tries an expression alone
  --payload TEXT       the message, JSON or not; --payload-base64 for bytes
  --topic TOPIC        where it was published; FROM's own where that has no wildcard
  --version VERSION    2015-10-08 (as AWS takes it where a rule says nothing), 2016-03-23 or beta
  --client-id, --principal, --timestamp MS   who sent it, and when: now
  --descriptor FILE    of protobuf, for decode(…, 'proto', …): protoc --include_imports --descriptor_set_out FILE
  --ndjson             a line of JSON on stdin is a case, a line on stdout its answer, in order; a bad line gives an error
                       line: {"sql","payload"|"payloadBase64","topic","version","clientId","principal","timestamp"}
                         → {"matched","output"|"outputBase64"}, without output where it is Undefined
                       {"expression","payload","version"} → {"value"}, or {} for Undefined
                         → {"error":{"message","line","column"}}
                       and if you like traceId, sourceIp, accountId, headers (of MQTT 5), and
                       answers: {"get_thing_shadow": {…}}, what a function gets that asks another service

  example   npm run --silent rule -- --version 2016-03-23 --topic room/1 --payload '{"celsius":31}' \\
              --sql "SELECT *, topic(2) AS room FROM 'room/+' WHERE celsius > 30"`;

const options = {
  sql: { type: 'string' },
  expression: { type: 'string' },
  payload: { type: 'string' },
  'payload-base64': { type: 'string' },
  topic: { type: 'string' },
  version: { type: 'string', default: '2015-10-08' },
  'client-id': { type: 'string' },
  principal: { type: 'string' },
  timestamp: { type: 'string' },
  descriptor: { type: 'string' },
  ndjson: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** What a line says, where there are lines. */
const lineByLine = [
  'sql',
  'expression',
  'payload',
  'payload-base64',
  'topic',
  'client-id',
  'principal',
  'timestamp',
] as const;

const isBase64 = (text: string) => z.base64().safeParse(text).success;

const isVersion = (text: string): text is SqlVersion => sqlVersions.some((version) => version === text);

async function rule(): Promise<void> {
  const { values } = parseArgs({ options });
  const { version, ndjson, sql, expression, payload } = values;
  if (values.help) return console.log(help);
  if (!isVersion(version)) throw new Error(`--version ${version} is not one of ${sqlVersions.join(', ')}`);
  const decodeProtobuf = values.descriptor === undefined ? undefined : await protobufDecoder(values.descriptor);
  const surroundings = { ...chance, decodeProtobuf };
  if (values.topic !== undefined) checkTopic(values.topic);
  const encoded = values['payload-base64'];
  if (encoded !== undefined && !isBase64(encoded)) throw new Error(`--payload-base64 ${encoded} is no base64`);
  if (encoded !== undefined && payload !== undefined) throw new Error('give --payload or --payload-base64, not both');
  if (ndjson) {
    const alone = lineByLine.find((name) => values[name] !== undefined);
    if (alone !== undefined) throw new Error(`--${alone} says nothing beside --ndjson: each line has its own`);
    const answer = createLineTrial({ version, ...surroundings });
    return answerLines(standardInput(), process.stdout, answer);
  }
  if ((sql === undefined) === (expression === undefined)) {
    throw new Error('say what to try: --sql or --expression, or --ndjson for lines on stdin; --help shows how');
  }
  try {
    const { text, notes } = tryAlone({ ...values, version }, surroundings);
    console.log(text);
    for (const note of notes) console.error(`note: ${note}`);
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    console.error(refusalText(error, values));
    process.exitCode = 1;
  }
}

function checkTopic(topic: string): void {
  try {
    parseTopic(topic);
  } catch (error) {
    throw error instanceof TopicError ? new Error(`--topic ${topic}: ${error.message}`) : error;
  }
}

/** Loaded where it is asked for: protobuf takes longer than all the rest. */
async function protobufDecoder(file: string): Promise<Ask> {
  const descriptor = readable(file);
  const { decodeProtobuf } = await import('@himeshima/iot/protobuf');
  return (request) => (request.service === 'protobuf' ? decodeProtobuf({ ...request, descriptor }) : undefined);
}

function readable(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new Error(`--descriptor ${file} cannot be read: ${whyUnreadable(error)}`);
  }
}

const precision = 2 ** 47;
const chance = { now: Date.now, newUuid: randomUUID, random: () => randomInt(precision) / precision };

rule().catch(fail);
