import { AwsError, type AwsResponse } from './service-api';

/**
 * Format of an error response: JSON, or one of AWS's three XML formats.
 * Each SDK client parses only the format of its service.
 */
export type ErrorWording = 'json' | 'query' | 'ec2' | 's3';

const speaksXml: ReadonlyMap<string, ErrorWording> = new Map([
  ['sns', 'query'],
  ['sts', 'query'],
  ['iam', 'query'],
  ['s3', 's3'],
  ['ec2', 'ec2'],
]);

/**
 * Returns the error format of a service.
 * @param form whether the call's body is a form, as in the query protocol
 */
export const wordingOf = (service: string, form: boolean): ErrorWording =>
  speaksXml.get(service) ?? (form ? 'query' : 'json');

/** Escapes XML text. */
export const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** Formats of errors that contain additional members, such as the storage class of an S3 object. */
const withDetails: ReadonlySet<ErrorWording> = new Set(['s3']);

const around: Readonly<Record<Exclude<ErrorWording, 'json'>, (error: string) => string>> = {
  query: (error) => `<ErrorResponse><Error><Type>Sender</Type>${error}</Error></ErrorResponse>`,
  ec2: (error) => `<Response><Errors><Error>${error}</Error></Errors></Response>`,
  s3: (error) => `<Error>${error}</Error>`,
};

/** Returns the response for an error. Sources: smithy.io, "AWS query", "EC2 query" and "AWS restXml" protocols. */
export function errorAnswer(error: unknown, wording: ErrorWording = 'json'): AwsResponse {
  const { status, code, message, details } =
    error instanceof AwsError ? error : new AwsError('InternalFailure', String(error), 500);
  if (wording !== 'json') {
    const members = { Code: code, Message: message, ...(withDetails.has(wording) && details) };
    const inner = Object.entries(members)
      .map(([name, value]) => `<${name}>${escaped(value)}</${name}>`)
      .join('');
    return { status, headers: { 'content-type': 'text/xml' }, body: around[wording](inner) };
  }
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-errortype': code },
    body: JSON.stringify({ __type: code, message, Message: message, ...details }),
  };
}
