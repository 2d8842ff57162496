import ts from 'typescript';
import { declaredIn, importEdits, importsOf, rejectDeclared } from './merge-imports';
import { applyEdits, type Edit, indentationOf, insertion, lineStartOf, nodesIn, parseSource } from './source-text';

/** Files to merge: a file of the platform, and the blueprint's additions to it. */
export interface Merge {
  readonly path: string;
  readonly text: string;
  readonly addition: string;
}

/**
 * Function that adds a blueprint's declarations to a file, at positions in the syntax tree.
 * @throws one-line Error if a position is missing, or a name is already in use
 */
export type MergeSource = (merge: Merge) => string;

const parseBoth = ({ path, text, addition }: Merge) => ({
  source: parseSource(path, text),
  added: parseSource(path, addition),
});

/** Returns a function that adds imports, and properties to the object literal `name`: `export const bindings = { … }`. */
export const mergeObject =
  (name: string): MergeSource =>
  (merge) =>
    addProperties(merge, name, (source) => [objectNamed(name, source)]);

/**
 * Returns a function that adds imports, and adds the properties of the blueprint's object `name` to every object literal of a type.
 * Skips object literals that spread another object, because they inherit the properties.
 */
export const mergeObjectsOf =
  ({ type, name }: { readonly type: string; readonly name: string }): MergeSource =>
  (merge) =>
    addProperties(merge, name, (source) => {
      const objects = nodesIn(source, ts.isVariableDeclaration).flatMap(({ type: annotation, initializer }) =>
        annotation?.getText(source) === type && initializer !== undefined && ts.isObjectLiteralExpression(initializer)
          ? [initializer]
          : [],
      );
      const own = objects.filter(({ properties }) => !properties.some(ts.isSpreadAssignment));
      if (own.length > 0) return own;
      throw new Error(`${merge.path} has no "const ${name}: ${type} = { … }" to add to; restore the code`);
    });

function addProperties(
  merge: Merge,
  name: string,
  objectsIn: (source: ts.SourceFile) => readonly ts.ObjectLiteralExpression[],
): string {
  const { source, added } = parseBoth(merge);
  const { properties } = objectNamed(name, added);
  const text = properties.map((property) => `\n  ${property.getText(added)},`).join('');
  const edits = objectsIn(source).flatMap((object) => {
    for (const property of properties) {
      rejectProperty(property, object.properties, source);
      if (ts.isSpreadAssignment(property)) requireDeclared(property, { source, added });
    }
    return appendToList(object, object.properties, { text, source });
  });
  return applyEdits(merge.text, [...importEdits(source, added), ...edits]);
}

/** Returns a function that adds imports, and elements to the array literal `name`: `const flow = [ … ]`. */
export const mergeArray =
  (name: string): MergeSource =>
  (merge) => {
    const { source, added } = parseBoth(merge);
    const [array, more] = [arrayNamed(name, source), arrayNamed(name, added)];
    const text = more.elements.map((element) => `\n  ${element.getText(added)},`).join('');
    const edits = appendToList(array, array.elements, { text, source });
    return applyEdits(merge.text, [...importEdits(source, added), ...edits]);
  };

/** Returns a function that adds imports, and members to the interface `name`. */
export const mergeInterface =
  (name: string): MergeSource =>
  (merge) => {
    const { source, added } = parseBoth(merge);
    const [to, from] = [interfaceNamed(name, source), interfaceNamed(name, added)];
    for (const member of from.members) rejectProperty(member, to.members, source);
    const text = from.members.map((member) => `  ${member.getFullText(added).trim()}\n`).join('');
    return applyEdits(merge.text, [...importEdits(source, added), insertion(to.getEnd() - 1, text)]);
  };

function initializerOf(name: string, source: ts.SourceFile): ts.Expression | undefined {
  return nodesIn(source, ts.isVariableDeclaration).find((one) => one.name.getText(source) === name)?.initializer;
}

function objectNamed(name: string, source: ts.SourceFile): ts.ObjectLiteralExpression {
  const value = initializerOf(name, source);
  if (value !== undefined && ts.isObjectLiteralExpression(value)) return value;
  throw new Error(`${source.fileName} has no object literal "${name}" to add to; restore "const ${name} = { … }"`);
}

function arrayNamed(name: string, source: ts.SourceFile): ts.ArrayLiteralExpression {
  const value = initializerOf(name, source);
  if (value !== undefined && ts.isArrayLiteralExpression(value)) return value;
  throw new Error(`${source.fileName} has no array literal "${name}" to add to; restore "const ${name} = [ … ]"`);
}

