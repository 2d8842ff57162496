/**
 * Creates a lookup by resource type that returns undefined for unknown types. Names of JavaScript object properties such as
 * `constructor`, which hostile plans may contain, are unknown types.
 */
export const byType =
  <Known>(known: Readonly<Record<string, Known>>) =>
  (type: string): Known | undefined =>
    Object.hasOwn(known, type) ? known[type] : undefined;
