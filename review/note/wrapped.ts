import { stripVTControlCharacters } from 'node:util';
import wrap from 'wrap-ansi';

/** A text in lines of at most so many columns; a word that is longer is broken where a part of a path or an ARN ends. */
export function wrapped(text: string, columns: number): string {
  return wrap(text, columns, { trim: true })
    .split('\n')
    .flatMap((line) => broken(line, columns))
    .join('\n');
}

const widthOf = (text: string) => stripVTControlCharacters(text).length;

function broken(line: string, columns: number): readonly string[] {
  if (widthOf(line) <= columns) return [line];
  const lines = [''];
  for (const part of line.split(/(?<=[/:,.&?])/)) {
    const last = lines[lines.length - 1] ?? '';
    if (last !== '' && widthOf(last + part) > columns) lines.push(part);
    else lines[lines.length - 1] = last + part;
  }
  return lines;
}
