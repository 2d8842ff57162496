import { isUtf8 } from 'node:buffer';
import type { Expression } from '../sql/ast';
import type { RuleMessage } from '../sql/message';
import { parseExpressionAlone, parseStatement } from '../sql/parse-statement';
import { expressionsOf, selectsAll, within } from '../sql/subexpressions';
import { undefinedCallsIn } from '../sql/undefined-calls';

/** Evaluated rule or expression, and its message. */
interface Trial {
  readonly sql?: string;
  readonly expression?: string;
  readonly hasPayload: boolean;
  readonly message: RuleMessage;
}

/**
 * Returns notes that explain missing values in a result: the payload is missing or not JSON, the topic is missing, or a
 * call is always Undefined.
 * @throws SqlError if the statement is invalid
 */
export function notesOn({ sql, expression, hasPayload, message }: Trial): readonly string[] {
  const statement = sql === undefined ? undefined : parseStatement(sql);
  const expressions = statement ? expressionsOf(statement) : [parseExpressionAlone(expression ?? '')];
  const parts = expressions.flatMap((each) => [...within(each)]);
  const readsKeys = parts.some(({ kind }) => kind === 'name');
  const readsPayload =
    readsKeys || parts.some(({ kind }) => kind === 'payload') || (statement && selectsAll(statement));
  return [
    ...undefinedCallsIn(expressions).map((fault) => `line ${fault.line}, column ${fault.column}: ${fault.message}`),
    ...(readsPayload && !hasPayload ? ['the message is empty; set it with --payload'] : []),
    ...(readsKeys && message.payload.byteLength > 0 ? notJson(message) : []),
    ...(message.topic === '' && parts.some(callsTopic) ? ['the message has no topic; set it with --topic'] : []),
  ];
}

const callsTopic = (part: Expression) => part.kind === 'call' && part.name.toLowerCase() === 'topic';

function notJson({ payload, json }: RuleMessage): readonly string[] {
  if (json !== undefined) return [];
  return [`the payload is not JSON, so its keys are Undefined: ${invalidJsonReason(payload)}`];
}

function invalidJsonReason(payload: Uint8Array): string {
  if (!isUtf8(payload)) return 'it is not UTF-8';
  try {
    JSON.parse(Buffer.from(payload).toString('utf8'));
    return 'it is nested too deeply';
  } catch (error) {
    // the error message quotes the payload, so it may contain line breaks
    if (error instanceof SyntaxError) return error.message.replaceAll(/\s+/g, ' ');
    throw error;
  }
}
