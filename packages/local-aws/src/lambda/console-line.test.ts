import { type ConsoleLine, isLogged, jsonLine, leastLevelIn, textLine } from './console-line';

const line = (...values: readonly unknown[]): ConsoleLine => ({
  level: 'INFO',
  time: new Date('2026-01-01T00:00:00Z'),
  requestId: '1f0c',
  values,
});
const json = (...values: readonly unknown[]): unknown => JSON.parse(jsonLine(line(...values)));
const fields = { timestamp: '2026-01-01T00:00:00.000Z', level: 'INFO', requestId: '1f0c' };
const error = Object.assign(new TypeError('no job'), { code: 7 });
const errorFields = {
  errorType: 'TypeError',
  errorMessage: 'no job',
  stackTrace: expect.arrayContaining(['TypeError: no job']),
};

test('textLine formats values like console.log', () =>
  expect(textLine(line('job %s', 7))).toBe('2026-01-01T00:00:00.000Z\t1f0c\tINFO\tjob 7\n'));

test.each([
  ['text', ['done'], { message: 'done' }],
  ['an object', [{ job: 7 }], { message: { job: 7 } }],
  ['several values', ['job %s', 7], { message: 'job 7' }],
  ['an error', [error], { message: { ...errorFields, code: 7 } }],
  [
    'an error among other values',
    ['failed', error],
    { message: expect.stringContaining('TypeError: no job'), ...errorFields },
  ],
])('jsonLine formats %s', (_, values, expected) => expect(json(...values)).toEqual({ ...fields, ...expected }));

test('jsonLine formats a circular object as text', () => {
  const circular: Record<string, unknown> = {};
  circular['self'] = circular;
  expect(json(circular)).toEqual({ ...fields, message: expect.stringContaining('[Circular *1]') });
});

test("isLogged returns false below the function's log level", () => {
  expect([isLogged('DEBUG', 'INFO'), isLogged('INFO', 'INFO'), isLogged('FATAL', 'INFO')]).toEqual([false, true, true]);
  expect(leastLevelIn({ AWS_LAMBDA_LOG_LEVEL: 'WARN' })).toBe('WARN');
  expect(leastLevelIn({})).toBe('TRACE');
});
