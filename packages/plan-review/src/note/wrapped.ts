import { stripVTControlCharacters } from 'node:util';
import wrap from 'wrap-ansi';

/** A text in lines of at most so many columns; a word that is longer is broken where a part of a path or an ARN ends. */
export function wrapped(text: string, columns: number): string {
  const breakable = text.split(' ').map((word) => piecesOf(word, columns).join(` ${glue}`));
  return wrap(breakable.join(' '), columns, { trim: true }).replaceAll(` ${glue}`, '').replaceAll(glue, '');
}

// invisible, and removed from foreign texts before they are shown
const glue = '\u200B';

const widthOf = (text: string) => stripVTControlCharacters(text).length;

/** The parts of a long word, as many of them together as there is room for; what stands in `${}` stays whole. */
function piecesOf(word: string, columns: number): readonly string[] {
  if (widthOf(word) <= columns) return [word];
  const pieces = [''];
  for (const part of word.match(/(?:\$\{[^{}]*\}|[^/:,.&?])*[/:,.&?]?/g) ?? []) {
    const last = pieces[pieces.length - 1] ?? '';
    // as if there were a space between them
    if (last !== '' && widthOf(last + part) > columns) pieces.push(part);
    else pieces[pieces.length - 1] = last + part;
  }
  return pieces;
}
