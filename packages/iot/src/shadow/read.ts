import { delta } from './delta';
import { living, type Stored, type Tombstone } from './document';
import type { JsonObject } from './json';
import { noShadow, type Rejected, reject } from './rejection';
import { looseClientToken } from './request';

/** A get or delete: of which shadow, and the body, of which the client token alone matters. */
export interface ShadowCall {
  readonly stored: Stored;
  /** The shadow's name, for the classic shadow its thing's. */
  readonly name: string;
  readonly request?: Uint8Array;
  readonly nowSeconds: number;
}

/**
 * Reads a shadow: state with its delta, metadata of desired and reported.
 * Source: AWS IoT developer guide, device-shadow-mqtt, "/get/accepted".
 */
export function get(call: ShadowCall): { readonly kind: 'accepted'; readonly accepted: JsonObject } | Rejected {
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
 * Deletes a shadow. What stays is its version, one on, as AWS's own Greengrass keeps it.
 * Source: AWS IoT developer guide, device-shadow-mqtt, "/delete"; aws-greengrass-shadow-manager, ShadowManagerDAOImpl.
 */
export function remove(
  call: ShadowCall,
): { readonly kind: 'accepted'; readonly accepted: JsonObject; readonly next: Tombstone } | Rejected {
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
