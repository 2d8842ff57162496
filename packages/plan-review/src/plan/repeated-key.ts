import { createScanner } from 'jsonc-parser';

/** Values of `SyntaxKind` in jsonc-parser, a const enum, which cannot be imported with `isolatedModules`. */
const kind = { openBrace: 1, closeBrace: 2, colon: 6, string: 10, end: 17 } as const;

/**
 * Finds a key that occurs twice in one JSON object. Terraform never writes repeated keys. `JSON.parse` keeps the last value, but
 * other parsers keep the first value, so a review of such a plan could be wrong.
 * @returns the offset of the second occurrence; undefined if no key is repeated
 */
export function findRepeatedKey(text: string): number | undefined {
  // use a scanner, which is not recursive, because hostile text may be nested arbitrarily deep
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
