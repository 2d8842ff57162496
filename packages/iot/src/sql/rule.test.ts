import { fc, test as property } from '@fast-check/jest';
import { exampleMessage } from './example-message';
import { jsonText } from './json-text';
import { compile } from './rule';
import { SqlError } from './sql-error';
import type { SqlVersion } from './value';

/** Returns the JSON output of a rule, or `no match` if WHERE does not match. */
function output(sql: string, payload: unknown, version: SqlVersion = '2016-03-23'): string | undefined {
  const result = compile(sql, { version }).evaluate(exampleMessage(payload));
  return result.matched ? jsonText(result.output) : 'no match';
}

function refusal(sql: string, version: SqlVersion = '2016-03-23'): SqlError | undefined {
  try {
    compile(sql, { version });
    return undefined;
  } catch (error) {
    if (error instanceof SqlError) return error;
    throw error;
  }
}

const talk =
  "SELECT *, topic(3) AS thing, timestamp() AS receivedAt, traceid() AS traceId FROM '$aws/things/+/shadow/update' WHERE state.reported.power = true";

describe('the rules from the conference talk', () => {
  test('power-on adds thing, time and trace to the payload', () => {
    expect(output(talk, { state: { reported: { power: true } } })).toBe(
      '{"state":{"reported":{"power":true}},"thing":"light-1","receivedAt":1481825251155,"traceId":"12345678-1234-1234-1234-123456789012"}',
    );
  });

  test.each([
    [{ state: { reported: { power: false } } }],
    [{ state: { reported: { power: 'on' } } }],
    [{ state: { desired: { power: true } } }],
    [{ state: null }],
    [[]],
    ['not json'],
    [''],
  ])('power-on does not match %j', (payload) => {
    expect(output(talk, payload)).toBe('no match');
  });

  test('ignores a thing name in the payload', () => {
    expect(output(talk, { thing: 'light-2', state: { reported: { power: true } } })).toMatch('"thing":"light-1"');
    const sql = "SELECT *, topic(9) AS thing FROM 'a'";
    expect(output(sql, { thing: 'light-2', x: 1 })).toBe('{"x":1}');
  });

  test('a rule for shadow documents selects the version in `current`', () => {
    const sql = "SELECT *, topic(3) AS thing, current.version AS version FROM '$aws/things/+/shadow/update/documents'";
    expect(output(sql, { current: { version: 7 } })).toBe('{"current":{"version":7},"thing":"light-1","version":7}');
    expect(compile(sql, { version: '2016-03-23' }).filter).toBe('$aws/things/+/shadow/update/documents');
  });
});

// The examples are from the README and the test cases of aws-samples/verification-tool-for-aws-iot-rules.
describe("SELECT examples of AWS's verification tool", () => {
  const payload = { messages: [{ message: 'a' }, { message: 'b' }], a: 1 };

  test.each([
    ["SELECT VALUE *.messages FROM 'a'", '[{"message":"a"},{"message":"b"}]'],
    ["SELECT *.messages[1].message AS m FROM 'a'", '{"m":"b"}'],
    ["SELECT a FROM 'a' WHERE *.a = 1", '{"a":1}'],
    [
      "SELECT (SELECT a, topic() AS topic FROM *) AS inner FROM 'a'",
      '{"inner":{"a":1,"topic":"$aws/things/light-1/shadow/update"}}',
    ],
    ["SELECT VALUE (SELECT *, 2 AS b FROM *) FROM 'a'", '{"messages":[{"message":"a"},{"message":"b"}],"a":1,"b":2}'],
    ["SELECT isNull(SELECT VALUE message FROM messages) AS n FROM 'a'", '{"n":false}'],
    ["SELECT isUndefined(SELECT VALUE x FROM nothing) AS n FROM 'a'", '{"n":true}'],
    ["SELECT NULL AS n FROM 'a'", '{"n":null}'],
  ])('%s', (sql, expected) => expect(output(sql, payload)).toBe(expected));

  test('supports an index into the payload itself', () =>
    expect(output("SELECT VALUE *[1] FROM 'a'", [1, 2])).toBe('2'));

  test('NULL is a value in every SQL version', () =>
    expect(output("SELECT NULL AS n FROM 'a'", payload, '2015-10-08')).toBe('{"n":null}'));
});

