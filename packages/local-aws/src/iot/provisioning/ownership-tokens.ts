import { randomBytes } from 'node:crypto';
import type { Clock } from '../../clock';
import type { Collection, Store } from '../../store';
import type { Origin } from '../iot-message';

/**
 * Lifetime of a token in milliseconds. Source: AWS IoT developer guide, "Device provisioning MQTT API":
 * "certificateOwnershipToken … expires after one hour".
 */
export const tokenMilliseconds = 3_600_000;

export interface Ownership {
  certificateId: string;
  /** Connection that requested the certificate. Other connections cannot use the token. */
  owner: Origin;
  expiresAt: number;
}

/** Single-use tokens that prove ownership of a certificate and expire after an hour. */
export interface OwnershipTokens {
  issue(certificateId: string, owner: Origin): string;
  /** Consumes a token. Returns undefined if the token is unknown, expired or issued to another connection. */
  take(token: string, owner: Origin): Ownership | undefined;
  /** Makes a consumed token valid again after a failed request. */
  restore(token: string, ownership: Ownership): void;
}

/** Creates the token store. `expired` is called with each certificate whose token expired unused. */
export function createOwnershipTokens(
  { store, clock }: { store: Store; clock: Pick<Clock, 'now'> },
  expired: (certificateId: string) => void,
): OwnershipTokens {
  const tokens: Collection<Ownership> = store.collection('certificate-ownership-tokens');

  const removeExpired = () => {
    for (const [token, { certificateId, expiresAt }] of [...tokens.entries()]) {
      if (clock.now() < expiresAt) continue;
      tokens.delete(token);
      expired(certificateId);
    }
  };

  return {
    issue(certificateId, owner) {
      removeExpired();
      const token = randomBytes(256).toString('base64url');
      tokens.set(token, { certificateId, owner, expiresAt: clock.now() + tokenMilliseconds });
      return token;
    },
    take(token, { clientId, principalId }) {
      removeExpired();
      const found = tokens.get(token);
      if (found?.owner.clientId !== clientId || found.owner.principalId !== principalId) return undefined;
      tokens.delete(token);
      return found;
    },
    restore: (token, ownership) => tokens.set(token, ownership),
  };
}
