import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Principal } from '../iam/principal';
import { AwsError } from './request';

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  /** Only temporary credentials, as a function's role has, carry one. */
  sessionToken?: string;
  principal: Principal;
  /** What the holder is doing at the moment; an instance of a function does one thing at a time. */
  cause?: () => number | undefined;
}

/** The interface of a hash that the signer wants, over node's own. */
class Sha256 {
  readonly #hash;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    const key = secret instanceof ArrayBuffer ? new Uint8Array(secret) : secret;
    const bytes = ArrayBuffer.isView(key) ? new Uint8Array(key.buffer, key.byteOffset, key.byteLength) : key;
    this.#hash = bytes === undefined ? createHash('sha256') : createHmac('sha256', bytes);
  }
  update(data: string | ArrayBuffer | ArrayBufferView): void {
    if (typeof data === 'string') this.#hash.update(data);
    else if (data instanceof ArrayBuffer) this.#hash.update(new Uint8Array(data));
    else this.#hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
  reset(): void {}
}

const authorization =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request,\s*SignedHeaders=([^,]+),\s*Signature=([0-9a-f]{64})$/;

/** Credential of a signature in a query. */
export const queryCredential = /^([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request$/;

type Signable = Pick<SignedRequest, 'headers' | 'query'>;

const claimed = ({ headers, query }: Signable): RegExpExecArray | null =>
  authorization.exec(headers['authorization'] ?? '') ?? queryCredential.exec(query.get('X-Amz-Credential') ?? '');

/** Service that a signature names, before it is verified: decides how an error is written. */
export const claimedService = (request: Signable): string =>
  claimed(request)?.[4] ?? (isSignedByVersion2(request.query) ? 's3' : '');

/** Whether a URL was presigned by Signature Version 2, as boto3 does for S3 unless it is configured otherwise. */
export const isSignedByVersion2 = (query: URLSearchParams): boolean =>
  query.has('AWSAccessKeyId') && query.has('Signature');

/** Access key that a signature names, before it is verified; undefined without a signature. */
export const claimedAccessKey = (request: Signable): string | undefined => claimed(request)?.[1];

/** @throws AwsError 403 where it is none */
export function signingDate(amzDate: string | null | undefined): Date {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(amzDate ?? '');
  if (parts === null) throw new AwsError('IncompleteSignature', 'x-amz-date is missing or is no date', 403);
  const [, year, month, day, hour, minute, second] = parts;
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(date.getTime()))
    throw new AwsError('IncompleteSignature', `x-amz-date ${amzDate} is not a date`, 403);
  return date;
}

/** @throws AwsError 403 if a credential is scoped to another day than the signature */
export function requireSameDay(scopeDate: string, amzDate: string | null | undefined): void {
  if (amzDate?.startsWith(scopeDate)) return;
  const reason = `the credential is scoped to ${scopeDate}, and the request was signed at ${amzDate ?? 'no date'}`;
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
   * Times by which a caller may sign, in ms since the epoch: the Date of a function follows the platform's clock, that of
   * every other caller the real time.
   */
  clocks(): readonly number[];
}

/** General reference, "Signature Version 4": a request must arrive within five minutes of its date. */
export const arrivesWithinSeconds = 300;

/** @throws AwsError if the signature is older than five minutes, or as far in the future, by every clock */
function requireRecent({ headers }: SignedRequest, service: string, clocks: readonly number[]): void {
  const signedAt = signingDate(headers['x-amz-date']).getTime();
  if (clocks.some((now) => Math.abs(now - signedAt) <= arrivesWithinSeconds * 1000)) return;
  const reason = `the request was signed at ${new Date(signedAt).toISOString()}, more than 5 minutes from the current time ${clocks.map((now) => new Date(now).toISOString()).join(' or ')}`;
  // both codes let an SDK correct its clock and try again
  throw new AwsError(service === 's3' ? 'RequestTimeTooSkewed' : 'InvalidSignatureException', reason, 403);
}

/** Who has signed, and for where. */
export interface Verified {
  region: string;
  service: string;
  credentials: Credentials;
}

function queryBag(query: URLSearchParams): Record<string, string | string[]> {
  const bag: Record<string, string | string[]> = {};
  for (const name of new Set(query.keys())) {
    const values = query.getAll(name);
    bag[name] = values.length === 1 ? (values[0] ?? '') : values;
  }
  return bag;
}

/**
 * Verifies the Signature Version 4 of a request by signing it again with the secret that belongs to its access key.
 * @throws AwsError 403 as AWS answers: unknown key, wrong signature, expired signature, body unlike its hash
 */
export async function verifySignature(request: SignedRequest, { credentialsOf, clocks }: Signers): Promise<Verified> {
  const [, accessKeyId = '', scopeDate = '', region = '', service = '', signedHeaders = '', signature = ''] =
    authorization.exec(request.headers['authorization'] ?? '') ?? [];
  if (accessKeyId === '') {
    throw new AwsError(
      'MissingAuthenticationToken',
      'the request carries no Signature Version 4; use an AWS SDK or the AWS CLI',
      403,
    );
  }
  const token = request.headers['x-amz-security-token'];
  const credentials = knownCredentials({ accessKeyId, token }, credentialsOf);
  requireRecent(request, service, clocks());
  requireSameDay(scopeDate, request.headers['x-amz-date']);
  const stated = request.headers['x-amz-content-sha256'];
  if (/^[0-9a-f]{64}$/.test(stated ?? '') && stated !== createHash('sha256').update(request.body).digest('hex')) {
    throw new AwsError('XAmzContentSHA256Mismatch', 'the body does not have the hash that was signed', 400);
  }
  const expected = await sign(request, { credentials, region, service, signedHeaders: signedHeaders.split(';') });
  requireSame(expected, signature);
  return { region, service, credentials };
}

/** @throws AwsError 403 where nobody has this key, or it has another token */
export function knownCredentials(
  { accessKeyId, token = '' }: { accessKeyId: string; token: string | undefined },
  credentialsOf: Signers['credentialsOf'],
): Credentials {
  const credentials = credentialsOf(accessKeyId);
  if (credentials !== undefined && (credentials.sessionToken ?? '') === token) return credentials;
  const reason = `the access key ${accessKeyId} is unknown or has another session token; use the profile in aws-config in the folder of --dir`;
  throw new AwsError('UnrecognizedClientException', reason, 403);
}

/** Takes as long wherever two signatures, in hex, differ. @throws AwsError 403 where they do */
export function requireSame(expected: string | undefined, signature: string): void {
  const isSame =
    expected?.length === signature.length && timingSafeEqual(Buffer.from(expected), Buffer.from(signature));
  if (!isSame) throw new AwsError('SignatureDoesNotMatch', 'the signature does not fit the request and its key', 403);
}

async function sign(
  request: SignedRequest,
  scope: { credentials: Credentials; region: string; service: string; signedHeaders: string[] },
): Promise<string | undefined> {
  const headers: Record<string, string> = {};
  for (const name of scope.signedHeaders) {
    // [RFC 9113, 8.3.1] what HTTP/1.1 calls host: the SDK's Kinesis client signs it under its HTTP/2 name
    const value = name === ':authority' ? request.headers['host'] : request.headers[name];
    if (value === undefined) return undefined;
    // the signer sets these two itself
    if (name !== 'x-amz-date' && name !== 'x-amz-security-token') headers[name] = value;
  }
  const { accessKeyId, secretAccessKey, sessionToken } = scope.credentials;
  const signer = new SignatureV4({
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) },
    region: scope.region,
    service: scope.service,
    sha256: Sha256,
    applyChecksum: scope.signedHeaders.includes('x-amz-content-sha256'),
    uriEscapePath: scope.service !== 's3',
  });
  const signed = await signer.sign(
    {
      method: request.method,
      protocol: 'http:',
      hostname: '',
      path: request.path,
      query: queryBag(request.query),
      headers,
      body: request.body,
    },
    {
      signingDate: signingDate(request.headers['x-amz-date']),
      signableHeaders: new Set(scope.signedHeaders),
    },
  );
  return /Signature=([0-9a-f]{64})/.exec(signed.headers['authorization'] ?? '')?.[1];
}
