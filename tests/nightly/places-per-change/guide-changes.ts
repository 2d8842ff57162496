import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Text that a developer adds to a file. A new file consists of only this text. */
export interface Change {
  readonly path: string;
  readonly text: string;
}

/** Returns the code blocks of a guide whose first line is a comment with a path: `// monitors/sqs.ts`. */
export function changesIn(guide: string): readonly Change[] {
  const text = readFileSync(join('docs', 'guides', `${guide}.md`), 'utf8');
  return [...text.matchAll(/^```\w+\n(?:\/\/|#) ([\w-]+\/\S+)\n([\s\S]*?)^```/gm)].map(([, path = '', code = '']) => ({
    path,
    text: code,
  }));
}

/**
 * Applies changes to a copy of the repository. Imports are added to the start of a file, and other text before the first
 * occurrence of its place.
 * @param places for each path, the texts that follow its changes in the existing file; '' for the end of the file
 * @throws Error if a place is missing
 */
export function apply(
  copy: string,
  changes: readonly Change[],
  places: Readonly<Record<string, readonly string[]>>,
): void {
  const seen = new Map<string, number>();
  for (const { path, text } of changes) {
    const index = seen.get(path) ?? 0;
    seen.set(path, index + 1);
    const file = join(copy, path);
    if (!existsSync(file)) write(file, text);
    else write(file, insert(readFileSync(file, 'utf8'), text, { path, before: places[path]?.[index] }));
  }
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

interface Place {
  readonly path: string;
  readonly before: string | undefined;
}

function insert(content: string, text: string, { path, before }: Place): string {
  const index = before === '' ? content.length : content.indexOf(before ?? '\0');
  if (index < 0) throw new Error(`${path} has no place for ${text.split('\n')[0]}: "${before}"`);
  const imports = /^import .*\n/gm;
  const start = (text.match(imports) ?? []).join('');
  const added = indent(text.replace(imports, ''), indentationOf(before ?? ''));
  return `${start}${content.slice(0, index)}${added}${content.slice(index)}`;
}

const indentationOf = (text: string) => /^ */.exec(text)?.[0] ?? '';

/** Indents text as the line at its place is indented, because the formatter removes the indentation of code in guides. */
const indent = (text: string, indentation: string) => text.replace(/^(?=.)/gm, indentation);
