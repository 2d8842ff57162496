import { type Mqtt5Headers, parseTopic, TopicError } from '@himeshima/iot';
import * as z from 'zod';
import { AwsError, type AwsRequest } from '../../gateway/service-api';
import { maxExpirySeconds } from '../broker/message-expiry';
import { propertiesOf } from '../broker/mqtt5-headers';
import { propertyFault } from '../broker/property-faults';

type RequestParts = Pick<AwsRequest, 'query' | 'headers'>;

const invalidRequest = (what: string) => new AwsError('InvalidRequestException', what);

const UserProperties = z.array(z.record(z.string(), z.string()));

function userPropertiesIn(base64: string): [string, string][] {
  try {
    const decoded: unknown = JSON.parse(Buffer.from(base64, 'base64').toString('utf8'));
    return UserProperties.parse(decoded).flatMap((pair) => Object.entries(pair));
  } catch {
    throw invalidRequest('invalid x-amz-mqtt5-user-properties: expected Base64 of a list such as [{"name":"value"}]');
  }
}

function formatIn(text: string): 'UNSPECIFIED_BYTES' | 'UTF8_DATA' {
  if (text === 'UNSPECIFIED_BYTES' || text === 'UTF8_DATA') return text;
  throw invalidRequest(
    `invalid x-amz-mqtt5-payload-format-indicator "${text}": expected UNSPECIFIED_BYTES or UTF8_DATA`,
  );
}

function responseTopicIn(text: string): string {
  try {
    return parseTopic(text).text;
  } catch (error) {
    if (!(error instanceof TopicError)) throw error;
    throw invalidRequest(`responseTopic: ${error.message}`);
  }
}

const mapPresent = <Value, Read>(value: Value | null | undefined, read: (value: Value) => Read): Read | undefined =>
  value === null || value === undefined ? undefined : read(value);

/**
 * Parses the MQTT 5 properties of a message that is published over HTTP.
 * Source: API reference, "Publish".
 * @throws AwsError if a property is invalid
 */
export function headersIn({ query, headers }: RequestParts): Mqtt5Headers | undefined {
  const mqttHeaders: Mqtt5Headers = {
    contentType: query.get('contentType') ?? undefined,
    responseTopic: query.get('responseTopic') ?? undefined,
    correlationData: headers['x-amz-mqtt5-correlation-data'],
    payloadFormatIndicator: mapPresent(headers['x-amz-mqtt5-payload-format-indicator'], formatIn),
    userProperties: mapPresent(headers['x-amz-mqtt5-user-properties'], userPropertiesIn),
  };
  return checkHeaders(mqttHeaders);
}

/**
 * Checks the MQTT 5 properties of a message. Returns undefined if the message has none.
 * @throws AwsError if a property is invalid
 */
export function checkHeaders(headers: Mqtt5Headers): Mqtt5Headers | undefined {
  if (Object.values(headers).every((value) => value === undefined)) return undefined;
  const checked = { ...headers, responseTopic: mapPresent(headers.responseTopic, responseTopicIn) };
  const fault = propertyFault(propertiesOf(checked, undefined));
  if (fault !== undefined) throw invalidRequest(fault.reason);
  return checked;
}

/** Limits a message expiry in seconds to AWS IoT's maximum. Zero means that the message does not expire. */
export const limitExpiry = (seconds: number): number | undefined =>
  seconds === 0 ? undefined : Math.min(seconds, maxExpirySeconds);

/**
 * Parses a request's message expiry in seconds and limits it to AWS IoT's maximum. Returns undefined if the message
 * does not expire. Source: API reference, "Publish".
 * @throws AwsError if the value is invalid
 */
export function messageExpiryIn({ query }: RequestParts): number | undefined {
  const text = query.get('messageExpiry');
  if (text === null) return undefined;
  const seconds = Number(text);
  if (text === '' || !Number.isInteger(seconds) || seconds < 0)
    throw invalidRequest(`invalid messageExpiry "${text}": expected a non-negative number of whole seconds`);
  return limitExpiry(seconds);
}

/** Encodes user properties in the format that GetRetainedMessage returns. */
export const encodeUserProperties = (properties: readonly (readonly [string, string])[]): string =>
  Buffer.from(JSON.stringify(properties.map(([key, value]) => ({ [key]: value })))).toString('base64');
