import { createHash, timingSafeEqual } from 'node:crypto';
import { sign } from 'aws4';
import type { Principal } from '../iam/principal';
import { AwsError } from './service-api';

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  /** Session token of temporary credentials, such as the credentials of a function's role. */
  sessionToken?: string;
  principal: Principal;
  /**
   * Returns the ID of the event that caused the current calls with these credentials. For a function instance, this is
   * the current invocation, because an instance runs only one invocation at a time.
   */
  cause?: () => number | undefined;
}

const authorization =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request,\s*SignedHeaders=([^,]+),\s*Signature=([0-9a-f]{64})$/;

/** Pattern for the credential in a query string: access key, day, region and service. */
export const queryCredential = /^([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request$/;

type Signable = Pick<SignedRequest, 'headers' | 'query'>;

const claimed = ({ headers, query }: Signable): RegExpExecArray | null =>
  authorization.exec(headers['authorization'] ?? '') ?? queryCredential.exec(query.get('X-Amz-Credential') ?? '');

/**
 * Returns the service in a signature's credential scope. Does not verify the signature, because the error format for an
 * invalid signature depends on the service.
 */
export const claimedService = (request: Signable): string =>
  claimed(request)?.[4] ?? (isSignedByVersion2(request.query) ? 's3' : '');

/** Returns whether a URL was presigned with Signature Version 2, as boto3 does for S3 by default. */
export const isSignedByVersion2 = (query: URLSearchParams): boolean =>
  query.has('AWSAccessKeyId') && query.has('Signature');

/** Returns the access key in a signature without verifying the signature, or undefined if the request is unsigned. */
export const claimedAccessKey = (request: Signable): string | undefined => claimed(request)?.[1];

/**
 * Parses a signature's date.
 * @throws AwsError 403 if the date is missing or invalid
 */
export function signingDate(amzDate: string | null | undefined): Date {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(amzDate ?? '');
  if (parts === null) throw new AwsError('IncompleteSignature', 'x-amz-date is missing or invalid', 403);
  const [, year, month, day, hour, minute, second] = parts;
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(date.getTime()))
    throw new AwsError('IncompleteSignature', `x-amz-date ${amzDate} is not a date`, 403);
  return date;
}

/**
 * Checks the day in the credential scope.
 * @throws AwsError 403 if the credential and the signature have different dates
 */
export function requireSameDay(scopeDate: string, amzDate: string | null | undefined): void {
  if (amzDate?.startsWith(scopeDate)) return;
  const reason = `the credential is scoped to ${scopeDate}, but the request ${amzDate === undefined ? 'has no date' : `was signed at ${amzDate}`}`;
  throw new AwsError('SignatureDoesNotMatch', reason, 403);
}

export interface SignedRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Readonly<Record<string, string>>;
  body: Uint8Array;
}

/** Callers whose signatures this platform accepts. */
export interface Signers {
  credentialsOf(accessKeyId: string): Credentials | undefined;
  /**
   * Returns the times that are accepted as current, in ms since the epoch. Functions sign with the platform's time, and all other
   * callers with real time.
   */
  clocks(): readonly number[];
}

/**
 * Maximum difference in seconds between a request's date and its arrival. Source: AWS General Reference,
 * "Signature Version 4".
 */
export const arrivesWithinSeconds = 300;

/**
 * Checks a signature's date.
 * @throws AwsError if every clock differs from the signature's date by more than five minutes
 */
function requireRecent({ headers }: SignedRequest, service: string, clocks: readonly number[]): void {
  const signedAt = signingDate(headers['x-amz-date']).getTime();
  if (clocks.some((now) => Math.abs(now - signedAt) <= arrivesWithinSeconds * 1000)) return;
  const reason = `the request was signed at ${new Date(signedAt).toISOString()}, more than 5 minutes from the current time ${clocks.map((now) => new Date(now).toISOString()).join(' or ')}`;
  // SDKs respond to these codes by correcting their clock and retrying
  throw new AwsError(service === 's3' ? 'RequestTimeTooSkewed' : 'InvalidSignatureException', reason, 403);
}

/** Verified principal and credential scope of a request. */
export interface VerifiedRequest {
  region: string;
  service: string;
  credentials: Credentials;
}

