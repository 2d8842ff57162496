/** Returns a path without the names of blocks, which are in brackets: `ingress`, `cidr_blocks` for `ingress`, `[https]`, `cidr_blocks`. */
export const withoutBlockNames = (path: readonly string[]): readonly string[] =>
  path.filter((step) => !step.startsWith('['));
