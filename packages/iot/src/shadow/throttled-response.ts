import { failures, type RejectedRequest, reject } from './rejection';
import { looseClientToken } from './shadow-request';

/**
 * Returns the rejection for a throttled request. Only the client token of the request is read. Source: AWS IoT quotas,
 * "Device Shadow": "rejected with a 429 error code".
 */
export function throttledResponse({
  request,
  nowSeconds,
}: {
  request: Uint8Array;
  nowSeconds: number;
}): RejectedRequest {
  return reject(failures.tooManyRequests, { nowSeconds, clientToken: looseClientToken(request) });
}
