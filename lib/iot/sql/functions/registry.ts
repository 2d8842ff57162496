import type { Evaluate } from '../compiled';
import { get } from './collections';
import type { FunctionEntry } from './function-entry';
import { encode, topic } from './messages';
import * as numbers from './numbers';
import * as strings from './strings';
import { parseTime } from './times';

const first = '2015-10-08' as const;
const second = '2016-03-23' as const;

const needsPort = (what: string): FunctionEntry => ({
  kind: 'unsupported',
  reason: `a rule that is evaluated here cannot reach ${what}`,
});
const later: FunctionEntry = { kind: 'unsupported', reason: 'it is known, but not built yet' };
const fromMessage = (evaluate: Evaluate): FunctionEntry => ({
  kind: 'message',
  since: first,
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
 * Every function of AWS IoT SQL by its name in lower case, cast apart, which is syntax: one entry a function.
 * Source: AWS IoT developer guide, iot-sql-functions (77 in 2022, 82 today, cast included).
 */
export const functions: ReadonlyMap<string, FunctionEntry> = new Map<string, FunctionEntry>([
  // The message
  ['topic', { kind: 'message', since: first, arguments: [0, 1], prepare: topic }],
  ['timestamp', fromMessage((_, message) => message.timestamp)],
  ['clientid', fromMessage((_, message) => message.clientId ?? 'n/a')],
  ['principal', fromMessage((_, message) => message.principal)],
  ['traceid', fromMessage((_, message) => message.traceId)],
  ['newuuid', fromMessage((_, message) => message.newUuid())],
  ['accountid', needsPort('the account')],
  ['sourceip', later],
  ['get_mqtt_property', later],
  ['get_user_properties', later],
  ['rand', later],
  ['sql_version', { kind: 'values', since: first, arguments: [0, 0], apply: (_, version) => version }],

  // Texts
  ['chr', { kind: 'values', since: first, arguments: [1, 1], apply: strings.chr }],
  ['concat', { kind: 'values', since: first, arguments: [0, 100], apply: strings.concat }],
  ['endswith', { kind: 'values', since: first, arguments: [2, 2], apply: strings.endswith }],
  ['indexof', { kind: 'values', since: second, arguments: [2, 2], apply: strings.indexof }],
  ['length', { kind: 'values', since: second, arguments: [1, 1], apply: strings.length }],
  ['lower', { kind: 'values', since: first, arguments: [1, 1], apply: strings.lower }],
  ['lpad', { kind: 'values', since: first, arguments: [2, 2], apply: strings.lpad }],
  ['ltrim', { kind: 'values', since: first, arguments: [1, 1], apply: strings.ltrim }],
  ['numbytes', { kind: 'values', since: second, arguments: [1, 1], apply: strings.numbytes }],
  ['regexp_matches', later],
  ['regexp_replace', later],
  ['regexp_substr', later],
  ['replace', { kind: 'values', since: first, arguments: [3, 3], apply: strings.replace }],
  ['rpad', { kind: 'values', since: first, arguments: [2, 2], apply: strings.rpad }],
  ['rtrim', { kind: 'values', since: first, arguments: [1, 1], apply: strings.rtrim }],
  ['startswith', { kind: 'values', since: first, arguments: [2, 2], apply: strings.startswith }],
  ['substring', { kind: 'values', since: first, arguments: [2, 3], apply: strings.substring }],
  ['trim', { kind: 'values', since: first, arguments: [1, 1], apply: strings.trim }],
  ['upper', { kind: 'values', since: first, arguments: [1, 1], apply: strings.upper }],

  // Numbers
  ['abs', { kind: 'values', since: first, arguments: [1, 1], apply: numbers.abs }],
  ['acos', double(Math.acos)],
  ['asin', double(Math.asin)],
  ['atan', double(Math.atan)],
  ['atan2', { kind: 'values', since: first, arguments: [2, 2], apply: numbers.onDoubles(Math.atan2) }],
  ['bitand', later],
  ['bitnot', later],
  ['bitor', later],
  ['bitxor', later],
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

  // Values of any type
  ['get', { kind: 'values', since: first, arguments: [2, 2], apply: get }],
  ['get_or_default', later],
  ['isnull', { kind: 'values', since: first, arguments: [1, 1], apply: ([value]) => value === null }],
  ['isundefined', { kind: 'values', since: second, arguments: [1, 1], apply: ([value]) => value === undefined }],
  ['transform', later],
  [
    'encode',
    {
      kind: 'values',
      since: second,
      arguments: [2, 2],
      literals: { 1: ['base64'] },
      takesPayload: true,
      apply: encode,
    },
  ],
  ['decode', later],
  ['md2', later],
  ['md5', later],
  ['sha1', later],
  ['sha224', later],
  ['sha256', later],
  ['sha384', later],
  ['sha512', later],

  // Time
  ['parse_time', { kind: 'values', since: second, arguments: [2, 3], apply: parseTime }],
  ['time_to_epoch', later],

  // Other services
  ['aws_lambda', needsPort('a Lambda function')],
  ['get_dynamodb', needsPort('DynamoDB')],
  ['get_registry_data', needsPort('the registry')],
  ['get_secret', needsPort('Secrets Manager')],
  ['get_thing_shadow', needsPort('a shadow')],
  ['machinelearning_predict', { kind: 'unsupported', reason: 'AWS retired Amazon Machine Learning' }],
]);
