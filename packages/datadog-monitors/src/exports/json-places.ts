import { findNodeAtLocation, type Node, type ParseError, parseTree } from 'jsonc-parser';

/** The line of what stands at a path. Read again for its places only where something is wrong. */
export function lineAt(text: string, path: readonly PropertyKey[]): number | undefined {
  const { tree } = treeOf(text);
  const steps = path.map((step) => (typeof step === 'number' ? step : String(step)));
  const node = tree && findNodeAtLocation(tree, steps);
  return node && lineOfOffset(text, node.offset);
}

export function lineOfOffset(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/** Where JSON goes wrong, as an offset. Undefined where that cannot be told: a text may be nested too deep to be walked. */
export function faultIn(text: string): number | undefined {
  return treeOf(text).errors[0]?.offset;
}

function treeOf(text: string): { readonly tree?: Node | undefined; readonly errors: readonly ParseError[] } {
  const errors: ParseError[] = [];
  try {
    return { tree: parseTree(text, errors, { disallowComments: true }), errors };
  } catch (error) {
    // the parser calls itself for each bracket
    if (error instanceof RangeError) return { errors };
    throw error;
  }
}
