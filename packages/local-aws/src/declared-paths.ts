const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Returns whether a value is equivalent to a missing attribute. Providers and plans write such values for omitted blocks. */
const isAbsent = (value: unknown): boolean =>
  value === undefined || value === null || (Array.isArray(value) && value.every(isAbsent));

/**
 * Returns the paths of the given attributes that parsing has dropped, because the schema does not contain them: `rule.comment`.
 * A block that occurs once may be given as an object or as a list, and may be parsed as either.
 */
export function droppedIn(given: unknown, parsed: unknown, path = ''): readonly string[] {
  if (Array.isArray(given))
    return given.flatMap((item, index) => droppedIn(item, Array.isArray(parsed) ? parsed[index] : parsed, path));
  const read = Array.isArray(parsed) ? parsed[0] : parsed;
  if (!isRecord(given) || !isRecord(read)) return [];
  const found = Object.entries(given).flatMap(([name, value]): readonly string[] => {
    if (isAbsent(value)) return [];
    const at = path === '' ? name : `${path}.${name}`;
    return name in read ? droppedIn(value, read[name], at) : [at];
  });
  return [...new Set(found)];
}

/** Returns whether an attribute with this path is declared: `rule.comment`. */
export function isDeclared(attributes: unknown, path: string): boolean {
  const [name = '', ...rest] = path.split('.');
  return [attributes].flat().some((one) => {
    if (!isRecord(one) || isAbsent(one[name])) return false;
    return rest.length === 0 || isDeclared(one[name], rest.join('.'));
  });
}