// The examples are from the AWS IoT developer guide: iot-sql-select, -case, -literals, -nested-queries,
// -set, -json, iot-rule-sql-version.
describe('SELECT examples in the guide', () => {
  const color = { color: 'red', temperature: 50 };
  const senml = {
    e: [
      { n: 'temperature', u: 'Cel', t: 1234, v: 22.5 },
      { n: 'light', u: 'lm', t: 1235, v: 135 },
      { n: 'acidity', u: 'pH', t: 1235, v: 7 },
    ],
  };

  test.each([
    ["SELECT * FROM 'a'", color, '{"color":"red","temperature":50}'],
    ["SELECT color FROM 'a'", color, '{"color":"red"}'],
    ["SELECT color AS my_color FROM 'a'", color, '{"my_color":"red"}'],
    ["SELECT color as my_color, temperature as f FROM 'a'", color, '{"my_color":"red","f":50}'],
    ["SELECT *, 15 as speed FROM 'a'", color, '{"color":"red","temperature":50,"speed":15}'],
    ["SELECT VALUE color FROM 'a'", color, '"red"'],
    ["SELECT color.red as red_value FROM 'a'", { color: { red: 255 } }, '{"red_value":255}'],
    [
      "SELECT (temperature - 32) * 5 / 9 AS celsius, upper(color) as my_color FROM 'a'",
      color,
      '{"celsius":10,"my_color":"RED"}',
    ],
    ["SELECT color AS rgb FROM 'a' WHERE temperature > 50", { color: 'red', temperature: 100 }, '{"rgb":"red"}'],
    ["SELECT color FROM 'a' WHERE temperature > 50 AND color <> 'red'", color, 'no match'],
    ["SELECT foo.bar AS bar.baz FROM 'a'", { foo: { bar: 'RED' } }, '{"bar":{"baz":"RED"}}'],
    ["SELECT VALUE arr FROM 'a'", { arr: [1, 2, 3, 4] }, '[1,2,3,4]'],
    [
      "SELECT {'latitude': get(lat_long, 0),'longitude':get(lat_long, 1)} as lat_long FROM 'a'",
      { lat_long: [47.606, -122.332] },
      '{"lat_long":{"latitude":47.606,"longitude":-122.332}}',
    ],
    ["SELECT VALUE get(*, 'a-b') FROM 'a' WHERE get(get(*, 'c d'), 'e') = 1", { 'a-b': 2, 'c d': { e: 1 } }, '2'],
    ["SELECT [lat,long] as lat_long FROM 'a'", { lat: 47.606, long: -122.332 }, '{"lat_long":[47.606,-122.332]}'],
    ["SELECT (SELECT VALUE n FROM e) as sensors FROM 'a'", senml, '{"sensors":["temperature","light","acidity"]}'],
    ["SELECT (SELECT v FROM e WHERE n = 'temperature') as temperature FROM 'a'", senml, '{"temperature":[{"v":22.5}]}'],
    ["SELECT get((SELECT v FROM e WHERE n = 'temperature'), 0).v as t FROM 'a'", senml, '{"t":22.5}'],
    ["SELECT VALUE (SELECT a, b FROM data) FROM 'a'", { data: { a: 1, b: 2, c: 3 } }, '{"a":1,"b":2}'],
    ["SELECT VALUE (SELECT VALUE c FROM data) FROM 'a'", { data: { c: [3] } }, '[3]'],
    [
      "SELECT CASE color WHEN 'green' THEN 'go' WHEN 'yellow' THEN 'caution' ELSE '?' END as instructions FROM 'a'",
      { color: 'yellow' },
      '{"instructions":"caution"}',
    ],
    [
      'SELECT * FROM \'a\' WHERE get(get(get(mydata,"item2"),"0"),"my-key") = "myValue"',
      { mydata: { item2: { '0': { 'my-key': 'myValue' } } } },
      '{"mydata":{"item2":{"0":{"my-key":"myValue"}}}}',
    ],
  ])('%s', (sql, payload, expected) => {
    expect(output(sql, payload)).toBe(expected);
  });
});

