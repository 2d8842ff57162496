import { type Mqtt5Headers, parseTopic, TopicError } from '@himeshima/iot';
import * as z from 'zod';
import { AwsError, type AwsRequest } from '../../gateway/request';
import { expiresWithin } from '../broker/message-expiry';
import { propertiesOf } from '../broker/mqtt5-headers';
import { propertyFault } from '../broker/property-faults';

type Asked = Pick<AwsRequest, 'query' | 'headers'>;

const refused = (what: string) => new AwsError('InvalidRequestException', what);

const UserProperties = z.array(z.record(z.string(), z.string()));

function userPropertiesIn(base64: string): [string, string][] {
  try {
    const said: unknown = JSON.parse(Buffer.from(base64, 'base64').toString('utf8'));
    return UserProperties.parse(said).flatMap((one) => Object.entries(one));
  } catch {
    throw refused('x-amz-mqtt5-user-properties is Base64 of a list such as [{"name":"value"}]');
  }
}

function formatIn(text: string): 'UNSPECIFIED_BYTES' | 'UTF8_DATA' {
  if (text === 'UNSPECIFIED_BYTES' || text === 'UTF8_DATA') return text;
  throw refused(`x-amz-mqtt5-payload-format-indicator ${text} is neither UNSPECIFIED_BYTES nor UTF8_DATA`);
}

function responseTopicIn(text: string): string {
  try {
    return parseTopic(text).text;
  } catch (error) {
    if (!(error instanceof TopicError)) throw error;
    throw refused(`responseTopic: ${error.message}`);
  }
}

const where = <Value, Read>(value: Value | null | undefined, read: (value: Value) => Read): Read | undefined =>
  value === null || value === undefined ? undefined : read(value);

/**
 * What a message that comes by HTTP says to clients of MQTT 5.
 * Source: API reference, "Publish"
 * @throws AwsError for what is none
 */
export function headersIn({ query, headers }: Asked): Mqtt5Headers | undefined {
  const said: Mqtt5Headers = {
    contentType: query.get('contentType') ?? undefined,
    responseTopic: where(query.get('responseTopic'), responseTopicIn),
    correlationData: headers['x-amz-mqtt5-correlation-data'],
    payloadFormatIndicator: where(headers['x-amz-mqtt5-payload-format-indicator'], formatIn),
    userProperties: where(headers['x-amz-mqtt5-user-properties'], userPropertiesIn),
  };
  if (Object.values(said).every((value) => value === undefined)) return undefined;
  const fault = propertyFault(propertiesOf(said, undefined));
  if (fault !== undefined) throw refused(fault.reason);
  return said;
}

/** Seconds, as many as a message may have. The same page: 0 is for ever. @throws AwsError */
export function messageExpiryIn({ query }: Asked): number | undefined {
  const text = query.get('messageExpiry');
  if (text === null) return undefined;
  const seconds = Number(text);
  if (text === '' || !Number.isInteger(seconds) || seconds < 0)
    throw refused(`messageExpiry ${text} is no whole number of seconds`);
  return seconds === 0 ? undefined : Math.min(seconds, expiresWithin);
}

/** As GetRetainedMessage tells them. */
export const userPropertiesSaid = (properties: readonly (readonly [string, string])[]): string =>
  Buffer.from(JSON.stringify(properties.map(([key, value]) => ({ [key]: value })))).toString('base64');
