import { sign } from 'aws4';
import { AwsError } from './request';
import {
  type Credentials,
  knownCredentials,
  requireSame,
  type SignedRequest,
  signingDate,
  type Verified,
} from './signature';

const credential = /^([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request$/;

/** General reference, "Signature Version 4": a request has five minutes to arrive, and clocks may differ by as much. */
const arrivesWithinSeconds = 300;
const lastsAtMostSeconds = 604_800;

export const isPresigned = (query: URLSearchParams): boolean => query.has('X-Amz-Signature');

/** Milliseconds of each clock by which a caller may have signed: a function's runs as the platform's does. */
type Clocks = readonly number[];

function requireInTime(query: URLSearchParams, clocks: Clocks): void {
  const signedAt = signingDate(query.get('X-Amz-Date')).getTime();
  const seconds = Number(query.get('X-Amz-Expires') ?? arrivesWithinSeconds);
  if (!(seconds > 0 && seconds <= lastsAtMostSeconds))
    throw new AwsError('AuthorizationQueryParametersError', 'X-Amz-Expires is a number of seconds, up to a week', 403);
  const isInTime = (now: number) => now <= signedAt + seconds * 1000 && now >= signedAt - arrivesWithinSeconds * 1000;
  if (!clocks.some(isInTime)) throw new AwsError('ExpiredToken', 'the signature has expired, or is of the future', 403);
}

/**
 * Verifies a Signature Version 4 in the query of a request without a body, as AWS IoT takes it for MQTT over WebSocket:
 * the token of temporary credentials was appended after signing.
 * @throws AwsError 403: unknown key, wrong signature, expired
 * Source: AWS IoT developer guide, "mqtt-ws"; General reference, "Signature Version 4", query strings.
 */
export function verifyPresigned(
  { method, path, query, headers }: Omit<SignedRequest, 'body'>,
  credentialsOf: (accessKeyId: string) => Credentials | undefined,
  clocks: Clocks,
): Verified {
  const [, accessKeyId = '', , region = '', service = ''] = credential.exec(query.get('X-Amz-Credential') ?? '') ?? [];
  const signature = query.get('X-Amz-Signature') ?? '';
  if (accessKeyId === '' || query.get('X-Amz-Algorithm') !== 'AWS4-HMAC-SHA256')
    throw new AwsError('IncompleteSignature', 'the query has no X-Amz-Credential, or another X-Amz-Algorithm', 403);
  const token = query.get('X-Amz-Security-Token') ?? undefined;
  const credentials = knownCredentials({ accessKeyId, token }, credentialsOf);
  requireInTime(query, clocks);
  const signed = new URLSearchParams(query);
  for (const name of ['X-Amz-Signature', 'X-Amz-Security-Token']) signed.delete(name);
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
