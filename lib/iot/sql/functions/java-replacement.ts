type Part = string | { readonly group: number | string };

/**
 * Reads a replacement as Java's Matcher does: `$1` and `${name}` are groups, a backslash takes away the meaning of what
 * follows. `$12` is group 1 and a 2 where there are not so many groups.
 * @returns what fills it in from the arguments that String.replace gives; undefined where Java refuses it
 */
export function javaReplacement(
  text: string,
  groups: { readonly count: number; readonly names: readonly string[] },
): ((match: readonly unknown[]) => string) | undefined {
  const parts: Part[] = [];
  for (let at = 0; at < text.length; ) {
    const first = text.charAt(at);
    if (first === '\\') {
      if (at + 1 >= text.length) return undefined;
      parts.push(text.charAt(at + 1));
      at += 2;
    } else if (first === '$') {
      const group = groupAt(text, at + 1, groups);
      if (group === undefined) return undefined;
      parts.push({ group: group.group });
      at = group.end;
    } else {
      parts.push(first);
      at += 1;
    }
  }
  return (match) => parts.map((part) => (typeof part === 'string' ? part : groupText(match, part.group))).join('');
}

function groupAt(text: string, at: number, { count, names }: { count: number; names: readonly string[] }) {
  const named = /^\{([A-Za-z][A-Za-z0-9]*)\}/.exec(text.slice(at, at + 80));
  if (named?.[1] !== undefined) {
    return names.includes(named[1]) ? { group: named[1], end: at + named[0].length } : undefined;
  }
  let end = at;
  let group = 0;
  while (/\d/.test(text.charAt(end)) && (end === at || group * 10 + Number(text.charAt(end)) <= count)) {
    group = group * 10 + Number(text.charAt(end));
    end += 1;
  }
  return end === at || group > count ? undefined : { group, end };
}

function groupText(match: readonly unknown[], group: number | string): string {
  if (typeof group === 'number') return textOf(match[group]);
  const groups = match.at(-1);
  return typeof groups === 'object' && groups !== null ? textOf(Reflect.get(groups, group)) : '';
}

// A group that took no part in the match.
const textOf = (value: unknown) => (typeof value === 'string' ? value : '');
