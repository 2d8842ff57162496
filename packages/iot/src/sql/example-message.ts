import { jsonText } from './json-text';
import { RuleMessage } from './message';
import { compile } from './rule';
import type { SqlVersion } from './value';

/** Creates a test message. Text and bytes are used as the raw payload; other values are serialized as JSON. */
export function exampleMessage(
  payload: unknown,
  fields: { topic?: string; clientId?: string; principal?: string } = {},
): RuleMessage {
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
  return new RuleMessage({
    topic: '$aws/things/light-1/shadow/update',
    payload: payload instanceof Uint8Array ? payload : Buffer.from(text),
    timestamp: 1_481_825_251_155,
    traceId: '12345678-1234-1234-1234-123456789012',
    newUuid: () => '123a4567-b89c-12d3-e456-789012345000',
    ...fields,
  });
}

/** Returns the value of an expression for a payload as JSON, or undefined if it is Undefined. */
export function expressionJson(expression: string, version: SqlVersion = '2016-03-23', payload = '{}') {
  const result = compile(`SELECT VALUE ${expression} FROM 'a'`, { version }).evaluate(exampleMessage(payload));
  return result.matched ? jsonText(result.output) : 'no match';
}
