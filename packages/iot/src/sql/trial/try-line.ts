import * as z from 'zod';
import { parseTopic } from '../../topics/topic';
import { TopicError } from '../../topics/topic-error';
import { jsonText } from '../json-text';
import { RuleMessage } from '../message';
import { compile, compileAlone } from '../rule';
import type { Ask, Service } from '../service-requests';
import { SqlError } from '../sql-error';
import { nearMiss } from '../suggest-word';
import { type SqlValue, type SqlVersion, sqlVersions } from '../value';
import { rawMembers } from './raw-members';
import { evaluateOn, messageOf } from './try-rule';

const text = z.string();
const base64 = z.base64();

/**
 * Schemas for the members of a line, which contains a rule or an expression, and a message. `payload` is a JSON value;
 * a string is used as the raw payload.
 */
const lineMembers = {
  sql: text.optional(),
  expression: text.optional(),
  payload: z.unknown().optional(),
  payloadBase64: base64.optional(),
  topic: text.optional(),
  version: z.enum(sqlVersions).optional(),
  clientId: text.optional(),
  principal: text.optional(),
  timestamp: z.int().optional(),
  traceId: text.optional(),
  sourceIp: text.optional(),
  accountId: text.optional(),
  headers: z
    .object({
      contentType: text.optional(),
      payloadFormatIndicator: z.enum(['UNSPECIFIED_BYTES', 'UTF8_DATA']).optional(),
      responseTopic: text.optional(),
      correlationData: base64.optional(),
      userProperties: z.array(z.tuple([text, text])).optional(),
    })
    .optional(),
  /** Responses from other services, keyed by function. */
  answers: z.record(text, z.unknown()).optional(),
};
const members = Object.keys(lineMembers);

const lineShape = z
  .looseObject(lineMembers)
  .refine(
    ({ sql, expression }) => (sql === undefined) !== (expression === undefined),
    'a line must contain either sql or expression',
  )
  .refine(
    ({ payload, payloadBase64 }) => payload === undefined || payloadBase64 === undefined,
    'a line can contain payload or payloadBase64, not both',
  )
  .superRefine((line, { addIssue }) => {
    // unrelated members such as id and seq are accepted, but a similar name such as versoin is probably a typo
    for (const name of Object.keys(line)) {
      const suggestion = name.length < 5 || members.includes(name) ? undefined : nearMiss(name, members);
      if (suggestion !== undefined) addIssue(`unknown member ${name}; did you mean ${suggestion}?`);
    }
  });

type Line = z.infer<typeof lineShape>;

/** Time, randomness and other input from outside the line. */
export interface Surroundings {
  readonly version: SqlVersion;
  readonly now: () => number;
  readonly newUuid: () => string;
  readonly random: () => number;
  /** Responds to decode(…, 'proto', …); undefined if there is no descriptor. */
  readonly decodeProtobuf?: Ask | undefined;
}

/**
 * Creates a function that evaluates a line of JSON and returns a line: `{"matched","output"|"outputBase64"}` for a
 * rule, `{"value"|"valueBase64"}` for an expression, or `{"error":{"message","line","column"}}` for an error. The
 * function never throws and caches recent statements.
 */
export function createLineTrial(surroundings: Surroundings): (line: string) => string {
  const rules = memoizeCompilation((sql: string, version) => compile(sql, { version }));
  const expressions = memoizeCompilation((expression: string, version) => compileAlone(expression, { version }));
  // cache the last topic, because consecutive lines often have the same topic; an empty topic represents a message
  // without a topic
  let lastTopic = '';
  const answer = (line: string): string => {
    if (line.trim() === '') throw new Error('the line is empty');
    const parsed = lineShape.parse(JSON.parse(line));
    const { topic = '' } = parsed;
    if (topic !== '' && topic !== lastTopic) lastTopic = parseTopic(topic).text;
    const { sql, expression, version = surroundings.version } = parsed;
    if (expression !== undefined) {
      const evaluate = expressions(expression, version);
      return `{${member('value', evaluate(new RuleMessage({ topic: '', ...fieldsOf(parsed, line, surroundings) })))}}`;
    }
    const rule = rules(sql ?? '', version);
    const { matched, output } = evaluateOn(rule, messageOf(rule, fieldsOf(parsed, line, surroundings)));
    const written = member('output', output);
    return `{"matched":${matched}${written === '' ? '' : `,${written}`}}`;
  };
  return (line) => {
    try {
      return answer(line);
    } catch (error) {
      return JSON.stringify({ error: faultOf(error) });
    }
  };
}

