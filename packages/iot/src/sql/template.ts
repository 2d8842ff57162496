import type { Assignment, Expression } from './ast';
import { calledServices, checkTemplate } from './called-services';
import { closure, type Evaluate } from './compiled-expression';
import { toText } from './convert';
import { type RuleMessage, rootOf } from './message';
import { parseExpressionUntil } from './parse-statement';
import { compileSet, newContext, runWithinLimits } from './rule';
import type { Service } from './service-requests';
import type { SqlError } from './sql-error';
import { undefinedCallsIn } from './undefined-calls';
import type { SqlValue, SqlVersion } from './value';

/** Compiled field of an action that may contain substitution templates. */
export interface Template {
  /** Whether the rendered text is the same for every message. */
  readonly isConstant: boolean;
  /** Services that the templates call. */
  readonly services: readonly Service[];
  /** Calls in the templates that are always Undefined. */
  readonly undefinedCalls: readonly SqlError[];
  /**
   * Renders the text for a message. Undefined and Null expressions are rendered as empty text. Never throws.
   * @param variables values of SET from the rule's result; required if the field refers to variables
   */
  readonly evaluate: (message: RuleMessage, variables?: readonly SqlValue[]) => string;
}

export interface TemplateOptions {
  readonly version: SqlVersion;
  /** Assignments in the rule's SET. The field may use these variables. */
  readonly set?: readonly Assignment[];
  /** Whether a leading `$$` represents the `$` of a reserved topic, as in the topic of a republish action. */
  readonly escapedTopic?: boolean;
}

type Part = string | Evaluate;

/**
 * Compiles an action's field, whose substitution templates refer to the original payload, not to the output of SELECT.
 * Source: AWS IoT developer guide, iot-substitution-templates; republish-rule-action for `$$`.
 * @throws SqlError with the position of the error inside the field
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
    services: calledServices(expressions),
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
    evaluate: (message, variables = []) => runWithinLimits(() => run(message, variables), ''),
  };
}
