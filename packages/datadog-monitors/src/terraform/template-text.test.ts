import { fc, test } from '@fast-check/jest';
import { ExpressionError, escapeTemplate, unescapeAroundExpressions, unescapeTemplate } from './template-text';

describe('escapeTemplate', () => {
  // the results were evaluated with Terraform 1.11
  test.each([
    ['a ${b} %{c}', 'a $${b} %%{c}'],
    ['$${d}', '${"$"}$${d}'],
    ['%%{if}', '${"%"}%%{if}'],
    ['$%{e}', '$%%{e}'],
    ['$%%{f}', '${"$"}${"%"}%%{f}'],
    ['{{value}} costs $5, 監視', '{{value}} costs $5, 監視'],
  ])('escapes %s', (text, escaped) => {
    expect(escapeTemplate(text)).toBe(escaped);
  });

  const characters = fc.constantFrom('$', '%', '{', '}', '"', '\\', 'a', '監', '\n');
  test.prop([fc.string({ unit: characters })])('unescapeTemplate reverses escapeTemplate', (text) => {
    expect(unescapeTemplate(escapeTemplate(text))).toBe(text);
  });
});

describe('unescapeTemplate', () => {
  test.each(['cpu > ${var.limit}', '%{ if true }'])('rejects the expression in %s', (text) => {
    expect(() => unescapeTemplate(text)).toThrow(ExpressionError);
  });
});

test('unescapeAroundExpressions keeps expressions', () => {
  expect(unescapeAroundExpressions({ query: 'a > ${var.limit} $${b}' })).toEqual({ query: 'a > ${var.limit} ${b}' });
});
