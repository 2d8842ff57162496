import { askedServices, checkTemplate } from './asked-services';
import type { Assignment, Expression } from './ast';
import { closure, type Evaluate } from './compiled';
import { toText } from './convert';
import { type RuleMessage, rootOf } from './message';
import { parseExpressionUntil } from './parse-statement';
import { compileSet, newContext, unlessItOutgrows } from './rule';
import type { Service } from './services';
import type { SqlError } from './sql-error';
import { undefinedCallsIn } from './undefined-calls';
import type { SqlValue, SqlVersion } from './value';

/** A field of an action, its `${…}` ready to be filled in. */
export interface Template {
  /** The same for every message. */
  readonly isConstant: boolean;
  /** The services that it asks while it is evaluated. */
  readonly services: readonly Service[];
  /** As of a rule: calls that are Undefined for every message. */
  readonly undefinedCalls: readonly SqlError[];
  /**
   * The text for a message; an expression that is Undefined or Null gives nothing. Never throws.
   * @param variables what SET gave, from the rule's result; needed where the field refers to variables
   */
  readonly evaluate: (message: RuleMessage, variables?: readonly SqlValue[]) => string;
}

export interface TemplateOptions {
  readonly version: SqlVersion;
  /** The rule's SET, whose variables the field may use. */
  readonly set?: readonly Assignment[];
  /** For the topic of republish, whose leading `$$` stands for the `$` of a reserved topic. */
  readonly escapedTopic?: boolean;
}

type Part = string | Evaluate;

/**
 * Compiles a field of an action with substitution templates. They see the original payload, not what SELECT made of it.
 * @throws SqlError with the position inside the field
 * Source: AWS IoT developer guide, iot-substitution-templates; republish-rule-action for `$$`.
 */
export function compileTemplate(text: string, options: TemplateOptions): Template {
  const { version, set = [], escapedTopic = false } = options;
  const { context } = compileSet(set, newContext(version));
  const from = escapedTopic && text.startsWith('$$') && !text.startsWith('$${') ? 1 : 0;
  const parts: Part[] = [];
  const expressions: Expression[] = [];
  for (const slot of split(text, from)) {
    if (typeof slot === 'string') parts.push(slot);
    else {
      expressions.push(slot.expression);
      const compiled = context.expression(slot.expression, context);
      parts.push(compiled.constant ? (toText(compiled.value) ?? '') : closure(compiled));
    }
  }
  checkTemplate(expressions);
  return {
    ...fill(parts, version),
    services: askedServices(expressions),
    undefinedCalls: undefinedCallsIn(expressions),
  };
}

function* split(text: string, from: number) {
  let at = from;
  for (;;) {
    const open = text.indexOf('${', at);
    if (open < 0) break;
    yield text.slice(at, open);
    const { expression, state } = parseExpressionUntil(text, stateAt(text, open + 2), '}');
    yield { expression };
    at = state.offset;
  }
  yield text.slice(at);
}

function stateAt(text: string, offset: number) {
  const before = text.slice(0, offset);
  return { offset, line: before.split('\n').length, lineStart: before.lastIndexOf('\n') + 1 };
}

function fill(parts: readonly Part[], version: SqlVersion): Omit<Template, 'services' | 'undefinedCalls'> {
  const texts = parts.filter((part) => typeof part === 'string');
  if (texts.length === parts.length) {
    const text = texts.join('');
    return { isConstant: true, evaluate: () => text };
  }
  const run = (message: RuleMessage, variables: readonly SqlValue[]) => {
    const root = rootOf(message, version);
    return parts
      .map((part) => (typeof part === 'string' ? part : (toText(part(root, message, variables)) ?? '')))
      .join('');
  };
  return {
    isConstant: false,
    evaluate: (message, variables = []) => unlessItOutgrows(() => run(message, variables), ''),
  };
}
