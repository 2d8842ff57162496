/** Maximum number and length of names to remember. A large plan contains the same names in every resource. */
const remembered = { names: 10_000, characters: 100 } as const;
const known = new Map<string, readonly string[]>();

/** Splits a name into lower-case words: `allowPrivilegeEscalation` and `allow_privilege_escalation` have the same words. */
export function wordsOf(name: string): readonly string[] {
  if (name.length > remembered.characters) return split(name);
  const earlier = known.get(name);
  if (earlier !== undefined) return earlier;
  const words = split(name);
  if (known.size >= remembered.names) known.clear();
  known.set(name, words);
  return words;
}

const split = (name: string): readonly string[] =>
  name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== '');
