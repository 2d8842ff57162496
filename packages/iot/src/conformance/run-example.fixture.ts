import { same } from '../sql/compare';
import { parseJson } from '../sql/json-parse';
import { jsonText } from '../sql/json-text';
import { RuleMessage } from '../sql/message';
import { compile } from '../sql/rule';
import { compileTemplate } from '../sql/template';
import { matches } from '../topics/topic-filter';
import type { Example } from './example.fixture';

/** Runs an example with the guide's message. Returns the result in the format of `Example.printed`. */
export function runExample(example: Example): { readonly isDocumented: boolean; readonly given: string } {
  const given = resultOf(example);
  return { isDocumented: isDocumentedResult(given, example), given };
}

function resultOf(example: Example): string {
  const { kind, text, version } = example;
  const message = messageOf(example);
  if (kind === 'template') {
    return compileTemplate(text, { version, escapedTopic: example.page === 'republish-rule-action' }).evaluate(message);
  }
  const rule = compile(kind === 'expression' ? `SELECT VALUE ${text} FROM '#'` : text, { version });
  const { topic } = example.message;
  if (kind === 'statement' && topic !== undefined && !matches(rule.filter ?? '', topic)) return 'no match';
  const result = rule.evaluate(message);
  return result.matched ? (jsonText(result.output) ?? 'Undefined') : 'no match';
}

function messageOf({ payload, message }: Example): RuleMessage {
  return new RuleMessage({ topic: 'a/b', timestamp: 0, newUuid: () => '', ...message, payload: Buffer.from(payload) });
}

/**
 * Returns whether a result equals the result in the guide. Ignores white space, the order of keys and the
 * notation of numbers (2.0 equals 2).
 */
function isDocumentedResult(given: string, { kind, printed }: Example): boolean {
  if (kind === 'template' || printed === 'Undefined' || printed === 'no match') return given === printed;
  const options = { wholeDecimals: true };
  const [left, right] = [parseJson(given, options), parseJson(printed, options)];
  return left !== undefined && right !== undefined && same(left, right, 0);
}
