import { gunzipSync } from 'node:zlib';
import type { HttpCall } from '../http/http-call';
import { isCborCall } from './rpc-cbor';
import { AwsError } from './service-api';

/** Maximum size of a decompressed body in bytes, so that a small request cannot exhaust the memory. */
const mostBytes = 16 * 2 ** 20;

const isTooLarge = (error: unknown) =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';

/**
 * Returns a call with its body decompressed. SDKs compress large bodies of operations such as PutMetricData. S3 is
 * excluded, because there, the encoding is a property of the object. Source: smithy.io, "requestCompression trait".
 * @throws AwsError if the body is not in gzip format or too large
 */
export function decompress(call: HttpCall): HttpCall {
  const isOperation = call.headers['x-amz-target'] !== undefined || isCborCall(call);
  if (call.headers['content-encoding'] !== 'gzip' || !isOperation) return call;
  try {
    return { ...call, body: gunzipSync(call.body, { maxOutputLength: mostBytes }) };
  } catch (error) {
    if (isTooLarge(error))
      throw new AwsError('RequestEntityTooLarge', `Request size must be at most ${mostBytes} bytes.`, 413);
    throw new AwsError('SerializationException', 'the body is not in gzip format');
  }
}
