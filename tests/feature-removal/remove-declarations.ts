import ts from 'typescript';

/** Syntax that can be removed as a whole: declarations, statements, properties, and elements of lists. */
const isRemovable = (node: ts.Node): boolean =>
  ts.isImportSpecifier(node) ||
  ts.isBindingElement(node) ||
  ts.isImportDeclaration(node) ||
  ts.isStatement(node) ||
  ts.isObjectLiteralElementLike(node) ||
  ts.isTypeElement(node) ||
  ts.isClassElement(node) ||
  ts.isArrayLiteralExpression(node.parent) ||
  (ts.isUnionTypeNode(node.parent) && ts.isTypeNode(node));

/**
 * Removes what a reader of the guide removes: the smallest declaration, statement, property or list element around each
 * occurrence of a name. Imports that are no longer used stay.
 * @param names identifiers, or texts of string literals
 * @throws Error if a name does not occur
 */
export function removeDeclarations(path: string, text: string, names: readonly string[]): string {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found = new Set<string>();
  const removed = new Set<ts.Node>();
  const visit = (node: ts.Node): void => {
    if ((ts.isIdentifier(node) || ts.isStringLiteralLike(node)) && names.includes(node.text)) {
      found.add(node.text);
      removed.add(removableAround(node));
    } else ts.forEachChild(node, visit);
  };
  visit(file);
  const missing = names.filter((name) => !found.has(name));
  if (missing.length > 0) throw new Error(`${path} does not contain ${missing.join(', ')}`);
  return [...removed]
    .filter((node) => !isInside(node.parent, removed))
    .toSorted((one, other) => other.pos - one.pos)
    .reduce((rest, node) => `${rest.slice(0, node.pos)}${rest.slice(endOf(node, rest))}`, text);
}

function removableAround(node: ts.Node): ts.Node {
  const { parent } = node;
  const isOnlyImport = ts.isImportSpecifier(node) && node.parent.elements.length === 1;
  // an object in a list is an entry of the list, which means nothing without one of its properties
  const isPartOfEntry = ts.isObjectLiteralElementLike(node) && ts.isArrayLiteralExpression(parent.parent);
  return isRemovable(node) && !isOnlyImport && !isPartOfEntry ? node : removableAround(parent);
}

const isInside = (node: ts.Node | undefined, nodes: ReadonlySet<ts.Node>): boolean =>
  node !== undefined && (nodes.has(node) || isInside(node.parent, nodes));

/** Returns the end of a node, including the comma that separates it from the next one. */
const endOf = (node: ts.Node, text: string): number => node.end + (/^\s*,/.exec(text.slice(node.end))?.[0].length ?? 0);
