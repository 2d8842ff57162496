import type { Mqtt5Headers } from '@himeshima/iot';
import type { PublishPacket } from 'aedes';

/**
 * Returns those MQTT 5 properties of a message that rules can read, or undefined if the message has none, as in MQTT
 * 3.1.1. Repeated user properties are returned as separate entries.
 */
export function headersOf({
  properties,
}: {
  properties?: PublishPacket['properties'] | undefined;
}): Mqtt5Headers | undefined {
  if (properties === undefined) return undefined;
  const { contentType, responseTopic, correlationData, payloadFormatIndicator, userProperties } = properties;
  const headers: Mqtt5Headers = {
    ...(contentType !== undefined && { contentType }),
    ...(responseTopic !== undefined && { responseTopic }),
    ...(correlationData !== undefined && { correlationData: Buffer.from(correlationData).toString('base64') }),
    ...(payloadFormatIndicator !== undefined && {
      payloadFormatIndicator: payloadFormatIndicator ? 'UTF8_DATA' : 'UNSPECIFIED_BYTES',
    }),
    ...(userProperties !== undefined && {
      userProperties: Object.entries(userProperties).flatMap(([key, value]) =>
        [value].flat().map((single): [string, string] => [key, single]),
      ),
    }),
  };
  return Object.keys(headers).length === 0 ? undefined : headers;
}

/** Returns the MQTT 5 properties of a message that a service or an HTTP client publishes. */
export function propertiesOf(headers: Mqtt5Headers | undefined, messageExpiry: number | undefined) {
  if (headers === undefined && messageExpiry === undefined) return undefined;
  const { contentType, responseTopic, correlationData, payloadFormatIndicator, userProperties } = headers ?? {};
  const properties: NonNullable<PublishPacket['properties']> = {
    ...(messageExpiry !== undefined && { messageExpiryInterval: messageExpiry }),
    ...(contentType !== undefined && { contentType }),
    ...(responseTopic !== undefined && { responseTopic }),
    ...(correlationData !== undefined && { correlationData: Buffer.from(correlationData, 'base64') }),
    ...(payloadFormatIndicator !== undefined && { payloadFormatIndicator: payloadFormatIndicator === 'UTF8_DATA' }),
    ...(userProperties !== undefined && { userProperties: groupByKey(userProperties) }),
  };
  return properties;
}

function groupByKey(pairs: readonly (readonly [string, string])[]): Record<string, string[]> {
  const all = new Map<string, string[]>();
  for (const [key, value] of pairs) all.set(key, [...(all.get(key) ?? []), value]);
  return Object.fromEntries(all);
}
