import ts from 'typescript';

/**
 * Removes the smallest declaration, statement, property or list element around each occurrence of a name, as a reader of
 * the guide would. Keeps unused imports.
 * @param names identifiers, or contents of string literals
 * @throws Error if a name is missing
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
    .map((node) => rangeOf(node, text))
    .toSorted((one, other) => other.pos - one.pos)
    .reduce((rest, { pos, end }) => `${rest.slice(0, pos)}${rest.slice(end)}`, text);
}

/** Returns whether a syntax node can be removed as a whole. */
const isRemovable = (node: ts.Node): boolean =>
  ts.isImportSpecifier(node) ||
  ts.isImportDeclaration(node) ||
  ts.isBindingElement(node) ||
  ts.isStatement(node) ||
  ts.isObjectLiteralElementLike(node) ||
  ts.isTypeElement(node) ||
  ts.isClassElement(node) ||
  ts.isArrayLiteralExpression(node.parent) ||
  (ts.isUnionTypeNode(node.parent) && ts.isTypeNode(node));

function removableAround(node: ts.Node): ts.Node {
  const { parent } = node;
  const isOnlyImport = ts.isImportSpecifier(node) && node.parent.elements.length === 1;
  // an object in a list is removed as a whole, because it would have no meaning without the property
  const isPartOfEntry = ts.isObjectLiteralElementLike(node) && ts.isArrayLiteralExpression(parent.parent);
  return isRemovable(node) && !isOnlyImport && !isPartOfEntry ? node : removableAround(parent);
}

const isInside = (node: ts.Node | undefined, nodes: ReadonlySet<ts.Node>): boolean =>
  node !== undefined && (nodes.has(node) || isInside(node.parent, nodes));

/** Returns the range of the text to remove for a node, including its comments and the comma after it. */
function rangeOf(node: ts.Node, text: string): ts.TextRange {
  const only = onlyVariableIn(node);
  if (only !== undefined) return { pos: only.statement.getStart(), end: only.initializer.getStart() };
  return { pos: node.pos, end: node.end + (/^\s*,/.exec(text.slice(node.end))?.[0].length ?? 0) };
}

/** Returns the statement and the expression `new X()` for the only variable in `const { x } = new X();`; undefined for other nodes. */
function onlyVariableIn(node: ts.Node): { statement: ts.Node; initializer: ts.Expression } | undefined {
  const declaration = node.parent.parent;
  if (!ts.isBindingElement(node) || node.parent.elements.length > 1) return undefined;
  if (!ts.isVariableDeclaration(declaration) || declaration.initializer === undefined) return undefined;
  return { statement: declaration.parent.parent, initializer: declaration.initializer };
}
