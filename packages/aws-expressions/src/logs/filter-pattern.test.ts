import { fc, test as property } from '@fast-check/jest';
import { parseFilterPattern } from './filter-pattern';
import { PatternError } from './pattern-error';

const isMatch = (pattern: string, line: string) => parseFilterPattern(pattern).matches(line);

function refusal(pattern: string): PatternError {
  try {
    parseFilterPattern(pattern);
  } catch (error) {
    if (error instanceof PatternError) return error;
    throw error;
  }
  throw new Error('no error was thrown');
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
  ])('%j over %j: %s', (pattern, line, expected) => expect(isMatch(pattern, line)).toBe(expected));

  test('ignores terms with "?" if the pattern has other terms, as CloudWatch does', () => {
    expect(isMatch('?ERROR ?WARN Duration', report)).toBe(true);
    expect(isMatch('?ERROR -START', report)).toBe(true);
  });

  test.each([
    ['ERROR  !x', 8],
    ['  "open', 1],
    ['a ?', 3],
    ['a (b)', 3],
    ['x %(%', 3],
    ['a'.repeat(1025), 1025],
  ])('%j is rejected at column %i', (pattern, column) => {
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
    ['{ $.level = %^ERR% }', true],
    ['{ $.level != %^ERR% }', false],
    ['{ $.level = "INFO" && $.code = 503 || $.late IS TRUE }', true],
    ['{ $.level = "INFO" && ($.code = 503 || $.late IS TRUE) }', false],
  ])('%s: %s', (pattern, expected) => expect(isMatch(pattern, line)).toBe(expected));

  test.each(['plain text', '', '[]', '"ERROR"', 'null'])('does not match %j, which is not an object', (message) =>
    expect(isMatch('{ $.level = "ERROR" }', message)).toBe(false),
  );

  test.each([
    ['{', 2, 'expected more'],
    ['{ $.a }', 7, 'expected ='],
    ['{ level = 1 }', 3, 'a selector starts with $'],
    ['{ $.a = }', 9, 'expected a value'],
    ['{ $.a == 1 }', 8, 'expected a value'],
    ['{ $.a > "x" }', 9, '> compares numbers'],
    ['{ $.a = 1', 10, 'expected }'],
    ['{ $.a = 1 } x', 13, 'expected the end'],
    ['{ ($.a = 1 }', 12, 'expected )'],
    ['{ $.a IS MAYBE }', 10, 'expected TRUE, FALSE or NULL'],
    ['{ $.a NOT THERE }', 11, 'expected EXISTS'],
    ['{ $.a =  ~ }', 10, 'unexpected character'],
  ])('%s is rejected at column %i: %s', (pattern, column, reason) => {
    const { message, column: found } = refusal(pattern);
    expect(message).toContain(reason);
    expect(found).toBe(column);
  });
});

