import { matches } from '../../topics/topic-filter';
import { type MessageFields, RuleMessage } from '../message';
import { type CompiledRule, compile } from '../rule';
import { deepestValue, isArray, isObject, type SqlValue, type SqlVersion, setKey } from '../value';

/** A rule and a message for it. Whatever is left out is what AWS's own examples have. */
export interface Trial extends Partial<Omit<MessageFields, 'payload'>> {
  readonly sql: string;
  /** JSON of a value; a text or bytes as they are. */
  readonly payload: unknown;
  /** 2015-10-08 unless given, as AWS takes it. */
  readonly version?: SqlVersion;
}

export interface Tried {
  readonly matched: boolean;
  /** Undefined where nothing matched, and where SELECT VALUE gives Undefined. */
  readonly output?: SqlValue;
}

/**
 * Tries a rule on a message, FROM included: what comes out. The same always comes of the same: time and dice stand still.
 * @throws SqlError for a statement that CreateTopicRule would refuse
 */
export function tryRule({ sql, version = '2015-10-08', payload, ...fields }: Trial): Tried {
  const rule = compile(sql, { version });
  const { matched, output } = evaluateOn(rule, messageOf(rule, { ...fields, payload: bytesOf(payload) }));
  return output === undefined ? { matched } : { matched, output: plain(output, 0) };
}

/** What a rule puts out has, for speed, a prototype of its own, over which a strict comparison of objects would stumble. */
function plain(value: SqlValue, depth: number): SqlValue {
  if (depth > deepestValue) return value;
  if (isArray(value)) return value.map((item) => plain(item, depth + 1));
  if (!isObject(value)) return value;
  const copy: { [key: string]: SqlValue } = {};
  for (const key of Object.keys(value)) setKey(copy, key, plain(value[key], depth + 1));
  return copy;
}

/** A message for a rule; without a topic, one on the rule's own, where that is a single one. */
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

/** Whether the message reaches the rule, and what it makes of it. A message without a topic reaches every rule. */
export function evaluateOn(rule: CompiledRule, message: RuleMessage): Tried {
  if (!reaches(rule, message)) return { matched: false };
  const result = rule.evaluate(message);
  if (!result.matched) return { matched: false };
  return result.output === undefined ? { matched: true } : { matched: true, output: result.output };
}

/** Basic Ingest passes FROM by. */
export function reaches({ filter }: Pick<CompiledRule, 'filter'>, { topic }: RuleMessage): boolean {
  return topic === '' || topic.startsWith('$aws/rules/') || (filter !== undefined && matches(filter, topic));
}

function bytesOf(payload: unknown): Uint8Array {
  if (payload instanceof Uint8Array) return payload;
  return Buffer.from(typeof payload === 'string' ? payload : (JSON.stringify(payload) ?? ''));
}
