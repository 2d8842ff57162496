import { ExpressionError } from '../expression/expression-error';
import type { Expression } from '../expression/expression-tree';
import { parseExpression, parseTemplate } from '../expression/parse-expression';
import { isList, isObject, type Value } from '../value';
import { mapTemplate } from './map-expression';
import type { ConfiguredExpression } from './plan-schema';
import { referencedTexts } from './referenced-texts';
import { UnknownValue } from './unknown-value';

const column = 1;

/** Function that rewrites an expression. `isAccessed` means that an attribute or element of the result is read. */
type Resolve = (expression: Expression, isAccessed: boolean) => Expression;

/** First names of references that are allowed in a plan's configuration, but not in a stack. */
export const configurationNames: ReadonlySet<string> = new Set(['module', 'each', 'count']);

export const literalOf = (value: Value): Expression => {
  if (isList(value)) return { kind: 'list', items: value.map(literalOf), column };
  if (!isObject(value)) return { kind: 'literal', value, column };
  const entries = Object.entries(value).map(([key, inside]) => ({ key: literalOf(key), value: literalOf(inside) }));
  return { kind: 'object', entries, column };
};

/**
 * Returns the resolved expression of an attribute, input or output. A plan contains the text of a JSON expression, but
 * only the references of an HCL expression. A single reference is assumed to be the whole expression.
 * @throws UnknownValue if the plan does not determine the expression
 */
export function expressionOf(
  { constant_value: constant, references }: ConfiguredExpression,
  { resolve, isAccessed }: { readonly resolve: Resolve; readonly isAccessed: boolean },
): Expression {
  if (constant !== undefined && references.length > 0) return templatesIn(constant, resolve);
  if (constant !== undefined) {
    // a plan does not distinguish a call in JSON from escaped text in HCL
    if (JSON.stringify(constant).includes('${')) throw new UnknownValue('an expression without references');
    return literalOf(constant);
  }
  const [only, ...others] = referencedTexts(references);
  if (only === undefined || others.length > 0)
    throw new UnknownValue(references.length === 0 ? 'an expression without references' : references.join(', '));
  const parsed = parseReference(only);
  // an expression such as { arn = aws_sqs_queue.jobs.arn } contains more than the reference; the plan lacks the name
  // `arn`
  if (isAccessed && !isWhole(parsed)) throw new UnknownValue(only);
  return resolve(parsed, isAccessed);
}

/** Parses a reference. Throws an UnknownValue for an unsupported reference, such as a reference to an ephemeral resource. */
export function parseReference(text: string): Expression {
  try {
    return parseExpression(text, configurationNames);
  } catch (error) {
    if (error instanceof ExpressionError) throw new UnknownValue(text);
    throw error;
  }
}

/** Returns whether an expression refers to a whole resource, variable, module output or `each.value`. */
function isWhole(expression: Expression): boolean {
  if (expression.kind === 'reference') return true;
  if (expression.kind === 'index') return isWhole(expression.of) || isModule(expression.of);
  return expression.kind === 'attribute' && (isModule(expression.of) || expression.of.kind === 'bound');
}

const isModule = (expression: Expression): boolean =>
  expression.kind === 'index'
    ? isModule(expression.of)
    : expression.kind === 'attribute' && expression.of.kind === 'bound' && expression.of.name === 'module';

function templatesIn(constant: Value, resolve: Resolve): Expression {
  if (typeof constant === 'string') return templateIn(constant, resolve);
  if (isList(constant)) return { kind: 'list', items: constant.map((item) => templatesIn(item, resolve)), column };
  if (!isObject(constant)) return literalOf(constant);
  const entries = Object.entries(constant).map(([key, value]) => ({
    key: templateIn(key, resolve),
    value: templatesIn(value, resolve),
  }));
  return { kind: 'object', entries, column };
}

function templateIn(text: string, resolve: Resolve): Expression {
  const { parts } = readTemplate(text);
  const [first, ...others] = mapTemplate(parts, (part) => resolve(part, false));
  if (first === undefined) return literalOf('');
  if (others.length > 0) return { kind: 'template', parts: [first, ...others], column };
  return first.kind === 'text' ? literalOf(first.text) : first.expression;
}

function readTemplate(text: string) {
  try {
    return parseTemplate(text, configurationNames);
  } catch (error) {
    if (error instanceof ExpressionError) throw new UnknownValue(error.message);
    throw error;
  }
}
