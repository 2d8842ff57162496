/** Matches of the whole expression (index 0) and of each group, by number. Further elements are ignored. */
export type Groups = readonly unknown[];

type Part = string | { readonly group: number };

/**
 * Parses a replacement in the same way as Java's Matcher. `$1` and `${name}` are groups, and a backslash escapes the
 * next character. If there are fewer than 12 groups, `$12` is group 1 followed by a 2.
 * @param names group names in order
 * @returns a function that returns the text for the groups of a match, or undefined if Java would
 * reject the replacement
 */
export function javaReplacement(
  text: string,
  names: readonly (string | undefined)[],
): ((groups: Groups) => string) | undefined {
  const parts: Part[] = [];
  for (let at = 0; at < text.length; ) {
    const first = text.charAt(at);
    if (first === '\\') {
      if (at + 1 >= text.length) return undefined;
      parts.push(text.charAt(at + 1));
      at += 2;
    } else if (first === '$') {
      const group = groupAt(text, at + 1, names);
      if (group === undefined) return undefined;
      parts.push({ group: group.group });
      at = group.end;
    } else {
      parts.push(first);
      at += 1;
    }
  }
  return (groups) => parts.map((part) => (typeof part === 'string' ? part : textOf(groups[part.group]))).join('');
}

function groupAt(text: string, at: number, names: readonly (string | undefined)[]) {
  const named = /^\{([A-Za-z][A-Za-z0-9]*)\}/.exec(text.slice(at, at + 80));
  if (named?.[1] !== undefined) {
    const index = names.indexOf(named[1]);
    return index < 0 ? undefined : { group: index + 1, end: at + named[0].length };
  }
  let end = at;
  let group = 0;
  while (/\d/.test(text.charAt(end)) && (end === at || group * 10 + Number(text.charAt(end)) <= names.length)) {
    group = group * 10 + Number(text.charAt(end));
    end += 1;
  }
  return end === at || group > names.length ? undefined : { group, end };
}

// Returns a group's text, which is empty if the group did not participate in the match.
const textOf = (value: unknown) => (typeof value === 'string' ? value : '');
