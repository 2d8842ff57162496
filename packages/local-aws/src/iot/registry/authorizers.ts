import { createPublicKey } from 'node:crypto';
import { perPlatform } from '../../per-platform';
import type { Collection, Store } from '../../store';

/** Custom authorizer, whose function authenticates devices that have no certificate. */
export interface CustomAuthorizer {
  readonly name: string;
  readonly arn: string;
  readonly functionArn: string;
  /** Name of the header or query parameter that contains the token. */
  readonly tokenKeyName: string | undefined;
  /** Public keys in PEM that verify the token's signature, keyed by name. */
  readonly publicKeys: Readonly<Record<string, string>>;
  readonly isSigningDisabled: boolean;
  readonly isActive: boolean;
  /** Whether results are cached for requests on the same HTTP connection. */
  readonly cachesHttp: boolean;
  /** Times of creation and last change, in ms since the epoch. */
  readonly createdAt: number;
  readonly modifiedAt: number;
}

/** Custom authorizers by name, and the account's default authorizer. */
export interface CustomAuthorizers {
  find(name: string): CustomAuthorizer | undefined;
  all(): CustomAuthorizer[];
  set(authorizer: CustomAuthorizer): void;
  remove(name: string): void;
  /** Name of the authorizer for devices that specify none. */
  defaultName(): string | undefined;
  setDefault(name: string | undefined): void;
}

const defaultKey = 'default';

export const authorizersOf = perPlatform(({ store }: { store: Store }): CustomAuthorizers => {
  const stored: Collection<CustomAuthorizer> = store.collection('iot-authorizers');
  const defaults: Collection<string> = store.collection('iot-default-authorizer');
  return {
    find: (name) => stored.get(name),
    all: () => [...stored.entries()].map(([, authorizer]) => authorizer),
    set: (authorizer) => stored.set(authorizer.name, authorizer),
    remove: (name) => void stored.delete(name),
    defaultName: () => defaults.get(defaultKey),
    setDefault(name) {
      if (name === undefined) defaults.delete(defaultKey);
      else defaults.set(defaultKey, name);
    },
  };
});

const minKeyBits = 2048;

function isLongRsaKey(pem: string): boolean {
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = createPublicKey(pem);
    return asymmetricKeyType === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) >= minKeyBits;
  } catch {
    return false;
  }
}

/**
 * Returns the reason why AWS IoT would reject an authorizer, or undefined if it would accept the authorizer. Source: AWS
 * IoT developer guide, "config-custom-auth", "custom-auth-create-authorizer".
 */
export function authorizerFault({
  tokenKeyName,
  publicKeys,
  isSigningDisabled,
}: Pick<CustomAuthorizer, 'tokenKeyName' | 'publicKeys' | 'isSigningDisabled'>): string | undefined {
  const invalid = Object.entries(publicKeys).find(([, pem]) => !isLongRsaKey(pem));
  if (invalid !== undefined)
    return `invalid public key "${invalid[0]}": expected an RSA key in PEM with at least ${minKeyBits} bits`;
  if (isSigningDisabled) return undefined;
  if (tokenKeyName === undefined) return 'the token key name is required, because signing is enabled';
  if (Object.keys(publicKeys).length === 0) return 'a public key is required, because signing is enabled';
  return undefined;
}
