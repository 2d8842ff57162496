import { stripVTControlCharacters } from 'node:util';
import wrap from 'wrap-ansi';

/** Wraps text to a number of columns. Breaks a word that is longer than a line between segments of a path or ARN. */
export function wrapped(text: string, columns: number): string {
  // measuring the width of every character is slow for a long review
  if (text.length <= columns && plainLine.test(text)) return text;
  const breakable = text.split(' ').map((word) => piecesOf(word, columns).join(` ${glue}`));
  return wrap(breakable.join(' '), columns, { trim: true }).replaceAll(` ${glue}`, '').replaceAll(glue, '');
}

/** Pattern of lines that contain only single-column characters, and neither start nor end with a space. */
const plainLine = /^[!-~](?:[ -~]*[!-~])?$/;

// zero-width space; text from the plan contains none, because invisible characters are replaced
const glue = '\u200B';

const widthOf = (text: string) => stripVTControlCharacters(text).length;

/** Splits a long word into the longest pieces that fit. Never splits inside `${…}`. */
function piecesOf(word: string, columns: number): readonly string[] {
  if (widthOf(word) <= columns) return [word];
  const pieces = [''];
  for (const part of word.match(/(?:\$\{[^{}]*\}|[^/:,.&?])*[/:,.&?]?/g) ?? []) {
    const last = pieces[pieces.length - 1] ?? '';
    // start a new piece
    if (last !== '' && widthOf(last + part) > columns) pieces.push(part);
    else pieces[pieces.length - 1] = last + part;
  }
  return pieces;
}