function interfaceNamed(name: string, source: ts.SourceFile): ts.InterfaceDeclaration {
  const found = nodesIn(source, ts.isInterfaceDeclaration).find((one) => one.name.text === name);
  if (found !== undefined) return found;
  throw new Error(`${source.fileName} has no "interface ${name}" to add to; restore the code`);
}

function rejectProperty(
  property: ts.NamedDeclaration,
  existing: readonly ts.NamedDeclaration[],
  source: ts.SourceFile,
): void {
  const name = property.name?.getText();
  const same = existing.find((one) => name !== undefined && one.name?.getText(source) === name);
  if (same === undefined) return;
  const { line } = source.getLineAndCharacterOfPosition(same.getStart(source));
  throw new Error(`${source.fileName}:${line + 1} declares ${name}; choose another name`);
}

/** Rejects a spread property whose variable is declared neither in the file nor in the addition. @throws one-line Error */
function requireDeclared(
  { expression }: ts.SpreadAssignment,
  { source, added }: { readonly source: ts.SourceFile; readonly added: ts.SourceFile },
): void {
  const known = new Set([...source.statements, ...importsOf(added)].flatMap(declaredIn).map(({ text }) => text));
  const missing = nodesIn(expression, ts.isIdentifier).find(({ text }) => !known.has(text));
  if (missing !== undefined)
    throw new Error(
      `${source.fileName} does not declare "const ${missing.text} = …", which the new component requires; restore the code`,
    );
}

/** Returns the edits that append lines to a literal. Adds a comma first if the literal has no trailing comma. */
function appendToList(
  literal: ts.ObjectLiteralExpression | ts.ArrayLiteralExpression,
  list: ts.NodeArray<ts.Node>,
  { text, source }: { readonly text: string; readonly source: ts.SourceFile },
): readonly Edit[] {
  const last = list.at(-1);
  if (last === undefined) return [insertion(literal.getStart(source) + 1, `${text}\n`)];
  if (list.hasTrailingComma) return [insertion(list.end, text)];
  return [insertion(last.getEnd(), `,${text.slice(0, -1)}`)];
}

/** Returns a function that adds imports, and inserts statements before the first `new BEFORE(…)` in a class's constructor. */
export const mergeConstructor =
  ({ className, before }: { readonly className: string; readonly before: string }): MergeSource =>
  (merge) => {
    const { source, added } = parseBoth(merge);
    const statements = constructorOf(className, source)?.body?.statements ?? [];
    const anchor = statements.find((statement) =>
      nodesIn(statement, ts.isNewExpression).some(({ expression }) => expression.getText(source) === before),
    );
    if (anchor === undefined)
      throw new Error(
        `${merge.path} has no "new ${before}(…)" in the constructor of ${className}; features are added before this statement, so restore it`,
      );
    const indentation = indentationOf(anchor, source);
    const additions = added.statements.filter((statement) => !ts.isImportDeclaration(statement));
    for (const addition of additions) requireNames(addition, statements, source);
    const text = additions.map((addition) => `${indent(addition.getFullText(added).trim(), indentation)}\n`).join('');
    return applyEdits(merge.text, [...importEdits(source, added), insertion(lineStartOf(anchor, source), text)]);
  };

const constructorOf = (className: string, source: ts.SourceFile) =>
  nodesIn(source, ts.isClassDeclaration)
    .find(({ name }) => name?.text === className)
    ?.members.find(ts.isConstructorDeclaration);

const indent = (text: string, indentation: string) => text.replace(/^(?=.)/gm, indentation);

/** Rejects a statement that uses a variable that the constructor does not declare. @throws one-line Error */
function requireNames(addition: ts.Statement, statements: readonly ts.Statement[], source: ts.SourceFile): void {
  const known = new Set(statements.flatMap(declaredIn).map(({ text }) => text));
  const missing = nodesIn(addition, ts.isShorthandPropertyAssignment).find(({ name }) => !known.has(name.text));
  if (missing !== undefined)
    throw new Error(
      `${source.fileName} does not declare "const ${missing.name.text} = …" in its constructor, which the new feature requires; restore the code`,
    );
}

/** Adds imports, and declarations at the end of the file. */
export const mergeStatements: MergeSource = (merge) => {
  const { source, added } = parseBoth(merge);
  const additions = added.statements.filter((statement) => !ts.isImportDeclaration(statement));
  for (const { text } of additions.flatMap(declaredIn)) rejectDeclared(text, source);
  const start = importsOf(added).at(-1)?.getEnd() ?? 0;
  const end = merge.text.trimEnd().length;
  return applyEdits(merge.text, [
    ...importEdits(source, added),
    { start: end, end: merge.text.length, text: `\n\n${added.text.slice(start).trim()}\n` },
  ]);
};
