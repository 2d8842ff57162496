import type { Mqtt5Headers } from '@himeshima/iot';
import type { PublishPacket } from 'aedes';

/**
 * What the header of an MQTT 5 message says, as rules ask for it. A key that comes several times has a list of values.
 * @returns undefined for what says nothing: every message of MQTT 3.1.1
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
        [value].flat().map((one): [string, string] => [key, one]),
      ),
    }),
  };
  return Object.keys(headers).length === 0 ? undefined : headers;
}

/** The other way round: what a message of a service, or one that came by HTTP, has in its header. */
export function propertiesOf(headers: Mqtt5Headers | undefined, messageExpiry: number | undefined) {
  if (headers === undefined && messageExpiry === undefined) return undefined;
  const { contentType, responseTopic, correlationData, payloadFormatIndicator, userProperties } = headers ?? {};
  const properties: NonNullable<PublishPacket['properties']> = {
    ...(messageExpiry !== undefined && { messageExpiryInterval: messageExpiry }),
    ...(contentType !== undefined && { contentType }),
    ...(responseTopic !== undefined && { responseTopic }),
    ...(correlationData !== undefined && { correlationData: Buffer.from(correlationData, 'base64') }),
    ...(payloadFormatIndicator !== undefined && { payloadFormatIndicator: payloadFormatIndicator === 'UTF8_DATA' }),
    ...(userProperties !== undefined && { userProperties: together(userProperties) }),
  };
  return properties;
}

function together(pairs: readonly (readonly [string, string])[]): Record<string, string[]> {
  const all = new Map<string, string[]>();
  for (const [key, value] of pairs) all.set(key, [...(all.get(key) ?? []), value]);
  return Object.fromEntries(all);
}
