import { isArray, isObject, type Json, type JsonObject, ownValue } from './json';

/**
 * Creates the metadata of a value: `{timestamp}` in seconds for every leaf, including nulls, and for each element of an array.
 * Source: AWS IoT developer guide, device-shadow-document, "metadata".
 */
export function stamp(value: Json, nowSeconds: number): Json {
  if (isArray(value)) return value.map((item) => stamp(item, nowSeconds));
  return isObject(value) ? stampObject(value, nowSeconds) : { timestamp: nowSeconds };
}

export function stampObject(object: JsonObject, nowSeconds: number): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, stamp(value, nowSeconds)]));
}

/**
 * Merges an update's metadata into a section's metadata. The previous state shows whether `{timestamp}` is a leaf or
 * the metadata of an object with a `timestamp` key.
 */
export function mergeMetadata(section: {
  readonly metadata: JsonObject | undefined;
  readonly state: JsonObject | undefined;
  readonly update: JsonObject;
  readonly nowSeconds: number;
}): JsonObject {
  const { metadata, state, update, nowSeconds } = section;
  const merged = new Map(Object.entries(metadata ?? {}));
  for (const [key, value] of Object.entries(update)) {
    const before = ownValue(state, key);
    const known = ownValue(metadata, key);
    if (value === null) merged.delete(key);
    else if (!isObject(value)) merged.set(key, stamp(value, nowSeconds));
    else {
      const wasObject = isObject(before) && isObject(known);
      const inner = wasObject ? { metadata: known, state: before } : { metadata: undefined, state: undefined };
      merged.set(key, mergeMetadata({ ...inner, update: value, nowSeconds }));
    }
  }
  return Object.fromEntries(merged);
}

/** Returns the metadata of `desired` for the keys in a delta. */
export function deltaMetadata(delta: JsonObject, metadata: JsonObject | undefined): JsonObject {
  const entries = Object.entries(delta).flatMap(([key, value]) => {
    const known = ownValue(metadata, key);
    if (known === undefined) return [];
    return [[key, isObject(value) && isObject(known) ? deltaMetadata(value, known) : known] as const];
  });
  return Object.fromEntries(entries);
}
