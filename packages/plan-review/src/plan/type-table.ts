/**
 * Creates a lookup by resource type that returns undefined for unknown types. Hostile plans may use names of JavaScript object
 * properties as types, such as `constructor`; these are unknown, too.
 */
export const byType =
  <Known>(known: Readonly<Record<string, Known>>) =>
  (type: string): Known | undefined =>
    Object.hasOwn(known, type) ? known[type] : undefined;