describe('SELECT features that the guide does not describe', () => {
  test.each([
    ["SELECT *, {'a-b': x, 'x': 2} FROM 'a'", { x: 1 }, '{"x":2,"a-b":1}'],
    ["SELECT {'a': x} AS o, {'b': missing} FROM 'a'", { x: 1 }, '{"o":{"a":1}}'],
    ["SELECT * AS message, topic(3) AS message.thing FROM 'a'", { x: 1 }, '{"message":{"x":1,"thing":"light-1"}}'],
    ["SELECT topic(3) AS thing, * AS message FROM 'a'", [1], '{"thing":"light-1","message":[1]}'],
    ["SELECT * AS message FROM 'a'", 'no json', '{"message":"bm8ganNvbg=="}'],
    ["SELECT {'message': *} AS m FROM 'a'", 'no json', '{"m":{"message":"bm8ganNvbg=="}}'],
    ["SELECT (SELECT * AS it FROM e) AS all FROM 'a'", { e: [1, 2] }, '{"all":[{"it":1},{"it":2}]}'],
    ["SELECT s.r.*, topic(3) AS x FROM 'a'", { s: { r: { x: 1, y: 2 } } }, '{"x":"light-1","y":2}'],
    ["SELECT x, s.*, e[0].* FROM 'a'", { x: 1, s: { x: 2 }, e: [{ z: 3 }] }, '{"x":2,"z":3}'],
    ["SELECT x.*, missing.*, e.* FROM 'a'", { x: 1, e: [2] }, '{}'],
    ["SELECT (SELECT a.*, b FROM e) AS all FROM 'a'", { e: [{ a: { c: 1 }, b: 2 }] }, '{"all":[{"c":1,"b":2}]}'],
    ["SELECT *, 1 AS a.b FROM 'a'", { a: { c: 2 } }, '{"a":{"c":2,"b":1}}'],
    ["SELECT 1 AS a.b, 2 AS a.c FROM 'a'", {}, '{"a":{"b":1,"c":2}}'],
    ["SELECT a, *, b AS c FROM 'a'", { b: 1, a: 2 }, '{"a":2,"b":1,"c":1}'],
    ["SELECT missing FROM 'a'", {}, '{}'],
    ["SELECT VALUE missing FROM 'a'", {}, undefined],
    ["SELECT NULL AS n FROM 'a'", {}, '{"n":null}'],
    [
      "SELECT a.`my-key` AS x, a.\"my-key\" AS y, a['my-key'] AS z FROM 'a'",
      { a: { 'my-key': 1 } },
      '{"x":1,"y":1,"z":1}',
    ],
    ["SELECT a[1].b AS x FROM 'a'", { a: [0, { b: 2 }] }, '{"x":2}'],
    ["SELECT topic(3) FROM 'a'", {}, '{"topic(3)":"light-1"}'],
    ["SELECT *, 1 AS x FROM 'a'", 'not json', '{"x":1}'],
    ["SELECT CASE WHEN a > 1 THEN 'big' ELSE 'small' END AS size FROM 'a'", { a: 2 }, '{"size":"big"}'],
    ["SELECT CASE b WHEN 1 THEN 2 ELSE 3 END AS x FROM 'a'", {}, '{}'],
    ["SELECT * FROM 'a' WHERE EXISTS (SELECT * FROM e WHERE foo = 2)", { e: [{ foo: 2 }] }, '{"e":[{"foo":2}]}'],
    ["SELECT * FROM 'a' WHERE EXISTS (SELECT * FROM e WHERE foo = 3)", { e: [{ foo: 2 }] }, 'no match'],
    ["SELECT * FROM 'a' WHERE 3 IN arr", { arr: [1, 3] }, '{"arr":[1,3]}'],
    ["SELECT * FROM 'a' WHERE ok", { ok: 'TRUE' }, '{"ok":"TRUE"}'],
    [
      "SET @c = (f - 32) * 5 / 9, @d = @c + 1 SELECT @c AS c, @d AS d FROM 'a' WHERE @c > 20",
      { f: 75 },
      '{"c":23,"d":24}',
    ],
    [
      "SET @a = {'b': [1, 2]} SELECT @a.b AS x, (SELECT VALUE @a.b[0] FROM e) AS y FROM 'a'",
      { e: [1] },
      '{"x":[1,2],"y":[1]}',
    ],
  ])('%s', (sql, payload, expected) => {
    expect(output(sql, payload)).toBe(expected);
  });

  test('* returns the raw bytes of a payload that is not JSON', () => {
    const payload = Buffer.from([0xff, 0x00, 0x01]);
    const result = compile("SELECT * FROM 'a'", { version: '2016-03-23' }).evaluate(exampleMessage(payload));
    expect(result).toMatchObject({ matched: true, output: payload });
    expect(output("SELECT encode(*, 'base64') AS data FROM 'a'", payload)).toBe('{"data":"/wAB"}');
  });

  const cannotReadText = (select: string) =>
    compile(`${select} FROM 'a'`, { version: '2016-03-23' }).cannotRead(exampleMessage('not json'));

  test.each(['SELECT VALUE *[0]', 'SELECT VALUE *.a', 'SELECT (SELECT VALUE 1 FROM *) AS b'])(
    '%s cannot read a payload that is not JSON',
    (select) => expect(cannotReadText(select)).toBe(true),
  );

  test.each(['SELECT *', 'SELECT (SELECT VALUE 1 FROM [1]) AS b'])('%s accepts a payload that is not JSON', (select) =>
    expect(cannotReadText(select)).toBe(false),
  );

  test('paths cannot access inherited properties, and __proto__ is an ordinary key', () => {
    expect(output("SELECT constructor AS a, toString AS b, x.length AS c, x.e AS d FROM 'a'", { x: [1] })).toBe('{}');
    expect(output("SELECT x.e AS a, x.s AS b, x.d AS c FROM 'a'", '{"x":0.12345678901234567890123}')).toBe('{}');
    expect(output("SELECT *, 1 AS a FROM 'a'", '{"__proto__":{"b":2}}')).toBe('{"__proto__":{"b":2},"a":1}');
    expect(output("SELECT __proto__ AS a, 1 AS __proto__ FROM 'a'", '{"__proto__":2}')).toBe('{"a":2,"__proto__":1}');
  });

  test('never modifies the payload', () => {
    const message = exampleMessage({ a: { b: 1 }, c: 2 });
    compile("SELECT *, 2 AS a.b, missing AS c FROM 'a'", { version: '2016-03-23' }).evaluate(message);
    expect(message.json).toEqual({ a: { b: 1 }, c: 2 });
  });
});

