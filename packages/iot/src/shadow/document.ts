import type { JsonObject } from './json';

/** Sections of a shadow's state. A section without keys is omitted. */
export interface Sections {
  readonly desired?: JsonObject;
  readonly reported?: JsonObject;
}

/** Stored shadow. `metadata` has the same shape as `state`, with `{timestamp}` in seconds at every leaf. */
export interface ShadowDocument {
  readonly kind: 'document';
  readonly state: Sections;
  readonly metadata: Sections;
  readonly version: number;
}

/**
 * Version of a deleted shadow. If the shadow is created again within 48 hours, versions continue from this number.
 * Source: AWS IoT developer guide, device-shadow-mqtt, "/delete".
 */
export interface Tombstone {
  readonly kind: 'tombstone';
  readonly version: number;
  readonly deletedAtSeconds: number;
}

export type StoredShadow = ShadowDocument | Tombstone | undefined;

// Maximum size of a shadow without its metadata. Source: AWS IoT Device Shadow quotas;
// device-shadow-document, "Document properties".
export const maximumStateBytes = 8192;
/**
 * Maximum size of a client token in UTF-8 bytes. Source: AWS IoT developer guide, device-shadow-document, "Client tokens".
 */
export const maximumClientTokenBytes = 64;
export const maximumShadowNameBytes = 64;
/**
 * Maximum nesting of objects and arrays within `desired` or `reported`. The quota page of 2019 says 5 levels, and the
 * current page reportedly says 8, but the error message says 6, and AWS IoT Greengrass rejects 7 levels with this message.
 * Source: AWS IoT developer guide, device-shadow-error-messages; aws-greengrass-shadow-manager, JsonUtilTest.
 */
export const maximumDepth = 6;
/** Time in seconds for which the version of a deleted shadow is kept: 48 hours. */
export const tombstoneSeconds = 48 * 3600;

/** Returns a shadow's current version. A version in an update must equal the current version. */
export function versionOf(stored: StoredShadow, nowSeconds: number): number {
  if (stored === undefined) return 0;
  const forgotten = stored.kind === 'tombstone' && nowSeconds - stored.deletedAtSeconds >= tombstoneSeconds;
  return forgotten ? 0 : stored.version;
}

/** Returns a shadow's document, or undefined if the shadow does not exist or is deleted. */
export function living(stored: StoredShadow): ShadowDocument | undefined {
  return stored?.kind === 'document' ? stored : undefined;
}
