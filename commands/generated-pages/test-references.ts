import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** Reference to a test: the path of its file, relative to the project's folder, and its title. */
interface NamedTest {
  readonly file: string;
  readonly title: string;
}

/** Rejects references to tests that do not exist. @throws Error with the missing tests */
export function rejectMissingTests(named: readonly NamedTest[], root: string): void {
  const titles = new Map<string, ReadonlySet<string>>();
  const missing = named.filter(({ file, title }) => {
    const known = titles.get(file) ?? titlesIn(join(root, file));
    titles.set(file, known);
    return !known.has(title);
  });
  if (missing.length === 0) return;
  const lines = missing.map(({ file, title }) => `  ${file}: ${title}`);
  throw new Error(`unknown tests; correct or remove the rows that reference them:\n${lines.join('\n')}`);
}

function titlesIn(path: string): ReadonlySet<string> {
  const titles = new Set<string>();
  if (!existsSync(path)) return titles;
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, false);
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const [title] = node.arguments;
      if (title !== undefined && ts.isStringLiteralLike(title) && isTest(node.expression)) titles.add(title.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return titles;
}

/** Returns whether a call declares a test: `test(…)`, `test.each(…)(…)`, `property.prop(…)(…)`. */
function isTest(called: ts.Node): boolean {
  if (ts.isIdentifier(called)) return called.text === 'test' || called.text === 'property';
  return ts.isPropertyAccessExpression(called) || ts.isCallExpression(called) ? isTest(called.expression) : false;
}
