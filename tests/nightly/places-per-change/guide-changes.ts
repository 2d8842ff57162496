import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Text that a developer adds to a file. A new file consists of only this text. */
export interface Change {
  readonly path: string;
  readonly text: string;
}

/** Returns a guide's code blocks that start with a path in a comment: `// monitors/sqs.ts`. */
export function changesIn(guide: string): readonly Change[] {
  const text = readFileSync(join('docs', 'guides', `${guide}.md`), 'utf8');
  return [...text.matchAll(/^```\w+\n(?:\/\/|#) ([\w-]+\/\S+)\n([\s\S]*?)^```/gm)].map(([, path = '', code = '']) => ({
    path,
    text: code,
  }));
}

/**
 * Applies changes to a copy of the repository.
 * Adds imports to the start of a file, and other text before the first occurrence of its insertion point.
 * @param places text that follows each change in the existing file, by path; '' for the end of the file
 * @throws Error if an insertion point is missing
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
  if (index < 0) throw new Error(`${path} has no insertion point for ${text.split('\n')[0]}: "${before}"`);
  const imports = /^import .*\n/gm;
  const start = (text.match(imports) ?? []).join('');
  const added = indent(text.replace(imports, ''), indentationOf(before ?? ''));
  return `${start}${content.slice(0, index)}${added}${content.slice(index)}`;
}

const indentationOf = (text: string) => /^ */.exec(text)?.[0] ?? '';

/** Indents text like the line at its insertion point, because the formatter removes the indentation of code in guides. */
const indent = (text: string, indentation: string) => text.replace(/^(?=.)/gm, indentation);
