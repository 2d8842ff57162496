import { fc, test as property } from '@fast-check/jest';
import { encodeJson } from '../functions/json';
import type { Value } from '../value';
import { evaluate, evaluateText } from './evaluate';
import type { Scope } from './scope';

const declared: Readonly<Record<string, Value>> = {
  'aws_sqs_queue.jobs': { arn: 'arn:jobs', tags: { slice: 'power' }, redrive: [{ count: 3 }, { count: 5 }] },
  'data.aws_region.current': { name: 'ap-northeast-1' },
  'var.env': 'dev',
  'local.names': ['b', 'a'],
};

const scope: Scope = {
  resolve: ({ address }) => declared[address],
  files: (path) => (path === './rest-api.yaml' ? Buffer.from('openapi: é') : undefined),
};

const value = (expression: string): Value => evaluateText(`\${${expression}}`, scope);

describe('a template', () => {
  test.each<[string, Value]>([
    ['plain', 'plain'],
    ['', ''],
    ['a-${var.env}-b', 'a-dev-b'],
    ['${var.env}', 'dev'],
    ['${local.names}', ['b', 'a']],
    ['${1}${true}', '1true'],
    ['$${aws:username}', '${aws:username}'],
    ['$$${x}', '$${x}'],
    ['%%{if}', '%{if}'],
    ['100 % and $5', '100 % and $5'],
    ['a  ${~ var.env ~}  b', 'adevb'],
    ['${"in ${"deep ${var.env}"}"}', 'in deep dev'],
    ['back\\slash "quoted"', 'back\\slash "quoted"'],
    ['${"tab\\t quote\\" \\u00e9"}', 'tab\t quote" é'],
  ])('%j evaluates to %j', (text, expected) => expect(evaluateText(text, scope)).toEqual(expected));

  test('evaluates every string in a tree and does not change other values', () => {
    const tree = { a: ['${var.env}', 1, null], b: { c: true, d: '${1 + 1}' } };
    expect(evaluate(tree, scope)).toEqual({ a: ['dev', 1, null], b: { c: true, d: 2 } });
  });

  test('reports an error with the path in the tree and the column', () => {
    expect(() => evaluate({ policy: ['ok', 'x${var.envy}'] }, scope)).toThrow(
      'policy.1, column 4: var.envy is not declared',
    );
  });
});

describe('jsonencode and jsondecode', () => {
  const text = fc.string({ unit: 'binary-ascii' });
  const tree = fc.letrec<{ value: Value }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      text,
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(text, tie('value'), { maxKeys: 4, noNullPrototype: true }),
    ),
  })).value;

  property.prop([tree])('jsonencode and jsondecode are inverses of each other', (original) => {
    expect(evaluate('${jsondecode(jsonencode(local.tree))}', { resolve: () => original })).toEqual(original);
  });

  property.prop([tree])('JSON.parse reads the output of jsonencode', (original) => {
    expect(JSON.parse(encodeJson(original))).toEqual(original);
  });
});

describe('an expression', () => {
  test.each<[string, Value]>([
    ['aws_sqs_queue.jobs.arn', 'arn:jobs'],
    ['aws_sqs_queue.jobs["tags"].slice', 'power'],
    ['aws_sqs_queue.jobs.redrive[0].count', 3],
    ['aws_sqs_queue.jobs.redrive.1.count', 5],
    ['aws_sqs_queue.jobs.redrive[*].count', [3, 5]],
    ['aws_sqs_queue.jobs.redrive.*.count[1]', 5],
    ['aws_sqs_queue.jobs[*].tags.slice', ['power']],
    ['null[*]', []],
    ['data.aws_region.current.name', 'ap-northeast-1'],
    ['resource.aws_sqs_queue.jobs.arn', 'arn:jobs'],
    ['path.module', '.'],
    ['var.env == "dev" ? 1 : 2', 1],
    ['false ? var.nothing : 3', 3],
    ['true ? 1 : "a"', '1'],
    ['1 + 2 * 3 - 4 / 2', 5],
    ['(1 + 2) * 3', 9],
    ['0.1 + 0.2', 0.3],
    ['-5 % 3', -2],
    ['"1" + 2', 3],
    ['!("true" && 1 < 2 || false)', false],
    ['1 <= 1 && 2 >= 3', false],
    ['"a" == 1 || "a" != "a"', false],
    ['{a = 1, "b": [2], (upper("c")) = null}', { a: 1, b: [2], C: null }],
    ['{\n  a = 1 # one\n  b = 2\n}', { a: 1, b: 2 }],
    ['[1, 2,]', [1, 2]],
    ['[for i, v in local.names : "${i}${v}" if v != "x"]', ['0b', '1a']],
    ['{for k, v in {b = 1, a = 2} : v => k}', { 2: 'a', 1: 'b' }],
    ['{for v in ["a", "b", "ab"] : substr(v, 0, 1) => v...}', { a: ['a', 'ab'], b: ['b'] }],
    ['max([1, 3, 2]...)', 3],
    ['try(aws_sqs_queue.jobs.nothing, tonumber("x"), "otherwise")', 'otherwise'],
    ['can(var.nothing)', false],
    ['filebase64sha256("${path.module}/rest-api.yaml")', 'YOGJmyWAKO6TIp7wovBp6NQyRtfuuxDI3hdRwqJBid0='],
    ['file("./rest-api.yaml")', 'openapi: é'],
    ['fileexists("./other")', false],
  ])('%s evaluates to %j', (expression, expected) => expect(value(expression)).toEqual(expected));

  test.each([
    ['upprer("a")', 'column 3: unknown function upprer; did you mean upper?'],
    ['cidrsubnet("10.0.0.0/8", 8, 2)', 'column 3: the function cidrsubnet cannot be evaluated: it is not supported'],
    ['timestamp()', 'column 3: the function timestamp cannot be evaluated: its result is different each time'],
    ['upper()', 'column 3: upper accepts 1 argument, not 0'],
    ['join(",", "a")', 'column 13: a list is required, not a string'],
    ['"a" < "b"', 'column 7: cannot convert "a" to a number'],
    ['1 / 0', 'column 5: division by zero'],
    ['log(-1, 10)', 'column 3: the result is not a number'],
    ['pow(10, 400)', 'column 3: the result is not a number'],
    ['"x${null}"', 'column 7: a string is required, not null'],
    [
      'aws_sqs_queue.jobs.redrive.count',
      'column 30: no attribute count: this is a list, not an object; select an element first, as in [0].count',
    ],
    ['local.names[2]', 'column 14: no element at index 2: the length of the list is 2'],
    ['{a = 1}["b"]', 'no element with the key "b"; did you mean a?'],
    ['aws_sqs_queue.jobs.constructor', 'no attribute constructor'],
    ['file("nowhere")', 'column 8: no file at nowhere'],
    ['null ? 1 : 2', 'a bool is required, not null'],
    ['{for v in ["a", "a"] : v => v}', 'two elements have the key "a"'],
  ])('%s fails: %s', (expression, message) => expect(() => value(expression)).toThrow(message));

  test('rejects file functions if the scope has no file reader', () => {
    expect(() => evaluateText('${file("a")}', { resolve: () => undefined })).toThrow(
      'this scope does not provide files',
    );
  });
});
