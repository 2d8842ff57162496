import type { JsonObject } from './json';

/** The two sections of a shadow; one without a key is absent. */
export interface Sections {
  readonly desired?: JsonObject;
  readonly reported?: JsonObject;
}

/** A shadow as it is stored. `metadata` mirrors `state`, with `{timestamp}` in seconds at every leaf. */
export interface ShadowDocument {
  readonly kind: 'document';
  readonly state: Sections;
  readonly metadata: Sections;
  readonly version: number;
}

/**
 * What a deleted shadow leaves behind: a shadow that is created again soon goes on counting.
 * Source: AWS IoT developer guide, device-shadow-mqtt, "/delete".
 */
export interface Tombstone {
  readonly kind: 'tombstone';
  readonly version: number;
  readonly deletedAtSeconds: number;
}

export type Stored = ShadowDocument | Tombstone | undefined;

// AWS IoT Device Shadow quotas. Metadata does not count; device-shadow-document, "Document properties".
export const maximumStateBytes = 8192;
/** Bytes of UTF-8. Source: AWS IoT developer guide, device-shadow-document, "Client tokens". */
export const maximumClientTokenBytes = 64;
export const maximumShadowNameBytes = 64;
/**
 * Levels of objects and arrays inside desired or reported. The quota page of 2019 says 5, today's is told to say 8, the
 * error's text says 6; AWS's own Greengrass refuses 7 levels with that text.
 * Source: AWS IoT developer guide, device-shadow-error-messages; aws-greengrass-shadow-manager, JsonUtilTest.
 */
export const maximumDepth = 6;
/** How long a deleted shadow's version is remembered: 48 hours. */
export const tombstoneSeconds = 48 * 3600;

/** The version that an update must name, if it names one, and counts on from. */
export function versionOf(stored: Stored, nowSeconds: number): number {
  if (stored === undefined) return 0;
  const forgotten = stored.kind === 'tombstone' && nowSeconds - stored.deletedAtSeconds >= tombstoneSeconds;
  return forgotten ? 0 : stored.version;
}

/** The document, if there is one and it is not deleted. */
export function living(stored: Stored): ShadowDocument | undefined {
  return stored?.kind === 'document' ? stored : undefined;
}
