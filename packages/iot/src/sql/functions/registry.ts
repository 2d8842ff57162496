import type { Evaluate } from '../compiled-expression';
import { bitand, bitnot, bitor, bitxor } from './bits';
import { get, getOrDefault, transform } from './collections';
import { decode, encode, wrongDecode } from './encodings';
import type { FunctionEntry } from './function-entry';
import { hash, md2 } from './hashes';
import { getMqttProperty, getUserProperties, topic, unknownProperty } from './messages';
import * as numbers from './numbers';
import { regexpMatches, regexpReplace, regexpSubstr, unsupportedRegex } from './regex';
import * as services from './service-functions';
import * as strings from './strings';
import { parseTime, timeToEpoch } from './times';

const first = '2015-10-08' as const;
const second = '2016-03-23' as const;

const fromMessage = (evaluate: Evaluate, since: typeof first | typeof second = first): FunctionEntry => ({
  kind: 'message',
  since,
  arguments: [0, 0],
  prepare: () => evaluate,
});
const double = (apply: (value: number) => number): FunctionEntry => ({
  kind: 'values',
  since: first,
  arguments: [1, 1],
  apply: numbers.onDouble(apply),
});

/**
 * Functions of AWS IoT SQL, keyed by lower-case name, except cast, which the grammar defines. Source: AWS IoT developer guide,
 * iot-sql-functions, which listed 77 functions in 2022, and lists 82 in 2026, including cast.
 */
