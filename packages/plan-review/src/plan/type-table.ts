/**
 * Creates a lookup by resource type that returns undefined for unknown types. Names of JavaScript object properties such as
 * `constructor`, which hostile plans may contain, are unknown types.
 */
export function byType<Known>(known: Readonly<Record<string, Known>>): (type: string) => Known | undefined {
  // V8 finds a string that was read from a file faster in a map than in an object
  let entries: ReadonlyMap<string, Known> | undefined;
  return (type) => {
    entries ??= new Map(Object.entries(known));
    return entries.get(type);
  };
}
