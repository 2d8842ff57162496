import { AwsError, type AwsResponse } from './request';

/** How a service words an error: JSON, or one of AWS's three shapes of XML. An SDK reads no error out of any other. */
export type ErrorWording = 'json' | 'query' | 'ec2' | 's3';

const speaksXml: ReadonlyMap<string, ErrorWording> = new Map([
  ['sns', 'query'],
  ['sts', 'query'],
  ['iam', 'query'],
  ['s3', 's3'],
  ['ec2', 'ec2'],
]);

/** @param form whether the call came as a form, as the query protocol has it, whatever the service */
export const wordingOf = (service: string, form: boolean): ErrorWording =>
  speaksXml.get(service) ?? (form ? 'query' : 'json');

/** A text between two tags. */
export const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

const around: Readonly<Record<Exclude<ErrorWording, 'json'>, (error: string) => string>> = {
  query: (error) => `<ErrorResponse><Error><Type>Sender</Type>${error}</Error></ErrorResponse>`,
  ec2: (error) => `<Response><Errors><Error>${error}</Error></Errors></Response>`,
  s3: (error) => `<Error>${error}</Error>`,
};

/** What a caller gets that is not served. Sources: smithy.io, "AWS query", "EC2 query" and "AWS restXml" protocols. */
export function errorAnswer(error: unknown, wording: ErrorWording = 'json'): AwsResponse {
  const { status, code, message } =
    error instanceof AwsError ? error : new AwsError('InternalFailure', String(error), 500);
  if (wording !== 'json') {
    const inner = `<Code>${escaped(code)}</Code><Message>${escaped(message)}</Message>`;
    return { status, headers: { 'content-type': 'text/xml' }, body: around[wording](inner) };
  }
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-errortype': code },
    body: JSON.stringify({ __type: code, message, Message: message }),
  };
}
