import { createLineTrial } from './try-line';

const trial = createLineTrial({ version: '2015-10-08', now: () => 1000, newUuid: () => 'uuid', random: () => 0.5 });
const answer = (line: object) => JSON.parse(trial(JSON.stringify(line)));

const talk = "SELECT *, topic(3) AS thing FROM '$aws/things/+/shadow/update' WHERE state.reported.power = true";

describe('a JSON line with a rule', () => {
  const topic = '$aws/things/light-1/shadow/update';

  test('returns the output', () => {
    expect(answer({ sql: talk, topic, payload: { state: { reported: { power: true } } } })).toEqual({
      matched: true,
      output: { state: { reported: { power: true } }, thing: 'light-1' },
    });
    expect(answer({ sql: talk, topic, payload: { state: {} } })).toEqual({ matched: false });
  });

  test('rejects a topic that does not match FROM, except with Basic Ingest', () => {
    const line = { sql: "SELECT VALUE topic() FROM 'a/+'", payload: {} };
    expect(answer({ ...line, topic: 'a/b' })).toEqual({ matched: true, output: 'a/b' });
    expect(answer({ ...line, topic: 'a/b/c' })).toEqual({ matched: false });
    expect(answer({ ...line, topic: '$aws/rules/r/x' })).toEqual({ matched: true, output: 'x' });
  });

  test('uses the topic in FROM by default if it contains no wildcard', () => {
    expect(answer({ sql: "SELECT VALUE topic() FROM 'a/b'", payload: {} })).toEqual({ matched: true, output: 'a/b' });
  });

  test('omits an Undefined output and returns bytes in base64', () => {
    expect(answer({ sql: "SELECT VALUE missing FROM 'a'", payload: {} })).toEqual({ matched: true });
    expect(answer({ sql: "SELECT * FROM 'a'", payloadBase64: '/wAB' })).toEqual({
      matched: true,
      outputBase64: '/wAB',
    });
    expect(answer({ sql: "SELECT * FROM 'a'", payload: 'no json' })).toMatchObject({ outputBase64: 'bm8ganNvbg==' });
  });

  test('uses a string as the raw payload, so that the string {"a":1} is JSON', () => {
    expect(answer({ sql: "SELECT a FROM 'x'", payload: '{"a":1}' })).toEqual({ matched: true, output: { a: 1 } });
  });

  test('keeps every digit in a number', () => {
    const line = `{"sql":"SELECT VALUE a + 1 FROM 'x'","version":"2016-03-23","payload":{"a":12345678901234567890123}}`;
    expect(trial(line)).toBe('{"matched":true,"output":12345678901234567890124}');
    expect(trial(`{"payload":{"a":10.0},"sql":"SELECT a FROM 'x'"}`)).toBe('{"matched":true,"output":{"a":10.0}}');
  });

  test("sets the message's sender and time", () => {
    const sql = "SELECT clientid() AS c, principal() AS p, timestamp() AS t, traceid() AS i, accountid() AS a FROM 'x'";
    expect(answer({ sql, payload: {}, clientId: 'light-1', principal: 'ab', timestamp: 5 })).toEqual({
      matched: true,
      output: { c: 'light-1', p: 'ab', t: 5, i: 'uuid', a: '123456789012' },
    });
    // a message without a clientId was not sent over MQTT
    expect(answer({ sql, payload: {} })).toEqual({ matched: true, output: { c: 'n/a', t: 1000, a: '123456789012' } });
  });

  test('provides the responses from other services, keyed by function', () => {
    const sql = "SELECT VALUE get_thing_shadow('t', 'arn:r').state.desired.on FROM 'x'";
    const line = { sql, version: '2016-03-23', payload: {} };
    expect(answer({ ...line, answers: { get_thing_shadow: { state: { desired: { on: true } } } } })).toEqual({
      matched: true,
      output: true,
    });
    expect(answer(line)).toEqual({ matched: true });
  });
});

describe('a JSON line with an expression', () => {
  test('returns the value of an expression, or {} for Undefined', () => {
    expect(answer({ expression: 'a * 2', payload: { a: 21 } })).toEqual({ value: 42 });
    expect(answer({ expression: 'a * 2', payload: {} })).toEqual({});
    expect(answer({ expression: 'isNull(NULL)' })).toEqual({ value: true });
    expect(answer({ expression: 'topic(2)', topic: 'a/b' })).toEqual({ value: 'b' });
  });

  test('uses the SQL version in the line, or the default version', () => {
    expect(answer({ expression: 'sql_version()' })).toEqual({ value: '2015-10-08' });
    expect(answer({ expression: 'sql_version()', version: 'beta' })).toEqual({ value: 'beta' });
  });
});

test('accepts unrelated members', () => {
  expect(answer({ expression: '1', id: 7, seq: 1, expected: 1 })).toEqual({ value: 1 });
});

describe('an invalid line', () => {
  test.each([
    ['no json', /^the line is not JSON/, 1],
    ['', /^the line is not JSON/, 1],
    ['[1]', /expected object/, 1],
    ['{"sql":"SELECT * FROM \'a\'" "x"}', /^the line is not JSON/, 28],
    ['{}', 'a line must contain either sql or expression', 1],
    ['{"sql":"SELECT 1","expression":"1"}', 'a line must contain either sql or expression', 1],
    ['{"expression":"1","payload":{},"payloadBase64":"e30="}', 'a line can contain payload or payloadBase64', 1],
    ['{"expression":"1","versoin":"beta"}', 'unknown member versoin; did you mean version\\?', 1],
    ['{"sql":"SELECT 1","topic":"a/+"}', /^topic: a topic to publish to cannot contain the wildcard/, 1],
    ['{"expression":"topic()","topic":"1/2/3/4/5/6/7/8/9"}', /^topic: a topic has at most 7 slashes, not 8/, 1],
    ['{"sql":7}', /^sql: /, 1],
    ['{"expression":"1","version":"2020-01-01"}', /^version: /, 1],
    ['{"expression":"1","payloadBase64":"?"}', /^payloadBase64: /, 1],
    ['{"sql":"SELECT * FROM \'a\' WHERE b == 1"}', '== is not an operator of AWS IoT SQL; use =', 27],
    ['{"expression":"lower("}', /^expected /, 7],
    ['{"expression":"1 2"}', 'expected an operator or the end, found 2', 3],
    ['{"expression":"*"}', /^expected an expression/, 1],
  ])('%s returns an error, but the next line is still evaluated', (line, message, column) => {
    const { error } = JSON.parse(trial(line));
    expect(error).toEqual({ message: expect.stringMatching(message), line: 1, column });
    expect(answer({ expression: '1' })).toEqual({ value: 1 });
  });

  test('reports the line within a multi-line statement', () => {
    expect(answer({ sql: "SELECT *\n  FROM 'a'\n WHRE b" })).toMatchObject({ error: { line: 3, column: 2 } });
  });
});
