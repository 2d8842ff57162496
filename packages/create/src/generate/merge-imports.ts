import ts from 'typescript';
import { compareModules, compareNames } from './import-order';
import { applyEdits, type Edit, insertion } from './source-text';

/** Maximum length of a line of code. */
const lineWidth = 120;

const isImport = (node: ts.Node): node is ts.ImportDeclaration => ts.isImportDeclaration(node);

export const moduleOf = ({ moduleSpecifier }: ts.ImportDeclaration): string =>
  ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : '';

/** Returns the imports at the top of a file. */
export const importsOf = (source: ts.SourceFile): readonly ts.ImportDeclaration[] => source.statements.filter(isImport);

/** Sorts the imports of a file, and the names in their braces. */
export function sortImports(source: ts.SourceFile): string {
  const imports = importsOf(source);
  const sorted = [...imports].sort((a, b) => compareModules(moduleOf(a), moduleOf(b)));
  const edits = imports.map(
    (old, at): Edit => ({
      start: old.getStart(source),
      end: old.getEnd(),
      text: printSorted(sorted[at] ?? old),
    }),
  );
  return applyEdits(source.text, edits);
}

/**
 * Returns the edits that add the imports of another file. Merges imports of the same module, and inserts other imports in order.
 * @throws one-line Error if the file declares a name, or imports it from another module
 */
export function importEdits(source: ts.SourceFile, added: ts.SourceFile): readonly Edit[] {
  const existing = importsOf(source);
  return importsOf(added).flatMap((one) => {
    const names = namesIn(one);
    const same = existing.find(
      (other) =>
        moduleOf(other) === moduleOf(one) && isTypeOnly(other) === isTypeOnly(one) && namesIn(other) !== undefined,
    );
    if (same !== undefined && names !== undefined) return addNames(same, names, source);
    for (const name of names ?? declaredIn(one).map(({ text }) => text)) rejectDeclared(name, source);
    return [insertImport(one.getText(added), moduleOf(one), source)];
  });
}

const isTypeOnly = ({ importClause }: ts.ImportDeclaration): boolean => importClause?.isTypeOnly === true;

/** Returns the specifiers between braces, such as `type Alert`; undefined for another form of import. */
function namesIn({ importClause }: ts.ImportDeclaration): readonly string[] | undefined {
  const bindings = importClause?.namedBindings;
  if (bindings === undefined || !ts.isNamedImports(bindings)) return undefined;
  return bindings.elements.map((element) => element.getText());
}

function printSorted(one: ts.ImportDeclaration): string {
  const names = namesIn(one);
  return names === undefined || one.importClause?.name !== undefined ? one.getText() : printImport(names, one);
}

const bareName = (specifier: string) => specifier.replace(/^type /, '').replace(/^.* as /, '');

function addNames(same: ts.ImportDeclaration, names: readonly string[], source: ts.SourceFile): readonly Edit[] {
  const old = namesIn(same) ?? [];
  const missing = names.filter((name) => !old.includes(name));
  if (missing.length === 0) return [];
  const text = printImport([...old, ...missing], same);
  return [{ start: same.getStart(source), end: same.getEnd(), text }];
}

/** Prints an import with the given names, in the form of another import. */
function printImport(unsorted: readonly string[], like: ts.ImportDeclaration): string {
  const names = [...unsorted].sort((a, b) => compareNames(bareName(a), bareName(b)));
  const [start, end] = [isTypeOnly(like) ? 'import type {' : 'import {', `} from '${moduleOf(like)}';`];
  const line = `${start} ${names.join(', ')} ${end}`;
  if (line.length <= lineWidth) return line;
  return `${start}\n${names.map((name) => `  ${name},\n`).join('')}${end}`;
}

function insertImport(text: string, module: string, source: ts.SourceFile): Edit {
  const imports = importsOf(source);
  const next = imports.find((one) => compareModules(moduleOf(one), module) > 0);
  if (next !== undefined) return insertion(next.getStart(source), `${text}\n`);
  const last = imports.at(-1);
  return last === undefined ? insertion(0, `${text}\n\n`) : insertion(last.getEnd(), `\n${text}`);
}

/**
 * Rejects an import of a name that is already in use.
 * @throws one-line Error if a top-level declaration or an import in the file already has the specifier's name
 */
export function rejectDeclared(specifier: string, source: ts.SourceFile): void {
  const name = bareName(specifier);
  const declared = source.statements.flatMap(declaredIn).find(({ text }) => text === name);
  if (declared === undefined) return;
  const { line } = source.getLineAndCharacterOfPosition(declared.getStart(source));
  throw new Error(`${source.fileName}:${line + 1} declares ${name}; choose another name`);
}

/** Rejects a new file that declares and imports the same name. @throws one-line Error */
export function rejectShadowedImports(source: ts.SourceFile): void {
  const imported = new Set(
    importsOf(source)
      .flatMap(declaredIn)
      .map(({ text }) => text),
  );
  const others = source.statements.filter((statement) => !isImport(statement));
  const shadowing = others.flatMap(declaredIn).find(({ text }) => imported.has(text));
  if (shadowing !== undefined)
    throw new Error(`${source.fileName} would declare ${shadowing.text}, which the file imports; choose another name`);
}

function namesOfBindings(bindings: ts.NamedImportBindings | undefined): readonly ts.Identifier[] {
  if (bindings === undefined) return [];
  return ts.isNamedImports(bindings) ? bindings.elements.map(({ name }) => name) : [bindings.name];
}

/** Returns the names that a statement declares. */
export function declaredIn(statement: ts.Statement): readonly ts.Identifier[] {
  if (ts.isImportDeclaration(statement)) {
    const { name, namedBindings } = statement.importClause ?? {};
    return [...(name === undefined ? [] : [name]), ...namesOfBindings(namedBindings)];
  }
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap((one) => (ts.isIdentifier(one.name) ? [one.name] : []));
  const isNamed =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement);
  return isNamed && statement.name !== undefined ? [statement.name] : [];
}