// AWS IoT developer guide, iot-sql-data-types: "Functions called with invalid arguments (for example, wrong types,
// wrong number of arguments, and so on) return Undefined".
describe('calls that are always Undefined', () => {
  test.each([
    ['lower()', 8, 'lower() accepts 1 argument, not 0'],
    ["upper('a', 'b')", 8, 'upper() accepts 1 argument, not 2'],
    ['substring(a)', 8, 'substring() accepts 2 to 3 arguments, not 1'],
    ['clientid(a)', 8, 'clientid() accepts no arguments, not 1'],
    ['topic(1, 2)', 8, 'topic() accepts at most 1 argument, not 2'],
    ["get_dynamodb('t', 'k', 'v', 's', 'r')", 8, 'get_dynamodb() requires both the name and the value of a sort key'],
    ["decode(a, 'base64', 'b')", 8, "decode(…, 'base64') requires 2 arguments"],
    ["decode(*, 'proto', 'b')", 8, "decode(…, 'proto') requires 6 arguments"],
    ["nanvl(abs(), 1) AS n, upper('x')", 14, 'abs() accepts 1 argument, not 0'],
    ["get_mqtt_property('contenttype')", 8, "get_mqtt_property() supports 'content_type', "],
  ])('%s is Undefined, and the compiled rule reports its position', (items, column, message) => {
    const rule = compile(`SELECT ${items} AS x FROM 'a'`, { version: '2016-03-23' });
    const result = rule.evaluate(exampleMessage({ a: 'text' }));
    expect(result.matched && jsonText(result.output)).toBe(items.includes('nanvl') ? '{"n":1,"x":"X"}' : '{}');
    expect(rule.undefinedCalls.map((error) => error.column)).toEqual([column]);
    expect(rule.undefinedCalls[0]?.message).toContain(message);
    expect(rule.services).toEqual([]);
  });

  test('concat accepts any number of arguments', () => {
    const sql = `SELECT VALUE concat(${Array.from({ length: 300 }, () => "'a'").join()}) FROM 'a'`;
    expect(output(sql, {})).toBe(`"${'a'.repeat(300)}"`);
  });
});

