import { isUtf8 } from 'node:buffer';
import type { Expression } from '../sql/ast';
import type { RuleMessage } from '../sql/message';
import { parseExpressionAlone, parseStatement } from '../sql/parse-statement';
import { expressionsOf, selectsAll, within } from '../sql/tree';
import { undefinedCallsIn } from '../sql/undefined-calls';

/** What was tried, and what of the message was given. */
interface Trial {
  readonly sql?: string;
  readonly expression?: string;
  readonly hasPayload: boolean;
  readonly message: RuleMessage;
}

/**
 * What somebody should know who reads a result that is emptier than it was meant: that the message was left out or is no
 * JSON, that it has no topic, that a call can never give anything.
 * @throws SqlError as the statement's compilation, which has come before
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
    ...(readsPayload && !hasPayload ? ['the message is empty: --payload gives it'] : []),
    ...(readsKeys && message.payload.byteLength > 0 ? notJson(message) : []),
    ...(message.topic === '' && parts.some(callsTopic) ? ['the message has no topic: --topic gives it'] : []),
  ];
}

const callsTopic = (part: Expression) => part.kind === 'call' && part.name.toLowerCase() === 'topic';

function notJson({ payload, json }: RuleMessage): readonly string[] {
  if (json !== undefined) return [];
  return [`the payload is no JSON, so that its keys are Undefined: ${whyNoJson(payload)}`];
}

function whyNoJson(payload: Uint8Array): string {
  if (!isUtf8(payload)) return 'it is no UTF-8';
  try {
    JSON.parse(Buffer.from(payload).toString('utf8'));
    return 'it is nested too deeply';
  } catch (error) {
    // it may quote a piece of several lines
    if (error instanceof SyntaxError) return error.message.replaceAll(/\s+/g, ' ');
    throw error;
  }
}