/** Returns a line's message. A message with a client id was sent over MQTT, so it also has a trace ID. */
function fieldsOf(parsed: Line, line: string, { now, newUuid, random, decodeProtobuf }: Surroundings) {
  const { topic, clientId, principal, sourceIp, accountId = '123456789012', headers } = parsed;
  const { timestamp = now(), traceId = clientId === undefined ? undefined : newUuid() } = parsed;
  return {
    payload: payloadOf(parsed, line),
    ...(topic === undefined ? {} : { topic }),
    ...{
      clientId,
      principal,
      sourceIp,
      accountId,
      headers,
      timestamp,
      traceId,
      newUuid,
      random,
      ask: askOf(parsed) ?? decodeProtobuf,
    },
  };
}

// Returns the payload's source text, because JSON.parse would round numbers with more than 16 digits.
function payloadOf({ payload, payloadBase64 }: Line, line: string): Uint8Array {
  if (payloadBase64 !== undefined) return Buffer.from(payloadBase64, 'base64');
  if (typeof payload === 'string') return Buffer.from(payload);
  return payload === undefined ? noPayload : Buffer.from(rawMembers(line).get('payload') ?? '');
}

const noPayload = Buffer.alloc(0);

const functionNames: Readonly<Record<Service, string>> = {
  lambda: 'aws_lambda',
  dynamodb: 'get_dynamodb',
  secret: 'get_secret',
  shadow: 'get_thing_shadow',
  registry: 'get_registry_data',
  protobuf: 'decode',
};

function askOf({ answers }: Line): Ask | undefined {
  if (answers === undefined) return undefined;
  return ({ service }) => {
    const answer = Object.hasOwn(answers, functionNames[service]) ? answers[functionNames[service]] : undefined;
    return service === 'secret' && typeof answer === 'string' ? answer : JSON.stringify(answer);
  };
}

/** Formats a member as `"name":JSON`, or as `"nameBase64":"…"` for bytes. Returns an empty string for Undefined. */
function member(name: string, value: SqlValue): string {
  if (value instanceof Uint8Array) return `"${name}Base64":"${Buffer.from(value).toString('base64')}"`;
  const json = jsonText(value);
  return json === undefined ? '' : `"${name}":${json}`;
}

interface Fault {
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

/** Converts an error. Line and column refer to the statement, or to the JSON line if it is invalid. */
function faultOf(error: unknown): Fault {
  if (error instanceof SqlError) return { message: error.message, line: error.line, column: error.column };
  if (error instanceof TopicError) return { message: `topic: ${error.message}`, line: 1, column: 1 };
  if (error instanceof z.ZodError) {
    const [issue] = error.issues;
    const path = issue?.path.join('.') ?? '';
    return { message: path === '' ? (issue?.message ?? '') : `${path}: ${issue?.message}`, line: 1, column: 1 };
  }
  const message = error instanceof Error ? error.message : String(error);
  const [, position = '0'] = /position (\d+)/.exec(message) ?? [];
  return { message: `the line is not JSON: ${message}`, line: 1, column: Number(position) + 1 };
}

const mostRemembered = 1000;

/** Returns a function that compiles a text and caches the result, even if the result is an error. */
function memoizeCompilation<Compiled>(compileText: (text: string, version: SqlVersion) => Compiled) {
  const known = new Map<string, Compiled | SqlError>();
  return (text: string, version: SqlVersion): Compiled => {
    const key = `${version} ${text}`;
    let found = known.get(key);
    if (found === undefined) {
      if (known.size >= mostRemembered) known.clear();
      found = attempt(() => compileText(text, version));
      known.set(key, found);
    }
    if (found instanceof SqlError) throw found;
    return found;
  };
}

function attempt<Result>(make: () => Result): Result | SqlError {
  try {
    return make();
  } catch (error) {
    if (error instanceof SqlError) return error;
    throw error;
  }
}