// source: CloudWatch Logs user guide, "FilterAndPatternSyntax", space-delimited log events
describe('space-delimited patterns', () => {
  const apache = '127.0.0.1 Prod frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534';
  const get = 'INFO 09/25/2014 12:00:00 GET /service/resource/67 1200';
  const error = 'ERROR 09/25/2014 12:00:02 Failed to process request\n';

  test.each([
    ['[ip, user, username, timestamp, request, status_code, bytes]', apache, true],
    ['[ip, user, username, timestamp, request =*.html*, status_code = 4*, bytes]', apache, true],
    ['[ip=%127\\.0\\.0\\.[1-9]%, user, username, timestamp, request =*.html*, status_code = 4*, bytes]', apache, true],
    ['[..., request =*.html*, status_code = 4*, bytes]', apache, true],
    ['[..., request =*.jpg*, status_code = 4*, bytes]', apache, false],
    ['[..., status_code = 404 || status_code = 410, bytes]', apache, true],
    ['[..., status_code = 403 || status_code = 410, bytes]', apache, false],
    ['[..., bytes > 1000]', apache, true],
    ['[..., bytes > 1534]', apache, false],
    ['[..., bytes >= 1534]', apache, true],
    ['[..., bytes <= 1.534e3 && bytes != 1533]', apache, true],
    ['[..., status_code < 500, bytes]', apache, true],
    ['[..., request < 500, status_code, bytes]', apache, false],
    ['[ip, ..., bytes = 1534]', apache, true],
    ['[ip = 127.0.0.1, ...]', apache, true],
    ['[ip = 127.0.0.2, ...]', apache, false],
    ['[a, b, c, timestamp = "10/Oct/2000:13:25:15 -0700", request = GET*, ...]', apache, true],
    ['[a, b, c, d, e, f, g, h]', apache, false],
    ['[a, b, c, d, e, f, g, h, ...]', apache, false],
    ['[w1=ERROR, w2]', error, true],
    ['[w1=ERROR, w2]', get, false],
    ['[w1=ERROR, w2]', 'ERROR', false],
    ['[w1=ERROR]', error, false],
    ['[w1=ERROR*]', error, true],
    ['[w1, rest = "*process request"]', error, true],
    ['[w1=ERROR || W1=WARNING, w2]', error, true],
    ['[w1!=ERROR&&w1!=WARNING, w2]', error, false],
    ['[w1!=ERROR && w1!=WARNING, w2]', get, true],
    ['[w1 = ERROR && (w1 != FOO || w1 = WARNING), w2]', error, true],
    ['[level, date, time, method, url=%/service/resource/[0-9]+$%, response_time]', get, true],
    ['[level, date, time, method, url=%/part/[0-9]+$%, response_time]', get, false],
    // the console's pattern for Lambda logs, whose fields are separated by tabs
    ['[timestamp=*Z, request_id="*-*", event]', '2026-01-01T00:00:00.000Z\tc6af9ac6-7b61\tERROR\tno light\n', true],
    ['[timestamp=*Z, request_id="*-*", event]', report, false],
    ['[a = "a b", b]', '"a b" c', true],
    ['[a = "[open", b]', '[open c', true],
    ['[a = "", b]', '"" c', true],
    ['[]', error, true],
    ['[]', '', true],
    ['[...]', '', true],
    ['[a]', '  ', false],
  ])('%s over %j: %s', (pattern, line, expected) => expect(isMatch(pattern, line)).toBe(expected));

  test.each([
    ['[a', 3, 'expected more'],
    ['[a, b', 6, 'expected more'],
    ['[a,]', 4, 'expected a field name'],
    ['[, a]', 2, 'expected a field name'],
    ['[a b]', 4, 'expected = !='],
    ['[a = ]', 6, 'expected a value'],
    ['[a == 1]', 5, 'expected a value'],
    ['[a > x]', 6, '> compares numbers'],
    ['[a = 1 && b = 2]', 11, 'the conditions between two commas must use the same field, a'],
    ['[a = 1 && || a = 2]', 11, 'expected a field name'],
    ['[..., a, ...]', 10, 'a pattern can contain only one ...'],
    ['[a] b', 5, 'expected the end'],
    ['[a = %(%]', 6, 'groups in %…%'],
    ['[a = "x]', 6, 'unexpected character'],
  ])('%s is rejected at column %i: %s', (pattern, column, reason) => {
    const { message, column: found } = refusal(pattern);
    expect({ message, found }).toEqual({ message: expect.stringContaining(reason), found: column });
  });

  test.each(['[ '.repeat(60_000), '" '.repeat(59_999), 'a'.repeat(250_000)])('matches a long line quickly', (line) => {
    const started = process.cpuUsage();
    expect(isMatch(`[w = "${'*a'.repeat(40)}*b", ...]`, line)).toBe(false);
    // processor time in microseconds, which hardly depends on other work on the machine
    expect(process.cpuUsage(started).user).toBeLessThan(1_000_000);
  });
});

const pieces = [...'{}()[]"\'%?-*.$&|=<>! \\a1', 'IS', 'NOT', 'EXISTS', '$.a', '&&', '||', '{ $.a = 1 }'];
const patterns = fc.oneof(
  fc.string(),
  fc.array(fc.constantFrom(...pieces), { maxLength: 24 }).map((found) => found.join('')),
  fc.array(fc.constantFrom(...pieces), { maxLength: 24 }).map((found) => `{ ${found.join(' ')} }`),
  fc.array(fc.constantFrom(...pieces, ',', '...'), { maxLength: 24 }).map((found) => `[${found.join(' ')}]`),
  fc.integer({ min: 0, max: 3_000 }).map((depth) => `{ ${'('.repeat(depth)}$.a = 1 }`),
);

property.prop([patterns, fc.oneof(fc.string(), fc.json())])(
  'parses any pattern, or throws a PatternError with a column inside the pattern',
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