/**
 * Verifies a request's Signature Version 4 signature by signing the request again with the secret of its access key.
 * @throws AwsError 403 for an unknown key, or a wrong or expired signature; 400 for a hash that does not match the body
 */
export function verifySignature(request: SignedRequest, { credentialsOf, clocks }: Signers): VerifiedRequest {
  const [, accessKeyId = '', scopeDate = '', region = '', service = '', signedHeaders = '', signature = ''] =
    authorization.exec(request.headers['authorization'] ?? '') ?? [];
  if (accessKeyId === '') {
    throw new AwsError(
      'MissingAuthenticationToken',
      'the request has no Signature Version 4; use an AWS SDK or the AWS CLI',
      403,
    );
  }
  const token = request.headers['x-amz-security-token'];
  const credentials = knownCredentials({ accessKeyId, token }, credentialsOf);
  requireRecent(request, service, clocks());
  requireSameDay(scopeDate, request.headers['x-amz-date']);
  const stated = request.headers['x-amz-content-sha256'];
  if (/^[0-9a-f]{64}$/.test(stated ?? '') && stated !== createHash('sha256').update(request.body).digest('hex')) {
    throw new AwsError('XAmzContentSHA256Mismatch', 'the body does not match the signed hash', 400);
  }
  const expected = signAgain(request, { credentials, region, service, signedHeaders: signedHeaders.split(';') });
  requireSame(expected, signature);
  return { region, service, credentials };
}

/**
 * Returns the credentials of an access key.
 * @throws AwsError 403 if the key is unknown or has a different session token
 */
export function knownCredentials(
  { accessKeyId, token = '' }: { accessKeyId: string; token: string | undefined },
  credentialsOf: Signers['credentialsOf'],
): Credentials {
  const credentials = credentialsOf(accessKeyId);
  if (credentials !== undefined && (credentials.sessionToken ?? '') === token) return credentials;
  const reason = `the access key ${accessKeyId} is unknown, or the session token does not match; use the profile in aws-config in the --dir folder`;
  throw new AwsError('UnrecognizedClientException', reason, 403);
}

/**
 * Compares two hexadecimal signatures in constant time.
 * @throws AwsError 403 if the signatures differ
 */
export function requireSame(expected: string | undefined, signature: string): void {
  const isSame =
    expected?.length === signature.length && timingSafeEqual(Buffer.from(expected), Buffer.from(signature));
  if (!isSame) throw new AwsError('SignatureDoesNotMatch', 'the signature does not match the request and its key', 403);
}

interface Scope {
  readonly credentials: Credentials;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
}

function signAgain(
  { method, path, query, headers, body }: SignedRequest,
  { credentials: { accessKeyId, secretAccessKey }, region, service, signedHeaders }: Scope,
): string | undefined {
  const values = signedHeaders.flatMap((name) => {
    // the SDK's Kinesis client signs the host header under its HTTP/2 name (RFC 9113, 8.3.1)
    const value = headers[name === ':authority' ? 'host' : name];
    return value === undefined ? [] : [[name, value] as const];
  });
  if (values.length < signedHeaders.length) return undefined;
  const { headers: signed = {} } = sign(
    {
      method,
      path: query.size === 0 ? path : `${path}?${query}`,
      body: Buffer.from(body),
      service,
      region,
      headers: Object.fromEntries(values),
      ...exactly(signedHeaders),
    },
    { accessKeyId, secretAccessKey },
  );
  return /Signature=([0-9a-f]{64})/.exec(String(signed['Authorization']))?.[1];
}

/** Headers that aws4 adds to a request if they are missing. */
const addedByAws4 = ['content-length', 'content-type', 'host', 'x-amz-content-sha256', 'x-amz-date'];

/**
 * Returns options that make aws4 sign exactly the given headers. By default, aws4 adds some headers and leaves out
 * others, such as `connection`, which AWS's device SDK signs.
 */
export const exactly = (signedHeaders: readonly string[]) => ({
  extraHeadersToInclude: Object.fromEntries(signedHeaders.map((name) => [name, true])),
  extraHeadersToIgnore: Object.fromEntries(addedByAws4.map((name) => [name, true])),
});
