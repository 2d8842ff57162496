import stringWidth from 'string-width';

/** Segmenter that splits text into user-perceived characters, for example a letter with its accents or an emoji sequence. */
const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

const printableAscii = /^[ -~]*$/;

/** Matches emoji by Node's Unicode data, because string-width 4, the last CommonJS version, includes emoji only up to 2019. */
const isEmoji = /\p{Emoji_Presentation}|\ufe0f/u;

const columnsOfOne = (character: string) => (isEmoji.test(character) ? 2 : stringWidth(character));

/** Returns the number of terminal columns that text occupies: `監視` occupies four. */
export function columnsOf(text: string): number {
  if (printableAscii.test(text)) return text.length;
  let columns = 0;
  for (const { segment } of characters.segment(text)) columns += columnsOfOne(segment);
  return columns;
}

/** Cuts text to a number of columns, including the `…`, without splitting characters. */
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

/** Wraps text between words to at most `most` columns. A longer word is on a line of its own. */
export function wrapToColumns(text: string, most: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || columnsOf(last) + 1 + columnsOf(word) > most) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

/** Pads text with spaces to a number of columns. */
export function padToColumns(text: string, least: number): string {
  return text + ' '.repeat(Math.max(0, least - columnsOf(text)));
}
