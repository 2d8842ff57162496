const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const deepestPath = 8;
const mostPaths = 200;

/** Returns the JSON value of a text; undefined if the text is not JSON. */
export function parseJson(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Returns the paths of the numbers in a value, such as `state.reported.temperature` or `values.0`. */
export function numericPaths(value: unknown): readonly string[] {
  const paths: string[] = [];
  const visit = (current: unknown, keys: readonly string[]) => {
    if (paths.length >= mostPaths) return;
    if (typeof current === 'number') paths.push(keys.join('.'));
    if (!isObject(current) || keys.length >= deepestPath) return;
    for (const [key, child] of Object.entries(current)) visit(child, [...keys, key]);
  };
  visit(value, []);
  return paths;
}

/** Last keys of paths whose numbers are rarely worth a graph: times, versions and codes. */
const quietKeys: ReadonlySet<string> = new Set([
  'timestamp',
  'time',
  'ts',
  'at',
  'version',
  'v',
  'versionNumber',
  'code',
]);

/** Returns the path to show first, preferably one whose last key is not a time, a version or a code. */
export const firstPath = (paths: readonly string[]): string | undefined =>
  paths.find((path) => !quietKeys.has(path.split('.').at(-1) ?? '')) ?? paths[0];

/** Returns the number at a path; a boolean is 0 or 1. Returns undefined if there is no number. */
export function numberAt(value: unknown, path: string): number | undefined {
  let current = value;
  for (const key of path === '' ? [] : path.split('.')) {
    if (!isObject(current) || !Object.hasOwn(current, key)) return undefined;
    current = current[key];
  }
  if (typeof current === 'boolean') return current ? 1 : 0;
  return typeof current === 'number' ? current : undefined;
}
