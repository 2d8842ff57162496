import fc from 'fast-check';
import { evaluateText } from '../expression/evaluate';
import { evaluateKnown } from './evaluate-known';
import { readModuleValues } from './read-module-values';
import { stackScope } from './stack-scope';

const files = new Map<string, unknown>([
  [
    'variables.tf',
    {
      variable: {
        limit: [{ default: 90, type: '${number}' }],
        enabled: [{ default: 'true' }],
        tags: [{ default: ['team:iot', 'env:${x}'] }],
        env: [{}],
      },
    },
  ],
  ['main.tf', { locals: [{ scope: 'env:${var.env}', name: '${upper("cpu")}' }], resource: { a: { b: { count: 2 } } } }],
]);
const scope = stackScope(readModuleValues(files), { block: () => undefined });

describe('evaluateKnown', () => {
  test.each([
    ['${var.limit}', 90],
    ['${var.enabled == "true" ? 1 : 0}', 1],
    ['[${local.name}] over ${var.limit}%', '[CPU] over 90%'],
    ['avg:a{${var.filter}} > ${var.limit}', 'avg:a{${var.filter}} > 90'],
    ['${local.scope}', '${local.scope}'],
    ['${aws_x.y.arn} and $${literal}', '${aws_x.y.arn} and $${literal}'],
    ['${each.key}', '${each.key}'],
    ['${broken', '${broken'],
    ['{{#is_alert}} 5 %% $${x}', '{{#is_alert}} 5 %% $${x}'],
  ])('evaluates %j to %j', (source, expected) => {
    expect(evaluateKnown(source, scope)).toEqual(expected);
  });

  test('evaluates each and count in an instance of a resource', () => {
    const names = new Map([['each', { key: 'api', value: { limit: 5 } }]]);
    expect(evaluateKnown('${each.key} > ${each.value.limit}', scope, names)).toBe('api > 5');
  });

  test('escapes the strings in values, so that they remain templates', () => {
    expect(evaluateKnown({ tags: '${concat(["a:b"], ["$${c}"])}' }, scope)).toEqual({ tags: ['a:b', '$${c}'] });
  });

  test('keeps the value of every template without unknown expressions', () => {
    const part = fc.constantFrom('$', '%', '{', '}', 'a', '$${', '%%{', '${var.limit}', '${"$"}', '${"${"$"}{"}');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
        const source = parts.join('');
        const expected = valueOrUndefined(source);
        fc.pre(expected !== undefined);
        expect(evaluateText(String(evaluateKnown(source, scope)), scope)).toEqual(String(expected));
      }),
    );
  });
});

function valueOrUndefined(source: string): unknown {
  try {
    return evaluateText(source, scope);
  } catch {
    return undefined;
  }
}
