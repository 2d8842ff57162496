import { randomInt, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { answerLines, createCommand, standardInput, unreadableReason } from '@himeshima/cli';
import type { Ask } from '../sql/service-requests';
import { SqlError } from '../sql/sql-error';
import { createLineTrial } from '../sql/trial/try-line';
import { type SqlVersion, sqlVersions } from '../sql/value';
import { parseTopic } from '../topics/topic';
import { TopicError } from '../topics/topic-error';
import { refusalText, runTrial } from './run-trial';

/** Options that cannot be combined with `--ndjson`, because each input line sets their values. */
const replacedByLines = [
  'sql',
  'expression',
  'payload',
  'payloadBase64',
  'topic',
  'clientId',
  'principal',
  'timestamp',
] as const;

const lines = `
Lines of --ndjson, one case each:
  {"sql", "payload" | "payloadBase64", "topic", "version", "clientId", "principal", "timestamp"}
    → {"matched", "output" | "outputBase64"}, without output if it is Undefined
  {"expression", "payload", "version"} → {"value"}, or {} if it is Undefined
    → {"error": {"message", "line", "column"}} for a bad line
  Optional: traceId, sourceIp, accountId, headers (of MQTT 5), and answers: {"get_thing_shadow": {…}}, the results of functions
  that call another service`;

/**
 * Creates the command that evaluates a rule for one message, or for one message per line with `--ndjson`.
 * @param name name of the command
 */
export function ruleCommand(name: string) {
  return createCommand(name, {
    summary:
      'Evaluates AWS IoT SQL locally: prints the output of a rule or, if the rule does not match, the value of each expression in WHERE.',
    example: `${name} --version 2016-03-23 --topic room/1 --payload '{"celsius":31}' \\
  --sql "SELECT *, topic(2) AS room FROM 'room/+' WHERE celsius > 30"`,
  })
    .option('--sql <statement>', 'rule statement to evaluate')
    .option('--expression <expression>', 'expression to evaluate instead of a statement')
    .option('--payload <text>', 'payload of the message, JSON or not')
    .option('--payload-base64 <base64>', 'payload of the message in base64')
    .option('--topic <topic>', 'topic of the message (default: the topic in FROM, if it contains no wildcard)')
    .option('--version <version>', `SQL version: ${sqlVersions.join(', ')}`, version, '2015-10-08')
    .option('--client-id <id>', 'client that sent the message')
    .option('--principal <principal>', 'certificate or Cognito identity of the client')
    .option('--timestamp <ms>', 'arrival time of the message in milliseconds since 1970 (default: now)')
    .option(
      '--descriptor <file>',
      "protobuf descriptors for decode(…, 'proto', …): protoc --include_imports --descriptor_set_out FILE",
    )
    .option('--ndjson', 'read one JSON object per line from stdin, and write one result per line', false)
    .addHelpText('after', lines)
    .action(async (options) => {
      const decodeProtobuf = options.descriptor === undefined ? undefined : await protobufDecoder(options.descriptor);
      const surroundings = { ...randomness, decodeProtobuf };
      const { sql, expression, payloadBase64: encoded } = options;
      if (options.topic !== undefined) checkTopic(options.topic);
      if (encoded !== undefined && !isBase64(encoded))
        throw new Error(`invalid --payload-base64 "${encoded}": expected base64`);
      if (encoded !== undefined && options.payload !== undefined)
        throw new Error('--payload and --payload-base64 cannot be combined');
      if (options.ndjson) {
        const unused = replacedByLines.find((option) => options[option] !== undefined);
        if (unused !== undefined)
          throw new Error(`${flagOf(unused)} cannot be combined with --ndjson, because each line sets this value`);
        return answerLines(
          standardInput(),
          process.stdout,
          createLineTrial({ version: options.version, ...surroundings }),
        );
      }
      if ((sql === undefined) === (expression === undefined))
        throw new Error('expected --sql or --expression, or --ndjson for lines on stdin; --help shows an example');
      try {
        const { text, notes } = runTrial(options, surroundings);
        console.log(text);
        for (const note of notes) console.error(`note: ${note}`);
      } catch (error) {
        if (!(error instanceof SqlError)) throw error;
        console.error(refusalText(error, options));
        process.exitCode = 1;
      }
    });
}

const flagOf = (option: string) => `--${option.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

function version(text: string): SqlVersion {
  const found = sqlVersions.find((one) => one === text);
  if (found === undefined) throw new Error(`invalid --version "${text}": expected ${sqlVersions.join(', ')}`);
  return found;
}

const isBase64 = (text: string) => /^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/.test(text);

function checkTopic(topic: string): void {
  try {
    parseTopic(topic);
  } catch (error) {
    throw error instanceof TopicError ? new Error(`invalid --topic "${topic}": ${error.message}`) : error;
  }
}

/** Loads the protobuf decoder on demand, because protobufjs takes longer to load than the rest of the command. */
async function protobufDecoder(file: string): Promise<Ask> {
  const descriptor = readable(file);
  const { decodeProtobuf } = await import('../protobuf/decode.js');
  return (request) => (request.service === 'protobuf' ? decodeProtobuf({ ...request, descriptor }) : undefined);
}

function readable(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new Error(`--descriptor ${file} cannot be read: ${unreadableReason(error)}`);
  }
}

const precision = 2 ** 47;
const randomness = { now: Date.now, newUuid: randomUUID, random: () => randomInt(precision) / precision };
