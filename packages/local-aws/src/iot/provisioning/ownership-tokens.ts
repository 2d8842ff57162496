import { randomBytes } from 'node:crypto';
import type { Clock } from '../../clock';
import type { Collection, Store } from '../../store';
import type { Origin } from '../message';

/** "certificateOwnershipToken … expires after one hour" (AWS IoT developer guide, "Device provisioning MQTT API"). */
export const tokenMilliseconds = 3_600_000;

export interface Ownership {
  certificateId: string;
  /** The connection that asked for the certificate: what it got is of no use to another. */
  owner: Origin;
  expiresAt: number;
}

/** Each token proves once, for an hour, that a device owns a certificate. */
export interface OwnershipTokens {
  issue(certificateId: string, owner: Origin): string;
  /** Takes the token away from whoever comes after. @returns undefined where it is none, not theirs, or too old */
  take(token: string, owner: Origin): Ownership | undefined;
  /** The token was not used in the end: it may be taken again. */
  giveBack(token: string, ownership: Ownership): void;
}

/** @param expired hears of each certificate whose token nobody has used in time */
export function createOwnershipTokens(
  { store, clock }: { store: Store; clock: Pick<Clock, 'now'> },
  expired: (certificateId: string) => void,
): OwnershipTokens {
  const tokens: Collection<Ownership> = store.collection('certificate-ownership-tokens');

  const forgetExpired = () => {
    for (const [token, { certificateId, expiresAt }] of [...tokens.entries()]) {
      if (clock.now() < expiresAt) continue;
      tokens.delete(token);
      expired(certificateId);
    }
  };

  return {
    issue(certificateId, owner) {
      forgetExpired();
      const token = randomBytes(256).toString('base64url');
      tokens.set(token, { certificateId, owner, expiresAt: clock.now() + tokenMilliseconds });
      return token;
    },
    take(token, { clientId, principalId }) {
      forgetExpired();
      const found = tokens.get(token);
      if (found?.owner.clientId !== clientId || found.owner.principalId !== principalId) return undefined;
      tokens.delete(token);
      return found;
    },
    giveBack: (token, ownership) => tokens.set(token, ownership),
  };
}
