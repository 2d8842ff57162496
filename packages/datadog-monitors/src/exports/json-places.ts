import { findNodeAtLocation, type Node, type ParseError, parseTree } from 'jsonc-parser';

/** Returns the line of the value at a path. Parses the text again; use only for error messages. */
export function lineAt(text: string, path: readonly PropertyKey[]): number | undefined {
  const { tree } = treeOf(text);
  const steps = path.map((step) => (typeof step === 'number' ? step : String(step)));
  const node = tree && findNodeAtLocation(tree, steps);
  return node && lineOfOffset(text, node.offset);
}

export function lineOfOffset(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/** Returns the offset of the first JSON error, or undefined if it is unknown, for example if the text is nested too deeply. */
export function faultIn(text: string): number | undefined {
  return treeOf(text).errors[0]?.offset;
}

function treeOf(text: string): { readonly tree?: Node | undefined; readonly errors: readonly ParseError[] } {
  const errors: ParseError[] = [];
  try {
    return { tree: parseTree(text, errors, { disallowComments: true }), errors };
  } catch (error) {
    // the parser recurses for each bracket, so deep nesting exhausts the stack
    if (error instanceof RangeError) return { errors };
    throw error;
  }
}
