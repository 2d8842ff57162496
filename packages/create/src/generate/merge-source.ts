import ts from 'typescript';
import { declaredIn, importEdits, importsOf, rejectDeclared } from './merge-imports';
import { applyEdits, type Edit, indentationOf, insertion, lineStartOf, nodesIn, parseSource } from './source-text';

/** Files to merge: a file of the platform, and the blueprint's additions to it. */
export interface Merge {
  readonly path: string;
  readonly text: string;
  readonly addition: string;
}

/** Adds what a blueprint declares to a file, at places of its syntax tree. @throws Error in one line if a place is missing */
export type MergeSource = (merge: Merge) => string;

const parsed = ({ path, text, addition }: Merge) => ({
  source: parseSource(path, text),
  added: parseSource(path, addition),
});

/** Returns a function that adds imports, and the properties of an object literal: `export const bindings = { … }`. */
export const mergeObject =
  (name: string): MergeSource =>
  (merge) => {
    const { source, added } = parsed(merge);
    const [object, more] = [objectNamed(name, source), objectNamed(name, added)];
    for (const property of more.properties) {
      rejectProperty(property, object, source);
      if (ts.isSpreadAssignment(property)) requireDeclared(property, { source, added });
    }
    const text = more.properties.map((property) => `\n  ${property.getText(added)},`).join('');
    return applyEdits(merge.text, [...importEdits(source, added), ...appendToObject(object, text, source)]);
  };

function objectNamed(name: string, source: ts.SourceFile): ts.ObjectLiteralExpression {
  const declared = nodesIn(source, ts.isVariableDeclaration).find((one) => one.name.getText(source) === name);
  const value = declared?.initializer;
  if (value !== undefined && ts.isObjectLiteralExpression(value)) return value;
  throw new Error(`${source.fileName} has no object literal "${name}" to add to; restore "const ${name} = { … }"`);
}

function rejectProperty(
  property: ts.ObjectLiteralElementLike,
  object: ts.ObjectLiteralExpression,
  source: ts.SourceFile,
): void {
  const name = property.name?.getText();
  const same = object.properties.find((one) => name !== undefined && one.name?.getText(source) === name);
  if (same === undefined) return;
  const { line } = source.getLineAndCharacterOfPosition(same.getStart(source));
  throw new Error(`${source.fileName}:${line + 1} declares ${name}; choose another name`);
}

/** @throws Error in one line if the file does not declare a variable that the addition passes on */
function requireDeclared(
  { expression }: ts.SpreadAssignment,
  { source, added }: { readonly source: ts.SourceFile; readonly added: ts.SourceFile },
): void {
  const known = new Set([...source.statements, ...importsOf(added)].flatMap(declaredIn).map(({ text }) => text));
  const missing = nodesIn(expression, ts.isIdentifier).find(({ text }) => !known.has(text));
  if (missing !== undefined)
    throw new Error(
      `${source.fileName} does not declare "const ${missing.text} = …", which the new part needs; restore it`,
    );
}

function appendToObject(object: ts.ObjectLiteralExpression, text: string, source: ts.SourceFile): readonly Edit[] {
  const last = object.properties.at(-1);
  if (last === undefined) return [{ start: object.getStart(source), end: object.getEnd(), text: `{${text}\n}` }];
  if (object.properties.hasTrailingComma) return [insertion(object.properties.end, text)];
  return [insertion(last.getEnd(), `,${text.slice(0, -1)}`)];
}

/** Returns a function that adds imports, and statements before the first `new NAME(…)` of a class's constructor. */
export const mergeConstructor =
  ({ className, before }: { readonly className: string; readonly before: string }): MergeSource =>
  (merge) => {
    const { source, added } = parsed(merge);
    const statements = constructorOf(className, source)?.body?.statements ?? [];
    const anchor = statements.find((statement) =>
      nodesIn(statement, ts.isNewExpression).some(({ expression }) => expression.getText(source) === before),
    );
    if (anchor === undefined)
      throw new Error(
        `${merge.path} has no "new ${before}(…)" in the constructor of ${className}, before which a feature is added; restore it`,
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

/** @throws Error in one line if the constructor does not declare a variable that the addition passes on */
function requireNames(addition: ts.Statement, statements: readonly ts.Statement[], source: ts.SourceFile): void {
  const known = new Set(statements.flatMap(declaredIn).map(({ text }) => text));
  const missing = nodesIn(addition, ts.isShorthandPropertyAssignment).find(({ name }) => !known.has(name.text));
  if (missing !== undefined)
    throw new Error(
      `${source.fileName} does not declare "const ${missing.name.text} = …" in its constructor, which the new feature needs; restore it`,
    );
}

/** Adds imports, and declarations at the end of the file. */
export const mergeStatements: MergeSource = (merge) => {
  const { source, added } = parsed(merge);
  const additions = added.statements.filter((statement) => !ts.isImportDeclaration(statement));
  for (const { text } of additions.flatMap(declaredIn)) rejectDeclared(text, source);
  const start = importsOf(added).at(-1)?.getEnd() ?? 0;
  const end = merge.text.trimEnd().length;
  return applyEdits(merge.text, [
    ...importEdits(source, added),
    { start: end, end: merge.text.length, text: `\n\n${added.text.slice(start).trim()}\n` },
  ]);
};