const role = "'arn:aws:iam::123456789012:role/r'";
const registry = `get_registry_data('DescribeThing', a, ${role})`;
const protobuf = "decode(a, 'proto', 'b', 'k', 'p', 'T')";

describe('statements that CreateTopicRule rejects', () => {
  test.each([
    [
      `SELECT ${registry} AS a, ${registry} AS b FROM 'a'`,
      88,
      'get_registry_data() can be called only once per statement',
    ],
    [
      `SELECT [${protobuf}, ${protobuf}, ${protobuf}] AS a FROM 'a'`,
      89,
      "decode(…, 'proto') can be called at most twice per statement",
    ],
    [
      `SELECT get_or_default(a, ${registry}) AS b FROM 'a'`,
      26,
      'the default of get_or_default() cannot call a service',
    ],
    [
      `SET ${'abcdefghijk'
        .split('')
        .map((name) => `@${name} = 1`)
        .join()} SELECT 1`,
      75,
      'a statement can set at most 10 variables',
    ],
    ["SELECT nope(1) FROM 'a'", 8, 'nope() is not a function of AWS IoT SQL'],
    ["SELECT uper(a) FROM 'a'", 8, 'uper() is not a function of AWS IoT SQL; did you mean upper()?'],
    ["SELECT machinelearning_predict('a', 'b', *) FROM 'a'", 8, /retired/],
    ["SELECT lower(uper(a), b) FROM 'a'", 14, 'uper() is not a function of AWS IoT SQL; did you mean upper()?'],
    ["SELECT lower(*) FROM 'a'", 14, 'lower() does not accept * as this argument'],
    ["SELECT encode(*, 'hex') FROM 'a'", 18, "encode() accepts 'base64' here"],
    ["SELECT @a FROM 'a'", 8, '@a is used before it is set'],
    ["SET @temp = 1 SELECT @tmp FROM 'a'", 22, '@tmp is used before it is set; did you mean @temp?'],
    ["SELECT cast(a AS Itn) FROM 'a'", 8, 'Itn is not a type that cast supports; did you mean Int?'],
  ])('%s', (sql, column, message) => {
    const error = refusal(sql);
    expect(error?.message).toMatch(message);
    expect(error?.column).toBe(column);
  });

  test.each([
    ["SELECT [1] AS a FROM 'a'", 'literal arrays and objects require SQL version 2016-03-23'],
    ["SELECT {'a': 1} AS a FROM 'a'", 'literal arrays and objects require SQL version 2016-03-23'],
    ["SELECT (SELECT a FROM b) AS a FROM 'a'", 'nested queries require SQL version 2016-03-23'],
    ["SELECT encode(a, 'base64') AS a FROM 'a'", 'encode() requires SQL version 2016-03-23'],
    ["SELECT cast(a AS Boolean) AS a FROM 'a'", 'cast to Boolean requires SQL version 2016-03-23'],
  ])('rejects %s in SQL version 2015-10-08, but not in later versions', (sql, message) => {
    expect(refusal(sql, '2015-10-08')?.message).toMatch(message);
    expect(refusal(sql, '2016-03-23')).toBeUndefined();
    expect(refusal(sql, 'beta')).toBeUndefined();
  });
});

