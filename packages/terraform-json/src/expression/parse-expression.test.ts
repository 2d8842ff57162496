import { fc, test as property } from '@fast-check/jest';
import { ExpressionError } from './expression-error';
import { anyExpression, withoutColumns } from './expression-tree.arbitrary';
import { parseExpression, parseTemplate } from './parse-expression';
import { print, printTemplate } from './print';
import { references } from './references';

describe('the parser', () => {
  test.each([
    ['${each.key}', 'column 3: each requires for_each, which is not supported'],
    ['${count.index}', 'column 3: count is not supported'],
    ['${module.net.id}', 'column 3: modules are not supported'],
    ['${module.net["a"].id}', 'column 3: modules are not supported'],
    ['${module.net[var.a].aws_x.y}', 'column 13: the key of a module must be a literal'],
    [
      '${iot:Connection.Thing.ThingName}',
      'column 3: iot is not a reference; expected aws_x.y, data.t.n, var.x or local.x',
    ],
    [
      'a %{if true}',
      'column 3: template directives such as %{if} and %{for} are not supported; write %%{ for a literal %{',
    ],
    ['${<<EOT\nx\nEOT\n}', 'column 3: heredocs are not supported; write a quoted string'],
    ['${provider::aws::arn_parse("x")}', 'column 3: provider functions are not supported: provider::…'],
    ['${}', 'column 1: an expression is missing between ${ and }'],
    ['${"open}', 'column 3: this quote is not closed'],
    ['${"\\x"}', 'column 4: \\x is not an escape'],
    ['${upper("a"}', 'column 12: expected ) to close the call of upper, found }'],
    ['${1 2}', 'column 5: expected } to close the ${, found 2'],
    ['${a.b[0}', 'column 8: expected ] to close the index, found }'],
    ['${path.modul}', 'column 8: path.modul does not exist; did you mean module?'],
    ['${treu}', 'did you mean true?'],
    ['${@}', 'column 3: unexpected character "@"'],
    [`\${${'('.repeat(5000)}1`, 'nested deeper than'],
    [`\${1${' + 1'.repeat(5000)}}`, 'operations in a row'],
  ])('%s fails: %s', (text, message) => {
    expect(() => parseTemplate(text)).toThrow(ExpressionError);
    expect(() => parseTemplate(text)).toThrow(message);
  });

  // do not use fast-check's unit `binary`, which spends seconds building a table of all code points
  const codePoint = fc.nat(0x10ffff).map((code) => String.fromCodePoint(code));
  const anyText = fc.oneof(fc.string({ unit: codePoint, maxLength: 60 }), fc.string({ maxLength: 60 }));
  property.prop([anyText])('does not crash on any text', (text) => {
    refusesOrReads(text);
    refusesOrReads(`\${${text}}`);
  });

  const fragment = fc.constantFrom(
    '${',
    '}',
    '"',
    '\\',
    '[',
    ']',
    '{',
    '(',
    ')',
    'for ',
    ' in ',
    'a.b',
    '.0',
    '.*',
    '[*]',
    ' ? ',
    ' : ',
    '=>',
    '...',
    ',',
    '=',
    '1',
    '-',
    '!',
    '\n',
    '~',
    '%%{',
    '$${',
  );
  property.prop([fc.array(fragment, { maxLength: 40 })])('does not crash on any sequence of tokens', (fragments) => {
    refusesOrReads(fragments.join(''));
    refusesOrReads(`\${${fragments.join('')}}`);
  });

  property.prop([anyExpression])('parses a printed expression back to the same tree', (expression) => {
    expect(withoutColumns(parseExpression(print(expression)))).toEqual(withoutColumns(expression));
  });

  property.prop([fc.array(fc.oneof(fc.string(), fc.constantFrom('${', '%{', '$', '%', '$${')))])(
    'prints any text as a template that parses to the same text',
    (pieces) => {
      const text = pieces.join('');
      const template = printTemplate({ source: '', parts: text === '' ? [] : [{ kind: 'text', text }] });
      expect(parseTemplate(template).parts).toEqual(text === '' ? [] : [{ kind: 'text', text }]);
    },
  );
});

describe('references', () => {
  test('finds references with their positions, attributes and indexes', () => {
    const found = references({
      a: ['x ${aws_x.y.tags["k"][0].z} ${upper(var.v)}'],
      b: '${[for x in data.t.n[var.i].l : x.q]}',
    });
    expect(found.map(({ address, attributes, column, path }) => ({ address, attributes, column, path }))).toEqual([
      { address: 'aws_x.y', attributes: ['tags', 'k', 0, 'z'], column: 5, path: ['a', 0] },
      { address: 'var.v', attributes: [], column: 37, path: ['a', 0] },
      { address: 'data.t.n', attributes: [], column: 13, path: ['b'] },
      { address: 'var.i', attributes: [], column: 22, path: ['b'] },
    ]);
  });

  test('finds a reference to a resource in a module with the full address', () => {
    const addresses = ['module.net["a"].module.zone[0].data.t.n', 'module.net.aws_x.y'];
    const found = references(addresses.map((address) => `\${${address}.id}`));
    expect(found.map(({ address, attributes }) => ({ address, attributes }))).toEqual(
      addresses.map((address) => ({ address, attributes: ['id'] })),
    );
  });

  test('ignores text after an escaped ${', () => expect(references('$${aws_x.y}')).toEqual([]));
});

function refusesOrReads(text: string): void {
  try {
    parseTemplate(text);
  } catch (error) {
    expect(error).toBeInstanceOf(ExpressionError);
  }
}
