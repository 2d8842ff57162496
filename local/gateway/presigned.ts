import { sign } from 'aws4';
import { AwsError } from './request';
import {
  arrivesWithinSeconds,
  knownCredentials,
  queryCredential,
  requireSame,
  type SignedRequest,
  type Signers,
  signingDate,
  type Verified,
  verifySignature,
} from './signature';

const lastsAtMostSeconds = 604_800;
/** Services that append the token of temporary credentials after signing. Developer guide, "mqtt-ws". */
const appendsToken: ReadonlySet<string> = new Set(['iotdevicegateway']);

/** Verifies a Signature Version 4, whether it is in the headers or in the query. @throws AwsError 403 */
export const verifySigned = async (request: SignedRequest, signers: Signers): Promise<Verified> =>
  request.query.has('X-Amz-Signature') ? verifyPresigned(request, signers) : verifySignature(request, signers);

function requireInTime(query: URLSearchParams, service: string, clocks: readonly number[]): void {
  const signedAt = signingDate(query.get('X-Amz-Date')).getTime();
  const seconds = Number(query.get('X-Amz-Expires') ?? arrivesWithinSeconds);
  if (!(seconds > 0 && seconds <= lastsAtMostSeconds))
    throw new AwsError('AuthorizationQueryParametersError', 'X-Amz-Expires is a number of seconds, up to a week', 403);
  const isInTime = (now: number) => now <= signedAt + seconds * 1000 && now >= signedAt - arrivesWithinSeconds * 1000;
  if (clocks.some(isInTime)) return;
  // S3 API reference, "Error responses": AccessDenied, "Request has expired"
  const code = service === 's3' ? 'AccessDenied' : 'ExpiredToken';
  throw new AwsError(code, 'the signature has expired, or its date is in the future', 403);
}

/**
 * Verifies a Signature Version 4 in the query of a request, which does not cover the body: a presigned URL of S3, or
 * MQTT over WebSocket.
 * @throws AwsError 403: unknown key, wrong signature, expired
 * Source: AWS IoT developer guide, "mqtt-ws"; General reference, "Signature Version 4", query strings.
 */
export function verifyPresigned(
  { method, path, query, headers }: Omit<SignedRequest, 'body'>,
  { credentialsOf, clocks }: Signers,
): Verified {
  const [, accessKeyId = '', , region = '', service = ''] =
    queryCredential.exec(query.get('X-Amz-Credential') ?? '') ?? [];
  const signature = query.get('X-Amz-Signature') ?? '';
  if (accessKeyId === '' || query.get('X-Amz-Algorithm') !== 'AWS4-HMAC-SHA256')
    throw new AwsError('IncompleteSignature', 'the query has no X-Amz-Credential, or another X-Amz-Algorithm', 403);
  const token = query.get('X-Amz-Security-Token') ?? undefined;
  const credentials = knownCredentials({ accessKeyId, token }, credentialsOf);
  requireInTime(query, service, clocks());
  const signed = new URLSearchParams(query);
  signed.delete('X-Amz-Signature');
  if (appendsToken.has(service)) signed.delete('X-Amz-Security-Token');
  const names = (query.get('X-Amz-SignedHeaders') ?? '').split(';');
  if (!names.includes('host')) throw new AwsError('IncompleteSignature', 'host is not among the signed headers', 403);
  const again = sign(
    {
      method,
      path: `${path}?${signed}`,
      service,
      region,
      signQuery: true,
      headers: Object.fromEntries(names.map((name) => [name, headers[name] ?? ''])),
      // aws4 leaves some out on its own; AWS's device SDK signs `connection`
      extraHeadersToInclude: Object.fromEntries(names.map((name) => [name, true])),
    },
    { accessKeyId, secretAccessKey: credentials.secretAccessKey },
  );
  const expected = new URLSearchParams((again.path ?? '').split('?')[1]).get('X-Amz-Signature') ?? undefined;
  requireSame(expected, signature);
  return { region, service, credentials };
}
