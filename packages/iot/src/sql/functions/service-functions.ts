import type { Call } from '../ast';
import type { Evaluate } from '../compiled-expression';
import { toText } from '../convert';
import { parseJson } from '../json-parse';
import { jsonText } from '../json-text';
import type { ServiceRequest } from '../service-requests';
import { isNumber, isObject, type SqlValue, type SqlVersion } from '../value';

// Source: AWS IoT developer guide, iot-sql-functions. A failed or unanswered request returns Undefined.

type Values = readonly SqlValue[];

/** Timeout of aws_lambda(). Source: "Lambda function calls from rules should be completed within 2000 milliseconds." */
const lambdaLimitMs = 2000;

/** Validates names: returns non-empty strings unchanged, and undefined for any other value. */
export const texts = (values: Values): readonly (string | undefined)[] =>
  values.map((value) => (typeof value === 'string' && value !== '' ? value : undefined));

const nothing: Evaluate = () => undefined;

/** Returns a closure that sends a request and parses the JSON response. */
export function answer(request: ServiceRequest, version: SqlVersion): Evaluate {
  return (_root, message) => {
    const text = message.ask?.(request);
    return text === undefined ? undefined : parseJson(text, { wholeDecimals: version === '2015-10-08' });
  };
}

/** Evaluates aws_lambda(functionArn, input). The input `*` is the payload. */
export function awsLambda([functionArn, input]: Values, version: SqlVersion): Evaluate {
  if (typeof functionArn !== 'string') return nothing;
  const json = input instanceof Uint8Array ? payloadJson(input) : jsonText(input);
  if (json === undefined) return nothing;
  return answer({ service: 'lambda', functionArn, input: json, withinMs: lambdaLimitMs }, version);
}

function payloadJson(payload: Uint8Array): string | undefined {
  const text = Buffer.from(payload).toString('utf8');
  return parseJson(text, { wholeDecimals: true }) === undefined ? undefined : text;
}

/** Evaluates get_dynamodb(table, partitionKeyName, partitionKeyValue[, sortKeyName, sortKeyValue], roleArn). */
export function getDynamodb(values: Values, version: SqlVersion): Evaluate {
  const [table, ...rest] = values;
  const roleArn = rest.pop();
  const key: { name: string; value: string | number }[] = [];
  for (let at = 0; at + 1 < rest.length; at += 2) {
    const [name, value] = [rest[at], keyValue(rest[at + 1])];
    if (typeof name !== 'string' || value === undefined) return nothing;
    key.push({ name, value });
  }
  if (typeof table !== 'string' || typeof roleArn !== 'string') return nothing;
  return answer({ service: 'dynamodb', table, key, roleArn }, version);
}

function keyValue(value: SqlValue): string | number | undefined {
  if (typeof value === 'string') return value;
  return isNumber(value) ? Number(value.toString()) : undefined;
}

/**
 * Evaluates get_secret(secretId, secretType[, key], roleArn). With a key, AWS "fails with an exception" if the secret is binary
 * or not a JSON object, or does not contain the key; this package returns Undefined.
 */
export function getSecret(values: Values, version: SqlVersion): Evaluate {
  const [secretId, secretType, key, roleArn] =
    values.length === 3 ? [...values.slice(0, 2), undefined, values[2]] : values;
  if (typeof secretId !== 'string' || typeof roleArn !== 'string') return nothing;
  if (secretType !== 'SecretString' && secretType !== 'SecretBinary') return nothing;
  const hasKey = values.length === 4;
  if (hasKey && secretType === 'SecretBinary') return nothing;
  return (_root, message) => {
    const text = message.ask?.({ service: 'secret', secretId, secretType, roleArn });
    if (text === undefined || secretType === 'SecretBinary') return text;
    const json = parseJson(text, { wholeDecimals: version === '2015-10-08' });
    if (!hasKey) return isObject(json) ? json : text;
    return typeof key === 'string' && isObject(json) && Object.hasOwn(json, key) ? json[key] : undefined;
  };
}

/** Evaluates get_thing_shadow(thing[, shadow], roleArn). */
export function getThingShadow(values: Values, version: SqlVersion): Evaluate {
  const [thing, shadow, roleArn] = values.length === 2 ? [values[0], undefined, values[1]] : values;
  if (typeof thing !== 'string' || typeof roleArn !== 'string') return nothing;
  if (shadow === undefined && values.length === 2) return answer({ service: 'shadow', thing, roleArn }, version);
  return typeof shadow === 'string' ? answer({ service: 'shadow', thing, shadow, roleArn }, version) : nothing;
}

/** Evaluates get_registry_data(operation, thing, roleArn), which returns the operation's response. */
export function getRegistryData([operation, thing, roleArn]: Values, version: SqlVersion): Evaluate {
  const name = toText(thing);
  if (operation !== 'DescribeThing' && operation !== 'ListThingGroupsForThing') return nothing;
  if (name === undefined || typeof roleArn !== 'string') return nothing;
  return answer({ service: 'registry', operation, thing: name, roleArn }, version);
}

/** Returns an error if a get_dynamodb() call has a sort key's name without its value. */
export function unevenDynamodb({ arguments: args }: Call): string | undefined {
  return args.length === 5
    ? 'get_dynamodb() requires both the name and the value of a sort key, or neither'
    : undefined;
}
