import stringWidth from 'string-width';

/** Splits text into what a reader sees as characters: a letter with accents, a family of emoji. */
const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

const printableAscii = /^[ -~]*$/;

/** Uses Node's Unicode data for emoji, because string-width 4, the last CommonJS version, knows only those of 2019. */
const isEmoji = /\p{Emoji_Presentation}|\ufe0f/u;

const columnsOfOne = (character: string) => (isEmoji.test(character) ? 2 : stringWidth(character));

/** Returns the number of terminal columns of a text: `監視` takes four. */
export function columnsOf(text: string): number {
  if (printableAscii.test(text)) return text.length;
  let columns = 0;
  for (const { segment } of characters.segment(text)) columns += columnsOfOne(segment);
  return columns;
}

/** Cuts a text to a number of columns including `…`, without splitting characters. */
export function cutToColumns(text: string, most: number): string {
  if (columnsOf(text) <= most) return text;
  let kept = '';
  let columns = 0;
  for (const { segment } of characters.segment(text)) {
    columns += columnsOfOne(segment);
    if (columns >= most) break;
    kept += segment;
  }
  return most > 0 ? `${kept}…` : '';
}

/** Wraps text at words to at most `most` columns; longer words get a line of their own. */
export function wrapToColumns(text: string, most: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || columnsOf(last) + 1 + columnsOf(word) > most) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

/** Pads a text with spaces to a number of columns. */
export function padToColumns(text: string, least: number): string {
  return text + ' '.repeat(Math.max(0, least - columnsOf(text)));
}