describe('evaluate never throws', () => {
  const expressions = fc.constantFrom(
    ...['a', 'a.b', 'b[0]', '-a', 'a + b', 'a / b', 'a % b', 'a < b', 'a = b', 'a AND b', 'NOT a', 'a IN b', 'a + "x"'],
    ...['lower(a)', 'substring(a, b)', 'substring(a, b, a)', 'concat(a, b)', 'get(a, b)', 'round(a)', 'trunc(a, b)'],
    ...[
      'power(a, b)',
      'sqrt(a)',
      'mod(a, b)',
      'lpad(a, b)',
      'chr(a)',
      'parse_time(a, b)',
      "parse_time('yyyy z', b, a)",
    ],
    ...['cast(a AS Int)', 'cast(a AS Decimal)', 'cast(a AS String)', "encode(a, 'base64')", 'abs(a)', 'topic(a)'],
    ...['replace(a, b, a)', '(SELECT * FROM a WHERE b)', '(SELECT VALUE b FROM a)', 'EXISTS (SELECT a FROM b)'],
    ...['CASE a WHEN b THEN 1 ELSE a END', '[a, b]', "{'a': a}", 'nanvl(a, b)', 'sign(a)', 'indexof(a, b)'],
  );
  const numbers = fc.constantFrom(
    ...['0', '-0', '1e999', '1E-999', '9007199254740993', '0.1', '10.0', '-2.411E247', '1'.repeat(60)],
  );
  const value = fc.oneof(
    numbers,
    fc.jsonValue().map((json) => JSON.stringify(json)),
    fc.string().map((text) => JSON.stringify(text)),
    fc.constant(`${'['.repeat(3000)}${']'.repeat(3000)}`),
  );

  property.prop([expressions, value, value, fc.constantFrom<SqlVersion>('2015-10-08', '2016-03-23', 'beta')], {
    numRuns: 2000,
  })('for any payload', (expression, a, b, version) => {
    const sql = `SELECT *, ${expression} AS x FROM 'a' WHERE isNull(a) OR NOT isNull(${expression})`;
    if (refusal(sql, version) !== undefined) return;
    const result = compile(sql, { version }).evaluate(exampleMessage(`{"a":${a},"b":${b}}`));
    if (result.matched && result.output !== undefined) jsonText(result.output);
  });

  property.prop([fc.uint8Array()])('for any bytes', (payload) => {
    const result = compile("SELECT *, a AS b FROM 'a'", { version: '2016-03-23' }).evaluate(exampleMessage(payload));
    expect(result.matched).toBe(true);
  });

  test('a rule does not match if a string would exhaust the memory', () => {
    const tenfold = (text: string) => `concat(${Array.from({ length: 10 }, () => text).join()})`;
    const sql = `SET @b = ${tenfold(tenfold('a'))} SELECT VALUE replace(replace(@b, 'x', @b), 'x', @b) FROM 'a'`;
    expect(output(sql, { a: 'x'.repeat(100) })).toBe('no match');
  });

  test('limits variables to 128 KiB in total; a variable beyond the limit is Undefined', () => {
    const half = 'x'.repeat(65_000);
    expect(output("SET @b = a, @c = a + a, @d = 1 SELECT @b = a AS b, @c AS c FROM 'a'", { a: half })).toBe(
      '{"b":true}',
    );
    expect(output("SET @b = a, @c = 'y' SELECT @b = a AS b, @c AS c FROM 'a'", { a: half })).toBe('{"b":true,"c":"y"}');
  });
});
