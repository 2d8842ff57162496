/**
 * What is known of a resource, by its type. A plan may call its types what it likes: `constructor` is none that is known
 * here, and must not be found where JavaScript keeps its own.
 */
export const byType =
  <Known>(known: Readonly<Record<string, Known>>) =>
  (type: string): Known | undefined =>
    Object.hasOwn(known, type) ? known[type] : undefined;
