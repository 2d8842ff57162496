import { matches } from '../../topics/topic-filter';
import { type MessageFields, RuleMessage } from '../message';
import { type CompiledRule, compile } from '../rule';
import { deepestValue, isArray, isObject, type SqlValue, type SqlVersion, setKey } from '../value';

/** Rule and message to evaluate. The default values are from AWS's examples. */
export interface Trial extends Partial<Omit<MessageFields, 'payload'>> {
  readonly sql: string;
  /** Payload of the message: a JSON value, or a string or bytes to be used unchanged. */
  readonly payload: unknown;
  /** SQL version; as in AWS, the default is 2015-10-08. */
  readonly version?: SqlVersion;
}

export interface TrialResult {
  readonly matched: boolean;
  /** Output of the rule; undefined if the rule does not match or SELECT VALUE is Undefined. */
  readonly output?: SqlValue;
}

/**
 * Evaluates a rule, including FROM, for a message. The result is deterministic, because the time and
 * random numbers are fixed.
 * @throws SqlError if CreateTopicRule would reject the statement
 */
export function tryRule({ sql, version = '2015-10-08', payload, ...fields }: Trial): TrialResult {
  const rule = compile(sql, { version });
  const { matched, output } = evaluateOn(rule, messageOf(rule, { ...fields, payload: bytesOf(payload) }));
  return output === undefined ? { matched } : { matched, output: toPlainValue(output, 0) };
}

/**
 * Copies a value to plain objects. For speed, outputs have a special prototype, which strict comparisons would
 * reject.
 */
function toPlainValue(value: SqlValue, depth: number): SqlValue {
  if (depth > deepestValue) return value;
  if (isArray(value)) return value.map((item) => toPlainValue(item, depth + 1));
  if (!isObject(value)) return value;
  const copy: { [key: string]: SqlValue } = {};
  for (const key of Object.keys(value)) setKey(copy, key, toPlainValue(value[key], depth + 1));
  return copy;
}

/** Creates a message for a rule. The topic defaults to the rule's filter if the filter contains no wildcard. */
export function messageOf(
  { filter }: Pick<CompiledRule, 'filter'>,
  fields: Partial<MessageFields> & Pick<MessageFields, 'payload'>,
): RuleMessage {
  const topic = filter === undefined || /[+#]/.test(filter) ? '' : filter;
  return new RuleMessage({
    topic,
    timestamp: 1_481_825_251_155,
    newUuid: () => '123a4567-b89c-12d3-e456-789012345000',
    random: () => 0.8231909191640703,
    accountId: '123456789012',
    ...fields,
  });
}

/** Evaluates a rule if the message's topic matches. A message without a topic matches every rule. */
export function evaluateOn(rule: CompiledRule, message: RuleMessage): TrialResult {
  if (!reaches(rule, message)) return { matched: false };
  const result = rule.evaluate(message);
  if (!result.matched) return { matched: false };
  return result.output === undefined ? { matched: true } : { matched: true, output: result.output };
}

/** Returns whether a message triggers a rule. Basic Ingest bypasses FROM. */
export function reaches({ filter }: Pick<CompiledRule, 'filter'>, { topic }: RuleMessage): boolean {
  return topic === '' || topic.startsWith('$aws/rules/') || (filter !== undefined && matches(filter, topic));
}

function bytesOf(payload: unknown): Uint8Array {
  if (payload instanceof Uint8Array) return payload;
  return Buffer.from(typeof payload === 'string' ? payload : (JSON.stringify(payload) ?? ''));
}
