import { isObject, type Json, type JsonObject, ownValue } from './json';

/**
 * Merges an update into a section. Objects are merged by key, other values and arrays are replaced, and `null` removes
 * a key. Objects that lose their last key remain as empty objects. Source: AWS IoT developer guide,
 * device-shadow-document, "Empty shadow document properties" and "Array values".
 */
export function merge(section: JsonObject | undefined, update: JsonObject): JsonObject {
  const merged = new Map(Object.entries(section ?? {}));
  for (const [key, value] of Object.entries(update)) {
    if (value === null) merged.delete(key);
    else merged.set(key, mergeValue(ownValue(section, key), value));
  }
  return Object.fromEntries(merged);
}

function mergeValue(current: Json | undefined, update: Json): Json {
  return isObject(update) ? merge(isObject(current) ? current : undefined, update) : update;
}
