import stringWidth from 'string-width';

/** What a reader takes for one character: a letter with its accents, a family of emoji. */
const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

const printableAscii = /^[ -~]*$/;

/** Emoji by this Node's own Unicode; string-width 4, the last that can be required, knows those of 2019. */
const isEmoji = /\p{Emoji_Presentation}|\ufe0f/u;

const columnsOfOne = (character: string) => (isEmoji.test(character) ? 2 : stringWidth(character));

/** How many columns of a terminal a text takes: `監視` takes four. */
export function columnsOf(text: string): number {
  if (printableAscii.test(text)) return text.length;
  let columns = 0;
  for (const { segment } of characters.segment(text)) columns += columnsOfOne(segment);
  return columns;
}

/** Cuts a text to so many columns, `…` included; no character is cut in two. */
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

/** Lines of whole words, none of more columns than `most` unless one word is. */
export function wrapToColumns(text: string, most: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || columnsOf(last) + 1 + columnsOf(word) > most) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

/** Fills a text up with spaces to so many columns. */
export function padToColumns(text: string, least: number): string {
  return text + ' '.repeat(Math.max(0, least - columnsOf(text)));
}
