/** Groups of modules in import order: Node.js, packages, files. */
const groups = [/^node:/, /^[^.]/, /^\./];

/** Compares two module names in Biome's import order. */
export function compareModules(a: string, b: string): number {
  const [first = 0, second = 0] = [a, b].map((name) => groups.findIndex((group) => group.test(name)));
  return first - second || compareNames(a, b);
}

/** Compares names in Biome's natural order: numbers by value, and an upper-case letter before its lower-case form. */
export function compareNames(a: string, b: string): number {
  const [first, second] = [a, b].map((name) => name.match(/\d+|\D/g) ?? []);
  for (const [at, one] of (first ?? []).entries()) {
    const other = second?.[at];
    if (other === undefined) return 1;
    const order = compareTokens(one, other);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function compareTokens(a: string, b: string): number {
  if (/\d/.test(a) && /\d/.test(b)) return Number(a) - Number(b);
  const [first, second] = [a.toLowerCase(), b.toLowerCase()];
  if (first !== second) return first < second ? -1 : 1;
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
