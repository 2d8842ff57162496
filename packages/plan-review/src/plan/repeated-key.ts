import { createScanner } from 'jsonc-parser';

/** Members of its `SyntaxKind`, a const enum, which `isolatedModules` cannot import. */
const kind = { openBrace: 1, closeBrace: 2, colon: 6, string: 10, end: 17 } as const;

/**
 * Finds a key that occurs twice in one object of a JSON text. `JSON.parse` keeps the last one silently, other readers the first:
 * a plan could show its reviewer something else than its writer meant. Terraform never writes such a text.
 * @returns the offset of the second occurrence
 */
export function findRepeatedKey(text: string): number | undefined {
  // a scanner does not recurse: a hostile text may be nested arbitrarily deep
  const scanner = createScanner(text, true);
  const open: Set<string>[] = [];
  let last = { key: '', offset: 0 };
  for (let token = scanner.scan(); token !== kind.end; token = scanner.scan()) {
    if (token === kind.openBrace) open.push(new Set());
    else if (token === kind.closeBrace) open.pop();
    else if (token === kind.string) last = { key: scanner.getTokenValue(), offset: scanner.getTokenOffset() };
    else if (token === kind.colon) {
      const keys = open.at(-1);
      if (keys?.has(last.key)) return last.offset;
      keys?.add(last.key);
    }
  }
  return undefined;
}
