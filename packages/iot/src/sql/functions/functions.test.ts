import { exampleMessage, expressionJson as value } from '../example-message';
import { compile } from '../rule';

// The table contains every printed example of the supported functions in the AWS IoT
// developer guide, iot-sql-functions.
describe('functions', () => {
  test.each([
    ['abs(-5)', '5'],
    ["abs('-5.123')", '5.123'],
    ['abs(true)', undefined],
    ['acos(0)', '1.5707963267948966'],
    ['acos(2)', undefined],
    ['asin(0)', '0'],
    ['atan2(1, 0)', '1.5707963267948966'],
    ['cast(true as Int)', '1'],
    ["cast('12.9' as Int)", '12'],
    ["cast('5E-12' as Decimal)", '5e-12'],
    ['cast(0 as Boolean)', 'false'],
    ["cast('TRUE' as Bool)", 'true'],
    ["cast('x' as Bool)", undefined],
    ['cast(1.50 as String)', '"1.5"'],
    ['cast([1, "a"] as String)', '"[1,\\"a\\"]"'],
    ['cast(NULL as String)', undefined],
    ['ceil(1.2)', '2'],
    ['ceil(-1.2)', '-1'],
    ['chr(65)', '"A"'],
    ['chr(49)', '"1"'],
    ['chr(128)', undefined],
    ['clientid()', '"n/a"'],
    ['concat()', undefined],
    ['concat(1)', '"1"'],
    ['concat([1, 2, 3], 4)', '[1,2,3,4]'],
    ['concat([1, 2, 3], "hello")', '[1,2,3,"hello"]'],
    ['concat("con", "cat")', '"concat"'],
    ['concat(1, "hello")', '"1hello"'],
    ['concat("he","is","man")', '"heisman"'],
    ['concat([1, 2, 3], "hello", [4, 5, 6])', '[1,2,3,"hello",4,5,6]'],
    ['cos(0)', '1'],
    ['cosh(2.3)', '5.037220649268761'],
    ['endswith("cat","at")', 'true'],
    ['endswith("cat",NULL)', undefined],
    ['exp(1)', '2.718281828459045'],
    ['floor(1.2)', '1'],
    ['floor(-1.2)', '-2'],
    ['get(["a", "b", "c"], 1)', '"b"'],
    ['get({"a":"b"}, "a")', '"b"'],
    ['get("abc", 0)', '"a"'],
    ['get("abc", 2)', '"c"'],
    ['get("abc", 3)', undefined],
    ['get("abc", -1)', undefined],
    ['get([1], -1)', undefined],
    ['get({"a":1}, "toString")', undefined],
    ['get(*, "a-b")', undefined],
    ['indexof("abcd", "bc")', '1'],
    ['isNull(5)', 'false'],
    ['isNull(Null)', 'true'],
    ['isUndefined(5)', 'false'],
    ['isUndefined(floor([1,2,3]))', 'true'],
    ['length("hi")', '2'],
    ['length(false)', '5'],
    ['log(100)', '2'],
    ['ln(0)', undefined],
    ['lower("HELLO")', '"hello"'],
    ['lower(["HELLO"])', '"[\\"hello\\"]"'],
    ['lpad("hello", 2)', '"  hello"'],
    ['lpad(1, 3)', '"   1"'],
    ['Ltrim(" h i ")', '"h i "'],
    ["concat('<', ltrim(' \t \n h '), '>')", '"<\\n h >"'],
    ["concat('<', rtrim(' h \n \t '), '>')", '"< h \\n>"'],
    ["concat('<', trim(' \n h \n '), '>')", '"<h>"'],
    ['mod(8, 3)', '2'],
    ['Nanvl(8, 3)', '8'],
    ['nanvl(missing, 3)', '3'],
    ['newuuid()', '"123a4567-b89c-12d3-e456-789012345000"'],
    ['numbytes("hi")', '2'],
    ['numbytes("€")', '3'],
    ['power(2, 5)', '32'],
    ['principal()', undefined],
    ['remainder(8, 3)', '2'],
    ['replace("abcd", "bc", "x")', '"axd"'],
    ['replace("abcdabcd", "b", "x")', '"axcdaxcd"'],
    ['replace("a", "a", "$&")', '"$&"'],
    ['rpad("hello", 2)', '"hello  "'],
    ['rpad(1, 3)', '"1   "'],
    ['Round(1.2)', '1'],
    ['Round(1.5)', '2'],
    ['Round(1.7)', '2'],
    ['Round(-1.1)', '-1'],
    ['Round(-1.5)', '-2'],
    ['rtrim(" h i ")', '" h i"'],
    ['sign(-7)', '-1'],
    ['sign(0)', '0'],
    ['sign(13)', '1'],
    ['sin(0)', '0'],
    ['sinh(2.3)', '4.936961805545957'],
    ['substring("012345", 0)', '"012345"'],
    ['substring("012345", 2)', '"2345"'],
    ['substring("012345", 2.745)', '"2345"'],
    ['substring(123, 2)', '"3"'],
    ['substring("012345", -1)', '"012345"'],
    ['substring(true, 1.2)', '"rue"'],
    ['substring(false, -2.411E247)', '"false"'],
    ['substring("012345", 1, 3)', '"12"'],
    ['substring("012345", -50, 50)', '"012345"'],
    ['substring("012345", 3, 1)', '""'],
    ['sql_version()', '"2016-03-23"'],
    ['sqrt(9)', '3'],
    ['sqrt(-1)', undefined],
    ['startswith("ranger","ran")', 'true'],
    ['tan(3)', '-0.1425465430742778'],
    ['tanh(2.3)', '0.9800963962661914'],
    ['timestamp()', '1481825251155'],
    ['topic()', '"$aws/things/light-1/shadow/update"'],
    ['topic(1)', '"$aws"'],
    ['topic("3")', '"light-1"'],
    ['topic(9)', undefined],
    ['traceid()', '"12345678-1234-1234-1234-123456789012"'],
    ['Trim(" hi ")', '"hi"'],
    ['trunc(2.3, 0)', '2'],
    ['trunc(2.3123, 2)', '2.31'],
    ['trunc(2.888, 2)', '2.88'],
    ['trunc(2.00, 5)', '2'],
    ['upper("hello")', '"HELLO"'],
    ['upper(["hello"])', '"[\\"HELLO\\"]"'],
    [`parse_time("yyyy.MM.dd G 'at' HH:mm:ss z", 100000000, 'America/Belize')`, '"1970.01.01 AD at 21:46:40 CST"'],
    [`parse_time("yyyy.MM.dd G 'at' HH:mm:ss z", 1497028786000)`, '"2017.06.09 AD at 17:19:46 UTC"'],
    ["parse_time('yyyy', timestamp(), 'UTC')", '"2016"'],
    ["parse_time('bad pattern', 0)", undefined],
    ["parse_time('yyyy', 0, 'Nowhere/Land')", undefined],
  ])('%s = %s', (expression, expected) => {
    // The guide prints results such as asin(0) = 0.0, but in SQL 2016-03-23 and later, a whole Decimal is an Int.
    expect(value(expression)).toBe(expected);
  });

  test('topic(n) returns a level of the current topic instead of a cached topic', () => {
    const rule = compile("SELECT VALUE topic(2) FROM '#'", { version: '2016-03-23' });
    const seen = ['a/1', 'a/1', 'a/2', 'a', 'a/1', 'x'].map((topic) => rule.evaluate(exampleMessage({}, { topic })));
    const levels = seen.map((result) => result.matched && result.output);
    expect(levels).toEqual(['1', '1', '2', undefined, '1', undefined]);
  });

  test('topic() omits the Basic Ingest prefix', () => {
    const message = exampleMessage(
      {},
      { topic: '$aws/rules/BuildingManager/Buildings/Building5/Floor2/Room201/Lights' },
    );
    const rule = compile("SELECT topic() AS a, topic(3) AS b FROM 'a'", { version: '2016-03-23' });
    expect(rule.evaluate(message)).toMatchObject({
      output: { a: 'Buildings/Building5/Floor2/Room201/Lights', b: 'Floor2' },
    });
  });

  test('clientid() and principal() identify the sender', () => {
    const message = exampleMessage({}, { clientId: 'light-1', principal: 'ba67' });
    const rule = compile("SELECT clientid() AS a, principal() AS b FROM 'a'", { version: '2016-03-23' });
    expect(rule.evaluate(message)).toMatchObject({ output: { a: 'light-1', b: 'ba67' } });
  });
});
