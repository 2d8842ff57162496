import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { nodesIn, parseSource } from './source-text';

const path = 'config/names.ts';

/** Returns the name of the platform. @throws one-line Error if config/names.ts does not declare it */
export function projectIn(root: string): string {
  const file = join(root, path);
  const calls = existsSync(file) ? nodesIn(parseSource(path, readFileSync(file, 'utf8')), ts.isCallExpression) : [];
  const [name] = calls.flatMap(({ expression, arguments: [given] }) =>
    ts.isIdentifier(expression) &&
    expression.text === 'physicalNames' &&
    given !== undefined &&
    ts.isStringLiteral(given)
      ? [given.text]
      : [],
  );
  if (name === undefined)
    throw new Error(`${path} has no "physicalNames('NAME')", the name of the platform; restore the code`);
  return name;
}
