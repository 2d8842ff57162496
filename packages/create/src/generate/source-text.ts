import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** Replacement of a range of a source text; an insertion if the range is empty. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export const insertion = (position: number, text: string): Edit => ({ start: position, end: position, text });

/** Applies edits with disjoint ranges; insertions at the same position keep their order. All other bytes are unchanged. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const sorted = [...edits].sort((a, b) => a.start - b.start);
  let result = '';
  let position = 0;
  for (const { start, end, text: replacement } of sorted) {
    result += text.slice(position, start) + replacement;
    position = end;
  }
  return result + text.slice(position);
}

/** Parses TypeScript. @throws one-line Error with the location of a syntax error */
export function parseSource(path: string, text: string): ts.SourceFile {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const [problem] = programOf(source).getSyntacticDiagnostics(source);
  if (problem === undefined) return source;
  const { line } = source.getLineAndCharacterOfPosition(problem.start ?? 0);
  const message = ts.flattenDiagnosticMessageText(problem.messageText, ' ').replace(/\.$/, '');
  throw new Error(`${path}:${line + 1} has a syntax error (${message}); fix the error first`);
}

/** Returns a program that consists of one file, to find syntax errors. Does not resolve imports or emit files. */
function programOf(source: ts.SourceFile): ts.Program {
  const host: ts.CompilerHost = {
    getSourceFile: (name) => (name === source.fileName ? source : undefined),
    getDefaultLibFileName: () => '',
    getCurrentDirectory: () => '',
    getCanonicalFileName: (name) => name,
    getNewLine: () => '\n',
    useCaseSensitiveFileNames: () => true,
    fileExists: (name) => name === source.fileName,
    readFile: () => undefined,
    writeFile: () => undefined,
  };
  const options = { noLib: true, noResolve: true, types: [] };
  return ts.createProgram({ rootNames: [source.fileName], options, host });
}

/** Returns all nodes of a tree that a type guard accepts, in their order in the text. */
export function nodesIn<Found extends ts.Node>(
  root: ts.Node,
  isFound: (node: ts.Node) => node is Found,
): readonly Found[] {
  const found: Found[] = [];
  const visit = (node: ts.Node): void => {
    if (isFound(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(root);
  return found;
}

/** Returns the start of the line with a node, or with the first comment before it. */
export function lineStartOf(node: ts.Node, source: ts.SourceFile): number {
  const [comment] = ts.getLeadingCommentRanges(source.text, node.getFullStart()) ?? [];
  const start = comment?.pos ?? node.getStart(source);
  return source.text.lastIndexOf('\n', start - 1) + 1;
}

/** Returns the whitespace before the first character of a node's line. */
export function indentationOf(node: ts.Node, source: ts.SourceFile): string {
  const start = source.text.lastIndexOf('\n', node.getStart(source) - 1) + 1;
  return /^[ \t]*/.exec(source.text.slice(start))?.[0] ?? '';
}

/** Returns the paths of the TypeScript files in folders of a platform, without tests. */
export const sourcesBelow = (root: string, folders: readonly string[]): readonly string[] =>
  folders.flatMap((folder) =>
    existsSync(join(root, folder))
      ? readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
          .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
          .map((name) => `${folder}/${name}`)
      : [],
  );
