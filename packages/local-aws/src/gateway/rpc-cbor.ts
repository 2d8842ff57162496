import type { HttpCall } from '../http/http-call';
import { decodeCbor, EpochSeconds, encodeCbor } from './cbor';
import { matchPath } from './path';
import { AwsError, type AwsResponse } from './service-api';
import { claimedService } from './signature';

/**
 * Services whose calls are accepted in CBOR, with the members of their answers that are times. boto3 and the AWS CLI call
 * these services in CBOR.
 */
const timesOf: ReadonlyMap<string, RegExp> = new Map([['monitoring', /Timestamps?$/]]);

const protocol = 'rpc-v2-cbor';

const targetOf = ({ path }: HttpCall): string | undefined => {
  const found = matchPath('/service/{service}/operation/{operation}', path);
  return found && `${found['service']}.${found['operation']}`;
};

/** Returns whether a call is made in CBOR. */
export const isCborCall = (call: HttpCall): boolean =>
  call.headers['smithy-protocol'] === protocol && timesOf.has(claimedService(call)) && targetOf(call) !== undefined;

/**
 * Returns a call in CBOR as the same call in JSON. Source: smithy.io, "Smithy RPC v2 CBOR protocol".
 * @throws AwsError SerializationException if the body is not valid CBOR
 */
export function asJsonCall(call: HttpCall): HttpCall {
  const target = targetOf(call);
  if (!isCborCall(call) || target === undefined) return call;
  const headers = { ...call.headers, 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.0' };
  return { ...call, path: '/', headers, body: Buffer.from(JSON.stringify(bodyOf(call))) };
}

function bodyOf({ body }: HttpCall): unknown {
  if (body.byteLength === 0) return {};
  try {
    return decodeCbor(body);
  } catch (error) {
    if (error instanceof RangeError) throw new AwsError('SerializationException', 'the body is not valid CBOR');
    throw error;
  }
}

/** Replaces the seconds in members that are times, so that CBOR distinguishes them from numbers. */
function withTimes(value: unknown, times: RegExp, isTime = false): unknown {
  if (typeof value === 'number') return isTime ? new EpochSeconds(value) : value;
  if (Array.isArray(value)) return value.map((one) => withTimes(one, times, isTime));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, withTimes(member, times, times.test(name))]),
  );
}

/** Returns the answer to a call in CBOR. */
export function asCborAnswer(call: HttpCall, { status, headers, body }: AwsResponse): AwsResponse {
  const times = timesOf.get(claimedService(call));
  const value: unknown = JSON.parse(Buffer.from(body).toString('utf8') || '{}');
  return {
    status,
    headers: { ...headers, 'content-type': 'application/cbor', 'smithy-protocol': protocol },
    body: encodeCbor(times === undefined ? value : withTimes(value, times)),
  };
}
