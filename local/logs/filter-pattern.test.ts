import { fc, test as property } from '@fast-check/jest';
import { parseFilterPattern } from './filter-pattern';
import { PatternError } from './pattern-error';

const takes = (pattern: string, line: string) => parseFilterPattern(pattern).matches(line);

function refusal(pattern: string): PatternError {
  try {
    parseFilterPattern(pattern);
  } catch (error) {
    if (error instanceof PatternError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

const report = 'REPORT RequestId: 1f0c Duration: 12.00 ms';

describe('terms', () => {
  test.each([
    ['', report, true],
    ['  ', report, true],
    ['REPORT', report, true],
    ['report', report, false],
    ['REPORT Duration', report, true],
    ['REPORT ERROR', report, false],
    ['?ERROR ?REPORT', report, true],
    ['?ERROR ?REPORT', '{"level":"ERROR"}', true],
    ['?ERROR ?REPORT', 'START RequestId: 1f0c', false],
    ['REPORT -Duration', report, false],
    ['REPORT -ERROR', report, true],
    ['-ERROR', report, true],
    ['"RequestId: 1f0c"', report, true],
    ['"RequestId:  1f0c"', report, false],
    ['"say \\"no\\""', 'they say "no"', true],
    ['-"RequestId: 1f0c"', report, false],
    ['?"RequestId: 2" ?"Duration: 12"', report, true],
    ['%Duration: [0-9.]+ ms%', report, true],
    ['%Duration: [0-9.]+ s%', report, false],
    ['-%Duration%', report, false],
    ['%a\\%b%', 'a%b', true],
    ['[ERROR]', '[ERROR] x', false],
  ])('%j over %j: %s', (pattern, line, expected) => {
    if (pattern.startsWith('[')) expect(refusal(pattern).message).toContain('space-delimited');
    else expect(takes(pattern, line)).toBe(expected);
  });

  test('"?" beside other terms counts for nothing, as CloudWatch has it', () => {
    expect(takes('?ERROR ?WARN Duration', report)).toBe(true);
    expect(takes('?ERROR -START', report)).toBe(true);
  });

  test.each([
    ['ERROR  !x', 8],
    ['  "open', 1],
    ['a ?', 3],
    ['a (b)', 3],
    ['x %(%', 3],
    ['[a, b]', 1],
    ['a'.repeat(1025), 1025],
  ])('%j is refused in column %i', (pattern, column) => {
    const { message, column: found } = refusal(pattern);
    expect(found).toBe(column);
    expect(message).toMatch(`filter pattern, column ${column}: `);
  });
});

describe('JSON patterns', () => {
  const line = JSON.stringify({
    level: 'ERROR',
    code: 503,
    late: true,
    none: null,
    text: 'two\nlines',
    at: [{ ip: '10.0.0.1' }],
    'a b': 1,
  });

  test.each([
    ['{ $.level = "ERROR" }', true],
    ['{ $.level = ERROR }', true],
    ['{ $.level = "ERR*" }', true],
    ['{ $.level = "RR" }', false],
    ['{ $.level != "INFO" }', true],
    ['{ $.missing != "INFO" }', false],
    ['{ $.missing NOT EXISTS }', true],
    ['{ $.level NOT EXISTS }', false],
    ['{ $.constructor NOT EXISTS }', true],
    ['{ $.toString != "x" }', false],
    ['{ $.code = 503 }', true],
    ['{ $.code = "503" }', false],
    ['{ $.code >= 500 && $.code < 600 }', true],
    ['{ $.code > 503 || $.code <= 1 }', false],
    ['{ $.code >= 5e2 }', true],
    ['{ $.level > 1 }', false],
    ['{ $.late IS TRUE }', true],
    ['{ $.late IS FALSE }', false],
    ['{ $.none IS NULL }', true],
    ['{ $.missing IS NULL }', false],
    ['{ $.text = "two*" }', true],
    ['{ $.at[0].ip = "10.*" }', true],
    ['{ $.at[1].ip = "10.*" }', false],
    ['{ $["a b"] = 1 }', true],
    ['{ $.level = "INFO" && $.code = 503 || $.late IS TRUE }', true],
    ['{ $.level = "INFO" && ($.code = 503 || $.late IS TRUE) }', false],
  ])('%s: %s', (pattern, expected) => expect(takes(pattern, line)).toBe(expected));

  test.each(['plain text', '', '[]', '"ERROR"', 'null'])('a line %j that is no object is not taken', (message) =>
    expect(takes('{ $.level = "ERROR" }', message)).toBe(false),
  );

  test.each([
    ['{', 2, 'expected more'],
    ['{ $.a }', 7, 'expected ='],
    ['{ level = 1 }', 3, 'a selector begins with $'],
    ['{ $.a = }', 9, 'expected a value'],
    ['{ $.a == 1 }', 8, 'expected a value'],
    ['{ $.a > "x" }', 9, '> compares numbers'],
    ['{ $.a = 1', 10, 'expected }'],
    ['{ $.a = 1 } x', 13, 'expected the end'],
    ['{ ($.a = 1 }', 12, 'expected )'],
    ['{ $.a IS MAYBE }', 10, 'expected TRUE, FALSE or NULL'],
    ['{ $.a NOT THERE }', 11, 'expected EXISTS'],
    ['{ $.a =  ~ }', 10, 'unexpected character'],
  ])('%s is refused in column %i: %s', (pattern, column, reason) => {
    const { message, column: found } = refusal(pattern);
    expect(message).toContain(reason);
    expect(found).toBe(column);
  });
});

const pieces = [...'{}()[]"\'%?-*.$&|=<>! \\a1', 'IS', 'NOT', 'EXISTS', '$.a', '&&', '||', '{ $.a = 1 }'];
const patterns = fc.oneof(
  fc.string(),
  fc.array(fc.constantFrom(...pieces), { maxLength: 24 }).map((found) => found.join('')),
  fc.array(fc.constantFrom(...pieces), { maxLength: 24 }).map((found) => `{ ${found.join(' ')} }`),
  fc.integer({ min: 0, max: 3_000 }).map((depth) => `{ ${'('.repeat(depth)}$.a = 1 }`),
);

property.prop([patterns, fc.oneof(fc.string(), fc.json())])(
  'any text is a pattern or is refused with a column inside it, and a pattern judges any line',
  (pattern, line) => {
    try {
      expect(typeof parseFilterPattern(pattern).matches(line)).toBe('boolean');
    } catch (error) {
      if (!(error instanceof PatternError)) throw error;
      expect(error.column).toBeGreaterThanOrEqual(1);
      expect(error.column).toBeLessThanOrEqual(pattern.trim().length + 1);
    }
  },
);
