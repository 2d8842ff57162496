import { test as property } from '@fast-check/jest';
import { anyText } from '../any-text.arbitrary';
import { exampleMessage } from './example-message';
import { compile } from './rule';
import { SqlError } from './sql-error';
import { compileTemplate, type TemplateOptions } from './template';

const payload = { device: 'iot123', temp: 54.98, nested: { n: 1 } };

function fillTemplate(text: string, options: Partial<TemplateOptions> = {}): string {
  return compileTemplate(text, { version: '2016-03-23', ...options }).evaluate(exampleMessage(payload));
}

describe('compileTemplate', () => {
  test.each([
    ['plain', 'plain'],
    ['${topic()}/republish', '$aws/things/light-1/shadow/update/republish'],
    ['${topic(3)}-${device}', 'light-1-iot123'],
    ['${temp}', '54.98'],
    ['${nested}', '{"n":1}'],
    ['a${missing}b', 'ab'],
    ["${parse_time('yyyy', timestamp(), 'UTC')}", '2016'],
    ["${get({'a}': 'x'}, 'a}')}", 'x'],
    ['cost: $5 }', 'cost: $5 }'],
  ])('%s gives %s', (text, expected) => {
    expect(fillTemplate(text)).toBe(expected);
  });

  test('replaces a leading $$ with $, as in reserved topics, if the field is a topic', () => {
    expect(fillTemplate('$$aws/things/${device}/shadow/update', { escapedTopic: true })).toBe(
      '$aws/things/iot123/shadow/update',
    );
    expect(fillTemplate('$$aws/x')).toBe('$$aws/x');
  });

  test('detects constant fields', () => {
    expect(compileTemplate('a${1 + 1}', { version: '2016-03-23' }).isConstant).toBe(true);
    expect(compileTemplate('a${b}', { version: '2016-03-23' }).isConstant).toBe(false);
  });

  test('renders the variables of the rule', () => {
    const rule = compile("SET @d = device + '!' SELECT * FROM 'a'", { version: '2016-03-23' });
    const message = exampleMessage(payload);
    const result = rule.evaluate(message);
    const template = compileTemplate('${@d}', rule);
    expect(result.matched && template.evaluate(message, result.variables)).toBe('iot123!');
  });

  test('uses the original payload, not the aliases in SELECT', () => {
    expect(fillTemplate('${alias}')).toBe('');
  });

  test.each([
    ['a/${b ==1}', 7, '== is not an operator of AWS IoT SQL; use ='],
    ['a/${b', 6, 'expected an operator or }, found the end'],
    ['a/${}', 5, 'expected an expression, found }'],
    ['${uper(a)}', 3, 'uper() is not a function of AWS IoT SQL; did you mean upper()?'],
  ])('rejects %s at column %i', (text, column, message) => {
    expect(() => fillTemplate(text)).toThrow(new SqlError({ message, at: { line: 1, column } }));
    try {
      fillTemplate(text);
    } catch (error) {
      expect(error).toMatchObject({ column });
    }
  });

  property.prop([anyText()])('renders or rejects any text', (text) => {
    try {
      fillTemplate(`${text}\${${text}}`);
    } catch (error) {
      if (!(error instanceof SqlError)) throw error;
    }
  });
});
