import { jsonText } from '../json-text';
import { RuleMessage } from '../message';
import { compileAlone } from '../rule';

const userProperties = [
  ['some key', 'some value'],
  ['other key', 'another value'],
  ['some key', 'value of the duplicate key'],
] as const;
const headers = { contentType: 'text/plain', responseTopic: 'a/b', correlationData: 'Y2lk', userProperties } as const;

function value(expression: string, fields: object = {}) {
  const message = new RuleMessage({
    topic: 'a/b',
    payload: Buffer.from('{}'),
    timestamp: 0,
    newUuid: () => 'u',
    ...fields,
  });
  return jsonText(compileAlone(expression, { version: '2016-03-23' })(message));
}

describe('functions that depend on the message', () => {
  test.each([
    ["get_mqtt_property('content_type')", '"text/plain"'],
    ["get_mqtt_property('format_indicator')", '"UNSPECIFIED_BYTES"'],
    ["get_mqtt_property('response_topic')", '"a/b"'],
    ["get_mqtt_property('correlation_data')", '"Y2lk"'],
    ["get_user_properties('some key')", '["some value","value of the duplicate key"]'],
    ["get_user_properties('no key')", undefined],
    [
      'get_user_properties()',
      '[{"some key":"some value"},{"other key":"another value"},{"some key":"value of the duplicate key"}]',
    ],
  ])('%s returns %s with MQTT 5 headers', (expression, expected) => {
    expect(value(expression, { headers })).toBe(expected);
  });

  // AWS IoT developer guide, iot-sql-functions, get_mqtt_property: "String (UNSPECIFIED_BYTES)" if
  // the header is not present
  test('without MQTT 5 headers, only format_indicator is defined', () => {
    expect(value("get_mqtt_property('format_indicator')")).toBe('"UNSPECIFIED_BYTES"');
    expect(value("get_mqtt_property('content_type')")).toBeUndefined();
    expect(value('get_user_properties()')).toBeUndefined();
    expect(value("get_mqtt_property('some_invalid_name')", { headers })).toBeUndefined();
  });

  test.each([
    ['sourceip()', { sourceIp: '192.0.2.1' }, '"192.0.2.1"'],
    ['accountid()', { accountId: '123456789012' }, '"123456789012"'],
    ['traceid()', { traceId: 't' }, '"t"'],
    ['rand()', { random: () => 0.5 }, '0.5'],
    ['principal()', { principal: 'p' }, '"p"'],
  ])('%s is defined if the message contains the field', (expression, fields, expected) => {
    expect(value(expression, fields)).toBe(expected);
    expect(value(expression)).toBeUndefined();
  });
});

describe('decode', () => {
  test.each([
    ["decode('eyJhIjoxLjB9', 'base64').a", '1'],
    ["decode('aGVsbG8=', 'base64')", '"hello"'],
    ["decode('aGVsbG8', 'base64')", '"hello"'],
    ["decode('aGVsbG', 'base64')", '"hell"'],
    ["decode('not base64!', 'base64')", 'null'],
    ["decode('a', 'base64')", 'null'],
    ['decode(\'aGVsbG8\', "base64")', '"hello"'],
    ['decode(NULL, "base64")', undefined],
    ['decode(missing, "base64")', undefined],
    ['decode("", "base64")', '""'],
    ["encode({'a': 1}, 'base64')", '"eyJhIjoxfQ=="'],
  ])('%s is %s', (expression, expected) => {
    expect(value(expression)).toBe(expected);
  });
});

// The expected values are from RFC 1319, A.5, and from the examples in FIPS 180-4.
describe('hashes', () => {
  test.each([
    ["md2('')", '8350e5a3e24c153df2275c9f80692773'],
    ["md2('a')", '32ec01ec4a6dac72c0ab96fb34c0b5d1'],
    ["md2('abc')", 'da853b0d3f88d99b30283a69e6ded6bb'],
    ["md2('message digest')", 'ab4f496bfb2a530b219ff33031fe06b0'],
    [
      "md2('12345678901234567890123456789012345678901234567890123456789012345678901234567890')",
      'd5976f79d83d3a0dc9806c3c66f3efd8',
    ],
    ["sha1('abc')", 'a9993e364706816aba3e25717850c26c9cd0d89d'],
    ["sha224('abc')", '23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7'],
    ["sha256('abc')", 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  ])('%s is %s', (expression, expected) => {
    expect(value(expression)).toBe(`"${expected}"`);
  });
});
