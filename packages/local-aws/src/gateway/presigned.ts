import { sign } from 'aws4';
import { AwsError } from './service-api';
import {
  arrivesWithinSeconds,
  exactly,
  isSignedByVersion2,
  knownCredentials,
  queryCredential,
  requireSame,
  requireSameDay,
  type SignedRequest,
  type Signers,
  signingDate,
  type VerifiedRequest,
  verifySignature,
} from './signature';

const lastsAtMostSeconds = 604_800;
/** Services whose clients append the session token after signing. Source: AWS IoT developer guide, "mqtt-ws". */
const appendsToken: ReadonlySet<string> = new Set(['iotdevicegateway']);

/**
 * Verifies a Signature Version 4 signature in the headers or in the query.
 * @throws AwsError 403 if the signature is invalid
 */
export function verifySigned(request: SignedRequest, signers: Signers): VerifiedRequest {
  if (request.query.has('X-Amz-Signature')) return verifyPresigned(request, signers);
  // S3 returns this message in regions that never supported Signature Version 2
  if (isSignedByVersion2(request.query))
    throw new AwsError(
      'InvalidRequest',
      'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
    );
  return verifySignature(request, signers);
}

function requireInTime(query: URLSearchParams, service: string, clocks: readonly number[]): void {
  const signedAt = signingDate(query.get('X-Amz-Date')).getTime();
  const expires = query.get('X-Amz-Expires') ?? String(arrivesWithinSeconds);
  const seconds = /^\d+$/.test(expires) ? Number(expires) : Number.NaN;
  if (!(seconds > 0 && seconds <= lastsAtMostSeconds))
    throw new AwsError(
      'AuthorizationQueryParametersError',
      'invalid X-Amz-Expires: expected a number of seconds, up to a week',
      403,
    );
  const isInTime = (now: number) => now <= signedAt + seconds * 1000 && now >= signedAt - arrivesWithinSeconds * 1000;
  if (clocks.some(isInTime)) return;
  // S3 reports AccessDenied, "Request has expired" (S3 API reference, "Error responses")
  const code = service === 's3' ? 'AccessDenied' : 'ExpiredToken';
  throw new AwsError(code, 'the signature has expired, or its date is in the future', 403);
}

/**
 * Verifies a Signature Version 4 signature in a request's query: a presigned URL, or MQTT over WebSocket. The signature does not
 * cover the body of an S3 call. Source: AWS IoT developer guide, "mqtt-ws";
 * General reference, "Signature Version 4", query strings.
 * @throws AwsError 403 if the key is unknown, or the signature is wrong or expired
 */
export function verifyPresigned(
  { method, path, query, headers, body }: SignedRequest,
  { credentialsOf, clocks }: Signers,
): VerifiedRequest {
  const [, accessKeyId = '', scopeDate = '', region = '', service = ''] =
    queryCredential.exec(query.get('X-Amz-Credential') ?? '') ?? [];
  const signature = query.get('X-Amz-Signature') ?? '';
  if (accessKeyId === '' || query.get('X-Amz-Algorithm') !== 'AWS4-HMAC-SHA256')
    throw new AwsError('IncompleteSignature', 'X-Amz-Credential or X-Amz-Algorithm is missing or invalid', 403);
  const token = query.get('X-Amz-Security-Token') ?? undefined;
  const credentials = knownCredentials({ accessKeyId, token }, credentialsOf);
  requireInTime(query, service, clocks());
  requireSameDay(scopeDate, query.get('X-Amz-Date'));
  const signed = new URLSearchParams(query);
  signed.delete('X-Amz-Signature');
  if (appendsToken.has(service)) signed.delete('X-Amz-Security-Token');
  const names = (query.get('X-Amz-SignedHeaders') ?? '').split(';');
  if (!names.includes('host')) throw new AwsError('IncompleteSignature', 'the signed headers do not include host', 403);
  const unsigned = Object.keys(headers).filter((name) => name.startsWith('x-amz-') && !names.includes(name));
  // S3 returns this message
  if (unsigned.length > 0)
    throw new AwsError(
      'AccessDenied',
      `There were headers present in the request which were not signed: ${unsigned.join(', ')}`,
      403,
    );
  const again = sign(
    {
      method,
      body: Buffer.from(body),
      path: `${path}?${signed}`,
      service,
      region,
      signQuery: true,
      headers: Object.fromEntries(names.map((name) => [name, headers[name] ?? ''])),
      ...exactly(names),
    },
    { accessKeyId, secretAccessKey: credentials.secretAccessKey },
  );
  const expected = new URLSearchParams((again.path ?? '').split('?')[1]).get('X-Amz-Signature') ?? undefined;
  requireSame(expected, signature);
  return { region, service, credentials };
}
