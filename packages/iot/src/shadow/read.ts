import { delta } from './delta';
import { living, type StoredShadow, type Tombstone } from './document';
import type { JsonObject } from './json';
import { noShadow, type RejectedRequest, reject } from './rejection';
import { looseClientToken } from './shadow-request';

/** Get or delete request, with the stored shadow. The body is used only for its client token. */
export interface ShadowCall {
  readonly stored: StoredShadow;
  /** Shadow name, or the thing's name for a classic shadow. */
  readonly name: string;
  readonly request?: Uint8Array;
  readonly nowSeconds: number;
}

/**
 * Returns a shadow's state with its delta, and the metadata of desired and reported. Source: AWS IoT developer guide,
 * device-shadow-mqtt, "/get/accepted".
 */
export function get(call: ShadowCall): { readonly kind: 'accepted'; readonly accepted: JsonObject } | RejectedRequest {
  const { name, nowSeconds } = call;
  const clientToken = looseClientToken(call.request);
  const document = living(call.stored);
  if (document === undefined) return reject(noShadow(name), { nowSeconds, clientToken });
  const { state, metadata, version } = document;
  const difference = delta(state.desired, state.reported);
  const accepted = {
    state: { ...state, ...(difference === undefined ? {} : { delta: difference }) },
    metadata: { ...metadata },
    version,
    timestamp: nowSeconds,
    ...(clientToken === undefined ? {} : { clientToken }),
  };
  return { kind: 'accepted', accepted };
}

/**
 * Returns the response to a delete request, and the tombstone to store instead of the shadow. The tombstone contains the next
 * version number, as in AWS IoT Greengrass. Source: AWS IoT developer guide, device-shadow-mqtt, "/delete";
 * aws-greengrass-shadow-manager, ShadowManagerDAOImpl.
 */
export function remove(
  call: ShadowCall,
): { readonly kind: 'accepted'; readonly accepted: JsonObject; readonly next: Tombstone } | RejectedRequest {
  const { name, nowSeconds } = call;
  const clientToken = looseClientToken(call.request);
  const document = living(call.stored);
  if (document === undefined) return reject(noShadow(name), { nowSeconds, clientToken });
  const token = clientToken === undefined ? {} : { clientToken };
  return {
    kind: 'accepted',
    accepted: { version: document.version, timestamp: nowSeconds, ...token },
    next: { kind: 'tombstone', version: document.version + 1, deletedAtSeconds: nowSeconds },
  };
}
