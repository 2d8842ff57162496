const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Returns the change that turns one shadow section into another: a shadow update merges objects, and null removes a key.
 * @returns undefined if the values are equal
 */
export function mergePatch(before: unknown, after: unknown): unknown {
  if (!isObject(before) || !isObject(after))
    return JSON.stringify(before) === JSON.stringify(after) ? undefined : after;
  const removed = Object.keys(before).flatMap((key) => (key in after ? [] : [[key, null] as const]));
  const changed = Object.entries(after).flatMap(([key, value]) => {
    const change = key in before ? mergePatch(before[key], value) : value;
    return change === undefined ? [] : [[key, change] as const];
  });
  const entries = [...removed, ...changed];
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
