import { evaluate } from '../expression/evaluate';
import { readStack } from './read-stack';
import { stackScope } from './stack-scope';

const stack = readStack({
  locals: { name: '${var.env}-${aws_kms_key.main.id}', twice: '${local.name}${local.name}' },
  variable: { env: { default: 'dev' }, size: { type: 'number' } },
});

const block = (address: string) => (address === 'aws_kms_key.main' ? { id: 'k1' } : undefined);

describe('stackScope', () => {
  test('evaluates locals on first use and uses the default values of variables', () => {
    expect(evaluate('${local.twice}', stackScope(stack, { block }))).toBe('dev-k1dev-k1');
  });

  test('resolves a key to an instance if the instance exists, and to an attribute otherwise', () => {
    const blocks = new Map([
      ['aws_a.b["x"]', { id: 'instance' }],
      ['module.m["x"].aws_a.b[0]', { id: 'in a module' }],
      ['aws_a.c', { x: { id: 'attribute' } }],
    ]);
    const scope = stackScope(stack, { block: (address) => blocks.get(address) });
    expect(evaluate(['${aws_a.b["x"].id}', '${module.m["x"].aws_a.b[0].id}', '${aws_a.c["x"].id}'], scope)).toEqual([
      'instance',
      'in a module',
      'attribute',
    ]);
  });

  test('uses a given value instead of the default and converts it to the declared type', () => {
    const scope = stackScope(stack, { block, variables: { env: 'prod', size: '3' } });
    expect(evaluate({ name: '${local.name}', size: '${var.size}' }, scope)).toEqual({ name: 'prod-k1', size: 3 });
  });

  test('uses null if a variable is set to null', () => {
    const scope = stackScope(stack, { block, variables: { env: null } });
    expect(evaluate('${var.env}', scope)).toBeNull();
  });

  test('rejects locals that refer to each other', () => {
    const cyclic = readStack({ locals: { a: '${local.b}', b: '${local.a}' } });
    expect(() => evaluate('${local.a}', stackScope(cyclic, { block }))).toThrow('local.a: refers to itself');
  });

  test.each([
    ['${var.size}', {}, 'var.size: has no default; pass a value'],
    ['${var.size}', { size: 'many' }, 'var.size: cannot convert "many" to a number'],
    ['${aws_kms_key.other.id}', {}, 'column 3: aws_kms_key.other is not declared'],
    ['${aws_kms_key.main.ide}', {}, 'column 20: no attribute ide; did you mean id?'],
  ])('%s with %j fails: %s', (text, variables, message) => {
    expect(() => evaluate(text, stackScope(stack, { block, variables }))).toThrow(message);
  });
});
