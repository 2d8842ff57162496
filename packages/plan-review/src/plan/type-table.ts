/**
 * Creates a lookup by resource type. Returns undefined for unknown types, including the names of JavaScript object properties such as
 * `constructor`, which a hostile plan may contain.
 */
export const byType =
  <Known>(known: Readonly<Record<string, Known>>) =>
  (type: string): Known | undefined =>
    Object.hasOwn(known, type) ? known[type] : undefined;
