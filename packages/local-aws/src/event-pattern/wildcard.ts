/**
 * Splits a wildcard pattern at its wildcards, and replaces `\*` and `\\` with the literal characters.
 * @returns undefined if the pattern contains consecutive wildcards or another escaped character
 */
function literalsOf(pattern: string): readonly string[] | undefined {
  if (!/^(\\[*\\]|[^\\])*$/s.test(pattern)) return undefined;
  const tokens = pattern.match(/\\[*\\]|[^\\]/gs) ?? [];
  if (tokens.some((token, index) => token === '*' && tokens[index + 1] === '*')) return undefined;
  const literals: string[][] = [[]];
  for (const token of tokens)
    if (token === '*') literals.push([]);
    else literals.at(-1)?.push(token.at(-1) ?? '');
  return literals.map((characters) => characters.join(''));
}

/**
 * Compiles a pattern in which `*` represents any number of characters. Source: EventBridge user guide,
 * "eb-create-pattern-operators", "Matching using wildcards".
 * @returns a function that returns whether a string matches; undefined if the pattern is invalid
 */
export function parseWildcard(pattern: string): ((value: string) => boolean) | undefined {
  const literals = literalsOf(pattern);
  if (literals === undefined) return undefined;
  const [first = '', ...rest] = literals;
  const last = rest.pop();
  if (last === undefined) return (value) => value === first;
  return (value) => {
    if (!value.startsWith(first)) return false;
    let from = first.length;
    for (const literal of rest) {
      const found = value.indexOf(literal, from);
      if (found < 0) return false;
      from = found + literal.length;
    }
    return value.length - last.length >= from && value.endsWith(last);
  };
}
