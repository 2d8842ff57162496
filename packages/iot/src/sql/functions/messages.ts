import { withoutBasicIngest } from '../../topics/basic-ingest';
import { topicLevel } from '../../topics/topic';
import type { Call } from '../ast';
import type { Evaluate } from '../compiled-expression';
import { toIndex } from '../convert';
import type { Mqtt5Headers } from '../message';
import type { SqlValue } from '../value';

// Source: AWS IoT developer guide, iot-sql-functions.

type Values = readonly SqlValue[];

/** Evaluates topic([level]) without the Basic Ingest prefix. Levels start at 1. */
export function topic(values: Values): Evaluate {
  if (values.length === 0) return (_root, message) => withoutBasicIngest(message.topic);
  const index = toIndex(values[0]);
  if (index === undefined) return () => undefined;
  return levelOf(Math.min(index, 1000));
}

// Returns a function that looks up a level of the message's topic. It caches the last topic, because a device keeps
// publishing to the same topic, and comparing topics is six times as fast as splitting them.
function levelOf(level: number): Evaluate {
  let last = '';
  let found = topicLevel(last, level);
  return (_root, { topic: text }) => {
    if (text === last) return found;
    last = text;
    found = topicLevel(withoutBasicIngest(text), level);
    return found;
  };
}

/** MQTT 5 headers that get_mqtt_property() supports, by name. */
const properties = {
  content_type: ({ contentType }: Mqtt5Headers) => contentType,
  format_indicator: ({ payloadFormatIndicator = 'UNSPECIFIED_BYTES' }: Mqtt5Headers) => payloadFormatIndicator,
  response_topic: ({ responseTopic }: Mqtt5Headers) => responseTopic,
  correlation_data: ({ correlationData }: Mqtt5Headers) => correlationData,
} as const;

/** Evaluates get_mqtt_property(name), which returns a header, or Undefined if the header is missing or unknown. */
export function getMqttProperty([name]: Values): Evaluate {
  const of = Object.entries(properties).find(([known]) => known === name)?.[1];
  return (_root, { headers = {} }) => of?.(headers);
}

/**
 * Returns an error if a header is unknown, because the call is then always Undefined, like "some_invalid_name" in the
 * guide's table.
 */
export function unknownProperty({ arguments: [name] }: Call): string | undefined {
  if (name?.kind !== 'string' || Object.hasOwn(properties, name.value)) return undefined;
  const known = Object.keys(properties).map((each) => `'${each}'`);
  return `get_mqtt_property() supports ${known.join(', ')}, not '${name.value}'`;
}

/**
 * Evaluates get_user_properties([key]), which returns a key's values or, without an argument, one object per pair.
 */
export function getUserProperties(values: Values): Evaluate {
  const [key] = values;
  return (_root, { headers }) => {
    const pairs = headers?.userProperties;
    if (pairs === undefined) return undefined;
    if (values.length === 0) return pairs.map(([name, value]) => Object.fromEntries([[name, value]]));
    const found = pairs.flatMap(([name, value]) => (name === key ? [value] : []));
    return found.length === 0 ? undefined : found;
  };
}