export const functions: ReadonlyMap<string, FunctionEntry> = new Map<string, FunctionEntry>([
  // Message functions
  ['topic', { kind: 'message', since: first, arguments: [0, 1], prepare: topic }],
  ['timestamp', fromMessage((_, message) => message.timestamp)],
  ['clientid', fromMessage((_, message) => message.clientId ?? 'n/a')],
  ['principal', fromMessage((_, message) => message.principal)],
  ['traceid', fromMessage((_, message) => message.traceId)],
  ['newuuid', fromMessage((_, message) => message.newUuid())],
  ['accountid', fromMessage((_, message) => message.accountId)],
  ['sourceip', fromMessage((_, message) => message.sourceIp, second)],
  [
    'get_mqtt_property',
    { kind: 'message', since: first, arguments: [1, 1], pointless: unknownProperty, prepare: getMqttProperty },
  ],
  ['get_user_properties', { kind: 'message', since: first, arguments: [0, 1], prepare: getUserProperties }],
  ['rand', fromMessage((_, message) => message.random?.())],
  ['sql_version', { kind: 'values', since: first, arguments: [0, 0], apply: (_, version) => version }],

  // String functions
  ['chr', { kind: 'values', since: first, arguments: [1, 1], apply: strings.chr }],
  // the guide states that concat "accepts any number of arguments"
  ['concat', { kind: 'values', since: first, arguments: [0, Number.POSITIVE_INFINITY], apply: strings.concat }],
  ['endswith', { kind: 'values', since: first, arguments: [2, 2], apply: strings.endswith }],
  ['indexof', { kind: 'values', since: second, arguments: [2, 2], apply: strings.indexof }],
  ['length', { kind: 'values', since: second, arguments: [1, 1], apply: strings.length }],
  ['lower', { kind: 'values', since: first, arguments: [1, 1], apply: strings.lower }],
  ['lpad', { kind: 'values', since: first, arguments: [2, 2], apply: strings.lpad }],
  ['ltrim', { kind: 'values', since: first, arguments: [1, 1], apply: strings.ltrim }],
  ['numbytes', { kind: 'values', since: second, arguments: [1, 1], apply: strings.numbytes }],
  [
    'regexp_matches',
    { kind: 'values', since: first, arguments: [2, 2], faultOf: unsupportedRegex, apply: regexpMatches },
  ],
  [
    'regexp_replace',
    { kind: 'values', since: first, arguments: [3, 3], faultOf: unsupportedRegex, apply: regexpReplace },
  ],
  [
    'regexp_substr',
    { kind: 'values', since: first, arguments: [2, 2], faultOf: unsupportedRegex, apply: regexpSubstr },
  ],
  ['replace', { kind: 'values', since: first, arguments: [3, 3], apply: strings.replace }],
  ['rpad', { kind: 'values', since: first, arguments: [2, 2], apply: strings.rpad }],
  ['rtrim', { kind: 'values', since: first, arguments: [1, 1], apply: strings.rtrim }],
  ['startswith', { kind: 'values', since: first, arguments: [2, 2], apply: strings.startswith }],
  ['substring', { kind: 'values', since: first, arguments: [2, 3], apply: strings.substring }],
  ['trim', { kind: 'values', since: first, arguments: [1, 1], apply: strings.trim }],
  ['upper', { kind: 'values', since: first, arguments: [1, 1], apply: strings.upper }],

  // Number functions
  ['abs', { kind: 'values', since: first, arguments: [1, 1], apply: numbers.abs }],
  ['acos', double(Math.acos)],
  ['asin', double(Math.asin)],
  ['atan', double(Math.atan)],
  ['atan2', { kind: 'values', since: first, arguments: [2, 2], apply: numbers.onDoubles(Math.atan2) }],
  ['bitand', { kind: 'values', since: first, arguments: [2, 2], apply: bitand }],
  ['bitnot', { kind: 'values', since: first, arguments: [1, 1], apply: bitnot }],
  ['bitor', { kind: 'values', since: first, arguments: [2, 2], apply: bitor }],
  ['bitxor', { kind: 'values', since: first, arguments: [2, 2], apply: bitxor }],
  ['ceil', { kind: 'values', since: first, arguments: [1, 1], apply: numbers.ceil }],
  ['cos', double(Math.cos)],
  ['cosh', double(Math.cosh)],
  ['exp', double(Math.exp)],
  ['floor', { kind: 'values', since: first, arguments: [1, 1], apply: numbers.floor }],
  ['ln', double(Math.log)],
  ['log', double(Math.log10)],
  ['mod', { kind: 'values', since: first, arguments: [2, 2], apply: numbers.remainder }],
  ['nanvl', { kind: 'values', since: first, arguments: [2, 2], apply: numbers.nanvl }],
  ['power', { kind: 'values', since: first, arguments: [2, 2], apply: numbers.onDoubles((a, b) => a ** b) }],
  ['remainder', { kind: 'values', since: first, arguments: [2, 2], apply: numbers.remainder }],
  ['round', { kind: 'values', since: first, arguments: [1, 1], apply: numbers.round }],
  ['sign', { kind: 'values', since: first, arguments: [1, 1], apply: numbers.sign }],
  ['sin', double(Math.sin)],
  ['sinh', double(Math.sinh)],
  ['sqrt', double(Math.sqrt)],
  ['tan', double(Math.tan)],
  ['tanh', double(Math.tanh)],
  ['trunc', { kind: 'values', since: first, arguments: [2, 2], apply: numbers.trunc }],

  // Functions for values of any type. The guide contains no example of get() for a key at the root; get(*, key) works,
  // as shown with AWS's console at https://dev.classmethod.jp/articles/iot-core-rule-use-get-method/: get(*,
  // 'xxx-yyy').
  ['get', { kind: 'values', since: first, arguments: [2, 2], payloadAt: 0, payloadIsJson: true, apply: get }],
  ['get_or_default', { kind: 'values', since: second, arguments: [1, 2], apply: getOrDefault }],
  // the current guide requires 2016-03-23, but until 2023 the guide required 2015-10-08, and rules with that version
  // still work
  ['isnull', { kind: 'values', since: first, arguments: [1, 1], apply: ([value]) => value === null }],
  ['isundefined', { kind: 'values', since: second, arguments: [1, 1], apply: ([value]) => value === undefined }],
  ['transform', { kind: 'values', since: second, arguments: [3, 3], noVariables: [0], apply: transform }],
  [
    'encode',
    {
      kind: 'values',
      since: second,
      arguments: [2, 2],
      literals: { 1: ['base64'] },
      payloadAt: 0,
      apply: encode,
    },
  ],
  [
    'decode',
    {
      kind: 'message',
      since: second,
      arguments: [2, 6],
      literals: { 1: ['base64', 'proto'] },
      payloadAt: 0,
      pointless: wrongDecode,
      serviceOf: (call) => (call.arguments.length > 2 ? 'protobuf' : undefined),
      prepare: decode,
    },
  ],
  ['md2', { kind: 'values', since: first, arguments: [1, 1], apply: md2 }],
  ['md5', { kind: 'values', since: first, arguments: [1, 1], apply: hash('md5') }],
  ['sha1', { kind: 'values', since: first, arguments: [1, 1], apply: hash('sha1') }],
  ['sha224', { kind: 'values', since: first, arguments: [1, 1], apply: hash('sha224') }],
  ['sha256', { kind: 'values', since: first, arguments: [1, 1], apply: hash('sha256') }],
  ['sha384', { kind: 'values', since: first, arguments: [1, 1], apply: hash('sha384') }],
  ['sha512', { kind: 'values', since: first, arguments: [1, 1], apply: hash('sha512') }],

  // Time functions
  ['parse_time', { kind: 'values', since: second, arguments: [2, 3], apply: parseTime }],
  ['time_to_epoch', { kind: 'values', since: second, arguments: [2, 2], apply: timeToEpoch }],

  // Functions that call other services
  [
    'aws_lambda',
    {
      kind: 'message',
      since: first,
      arguments: [2, 2],
      payloadAt: 1,
      serviceOf: () => 'lambda',
      prepare: services.awsLambda,
    },
  ],
  [
    'get_dynamodb',
    {
      kind: 'message',
      since: second,
      arguments: [4, 6],
      noVariables: [-1],
      serviceOf: () => 'dynamodb',
      pointless: services.unevenDynamodb,
      prepare: services.getDynamodb,
    },
  ],
  [
    'get_registry_data',
    {
      kind: 'message',
      since: second,
      arguments: [3, 3],
      literals: { 0: ['DescribeThing', 'ListThingGroupsForThing'] },
      noVariables: [-1],
      serviceOf: () => 'registry',
      prepare: services.getRegistryData,
    },
  ],
  [
    'get_secret',
    {
      kind: 'message',
      since: first,
      arguments: [3, 4],
      literals: { 1: ['SecretString', 'SecretBinary'] },
      noVariables: [-1],
      serviceOf: () => 'secret',
      prepare: services.getSecret,
    },
  ],
  [
    'get_thing_shadow',
    {
      kind: 'message',
      since: second,
      arguments: [2, 3],
      noVariables: [-1],
      serviceOf: () => 'shadow',
      prepare: services.getThingShadow,
    },
  ],
  ['machinelearning_predict', { kind: 'retired', reason: 'AWS retired Amazon Machine Learning' }],
]);
