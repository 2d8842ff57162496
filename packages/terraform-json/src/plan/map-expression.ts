import type { Expression, TemplatePart } from '../expression/expression-tree';

type Change = (expression: Expression) => Expression;

/** Returns a copy of an expression in which every direct subexpression is replaced by the result of a function. */
export function mapParts(expression: Expression, change: Change): Expression {
  switch (expression.kind) {
    case 'template':
      return { ...expression, parts: mapTemplate(expression.parts, change) };
    case 'attribute':
      return { ...expression, of: change(expression.of) };
    case 'index':
      return { ...expression, of: change(expression.of), key: change(expression.key) };
    case 'splat':
      return { ...expression, of: change(expression.of), each: change(expression.each) };
    case 'call':
      return { ...expression, args: expression.args.map(change) };
    case 'unary':
      return { ...expression, operand: change(expression.operand) };
    case 'binary':
      return { ...expression, left: change(expression.left), right: change(expression.right) };
    case 'conditional':
      return {
        ...expression,
        condition: change(expression.condition),
        whenTrue: change(expression.whenTrue),
        whenFalse: change(expression.whenFalse),
      };
    case 'list':
      return { ...expression, items: expression.items.map(change) };
    case 'object':
      return {
        ...expression,
        entries: expression.entries.map(({ key, value }) => ({ key: change(key), value: change(value) })),
      };
    case 'for':
      return {
        ...expression,
        collection: change(expression.collection),
        key: expression.key && change(expression.key),
        value: change(expression.value),
        condition: expression.condition && change(expression.condition),
      };
    default:
      return expression;
  }
}

/** Returns a template's parts, in which every interpolation is replaced by the result of a function. */
export const mapTemplate = (parts: readonly TemplatePart[], change: Change): readonly TemplatePart[] =>
  parts.map((part) => (part.kind === 'text' ? part : { ...part, expression: change(part.expression) }));
