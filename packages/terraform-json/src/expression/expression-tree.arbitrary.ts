import fc from 'fast-check';
import type { Expression, Reference, TemplatePart } from './expression-tree';

const column = 1;
const name = fc.stringMatching(/^[a-z_][a-z0-9_]{0,5}$/).filter((text) => !/^(true|false|null|for|if|in)$/.test(text));
const typeName = name.map((text) => `aws_${text}`);
const text = fc.oneof(fc.string(), fc.constantFrom('${', '%{', '$', '"', '\\', '\n', 'é', '$${a}'));

const reference: fc.Arbitrary<Reference> = fc.oneof(
  fc
    .tuple(typeName, name)
    .map(([type, label]): Reference => ({ kind: 'resource', address: `${type}.${label}`, type, name: label })),
  fc
    .tuple(typeName, name)
    .map(([type, label]): Reference => ({ kind: 'data', address: `data.${type}.${label}`, type, name: label })),
  name.map((label): Reference => ({ kind: 'variable', address: `var.${label}`, name: label })),
  name.map((label): Reference => ({ kind: 'local', address: `local.${label}`, name: label })),
);

const literal: fc.Arbitrary<Expression> = fc
  .oneof(text, fc.nat(), fc.double({ min: 0, max: 1e30, noNaN: true }), fc.boolean(), fc.constant(null))
  .map((value): Expression => ({ kind: 'literal', value: Object.is(value, -0) ? 0 : value, column }));

/** Arbitrary for expressions that the parser could return. Templates contain an interpolation and no adjacent text parts. */
export const anyExpression: fc.Arbitrary<Expression> = fc.letrec<{ expression: Expression }>((tie) => {
  const inner = tie('expression');
  const list = fc.array(inner, { maxLength: 3 });
  return {
    expression: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'expression' },
      literal,
      reference.map((found): Expression => ({ kind: 'reference', reference: found, column })),
      fc.tuple(inner, name).map(([of, attribute]): Expression => ({ kind: 'attribute', of, name: attribute, column })),
      fc.tuple(inner, inner).map(([of, key]): Expression => ({ kind: 'index', of, key, column })),
      fc.tuple(inner, name).map(([of, attribute]): Expression => splat(of, attribute, false)),
      fc.tuple(inner, name).map(([of, attribute]): Expression => splat(of, attribute, true)),
      fc
        .tuple(name, list)
        .map(([label, args]): Expression => ({ kind: 'call', name: label, args, expand: false, column })),
      fc.tuple(fc.constantFrom('-' as const, '!' as const), inner).map(([operator, operand]): Expression => {
        return { kind: 'unary', operator, operand, column };
      }),
      fc
        .tuple(inner, fc.constantFrom('||' as const, '==' as const, '<' as const, '+' as const, '%' as const), inner)
        .map(([left, operator, right]): Expression => ({ kind: 'binary', operator, left, right, column })),
      fc.tuple(inner, inner, inner).map(([condition, whenTrue, whenFalse]): Expression => {
        return { kind: 'conditional', condition, whenTrue, whenFalse, column };
      }),
      list.map((items): Expression => ({ kind: 'list', items, column })),
      fc.array(fc.tuple(inner, inner), { maxLength: 3 }).map((entries): Expression => {
        return { kind: 'object', entries: entries.map(([key, value]) => ({ key, value })), column };
      }),
      fc.tuple(text, inner, text).map(([before, expression, after]): Expression => {
        const parts: TemplatePart[] = [{ kind: 'interpolation', expression }];
        if (before !== '') parts.unshift({ kind: 'text', text: before });
        if (after !== '') parts.push({ kind: 'text', text: after });
        return { kind: 'template', parts, column };
      }),
      fc
        .tuple(inner, inner, fc.option(inner, { nil: undefined }), fc.boolean())
        .map(([collection, value, condition, keyed]): Expression => {
          const key: Expression | undefined = keyed ? { kind: 'bound', name: 'k', column } : undefined;
          return { kind: 'for', keyName: 'k', valueName: 'v', collection, key, value, group: keyed, condition, column };
        }),
    ),
  };
}).expression;

function splat(of: Expression, name: string, legacy: boolean): Expression {
  const each: Expression = { kind: 'attribute', of: { kind: 'splat-item', column }, name, column };
  return { kind: 'splat', of, each, legacy, column };
}

/** Returns the tree as plain JSON without positions, for comparisons. */
export function withoutColumns(expression: Expression): unknown {
  return JSON.parse(JSON.stringify(expression, (key, value: unknown) => (key === 'column' ? undefined : value)));
}
