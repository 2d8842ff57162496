import {
  type Ask,
  compile,
  compileAlone,
  explainWhere,
  explanation,
  formatSqlError,
  jsonText,
  messageOf,
  type RuleMessage,
  reaches,
  type SqlError,
  type SqlValue,
  type SqlVersion,
} from '../index';
import { notesOn } from './notes';

/** Command options that define the rule or expression and the message. */
interface TrialOptions {
  readonly sql?: string | undefined;
  readonly expression?: string | undefined;
  readonly payload?: string | undefined;
  readonly payloadBase64?: string | undefined;
  readonly topic?: string | undefined;
  readonly clientId?: string | undefined;
  readonly principal?: string | undefined;
  readonly timestamp?: string | undefined;
  readonly version: SqlVersion;
}

interface Surroundings {
  readonly now: () => number;
  readonly newUuid: () => string;
  readonly random: () => number;
  readonly decodeProtobuf: Ask | undefined;
}

/**
 * Evaluates one rule or expression. Returns notes, and either the output or the reason why the rule does not match.
 * @throws SqlError if the rule or expression is invalid, or Error if the message is invalid
 */
export function runTrial(
  options: TrialOptions,
  surroundings: Surroundings,
): { text: string; notes: readonly string[] } {
  const { expression, sql = '', version } = options;
  const hasPayload = options.payload !== undefined || options.payloadBase64 !== undefined;
  if (expression !== undefined) {
    const evaluate = compileAlone(expression, { version });
    const message = messageFor({ filter: undefined }, options, surroundings);
    return { text: formatValue(evaluate(message)), notes: notesOn({ expression, message, hasPayload }) };
  }
  const rule = compile(sql, { version });
  const message = messageFor(rule, options, surroundings);
  if (!reaches(rule, message)) {
    return { text: `no match: FROM '${rule.filter ?? ''}' does not match the topic ${message.topic}`, notes: [] };
  }
  const result = rule.evaluate(message);
  const text = result.matched ? formatValue(result.output) : noMatchText(sql, message, version);
  return { text, notes: notesOn({ sql, message, hasPayload }) };
}

function noMatchText(sql: string, message: RuleMessage, version: SqlVersion): string {
  const where = explainWhere(sql, message, { version });
  if (where === undefined) return 'no match: the statement exceeds the evaluation limits';
  return [`no match: WHERE is ${formatValue(where.value)}`, ...explanation(where).map((line) => `  ${line}`)].join(
    '\n',
  );
}

function formatValue(value: SqlValue): string {
  if (value instanceof Uint8Array) {
    return value.byteLength === 0
      ? '0 bytes'
      : `${value.byteLength} bytes, in base64 ${Buffer.from(value).toString('base64')}`;
  }
  return jsonText(value) ?? 'Undefined';
}

function messageFor(
  rule: Parameters<typeof messageOf>[0],
  options: TrialOptions,
  { now, newUuid, random, decodeProtobuf }: Surroundings,
): RuleMessage {
  const { payload = '', topic, principal, timestamp } = options;
  const { payloadBase64: encoded, clientId } = options;
  const at = timestamp === undefined ? now() : Number(timestamp);
  if (!Number.isSafeInteger(at) || timestamp === '')
    throw new Error(`invalid --timestamp "${timestamp}": expected a whole number of ms since 1970`);
  return messageOf(rule, {
    payload: encoded === undefined ? Buffer.from(payload) : Buffer.from(encoded, 'base64'),
    timestamp: at,
    traceId: clientId === undefined ? undefined : newUuid(),
    ...(topic === undefined ? {} : { topic }),
    ...{ clientId, principal, newUuid, random, ask: decodeProtobuf },
  });
}

/**
 * Formats an error in a statement: one line with the message, then the line of the statement with a caret below the
 * error.
 */
export function refusalText(error: SqlError, { sql, expression }: Pick<TrialOptions, 'sql' | 'expression'>): string {
  const [where = '', text = '', caret = ''] = formatSqlError({ error, statement: expression ?? sql ?? '' }).split('\n');
  const first = `✗ ${expression === undefined ? '--sql' : '--expression'} ${where}: ${error.message}`;
  return text.trim() === '' ? first : `${first}\n${text}\n${caret}`;
}
