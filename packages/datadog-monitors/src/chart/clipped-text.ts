const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Matches characters that are twice as wide as Latin letters. Source: Unicode Standard Annex 11, "East Asian Width", W and F */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;

/** Truncates text to a number of columns, including the `…`. Wide characters, such as Japanese characters, occupy two columns. */
export function clipped(text: string, most: number): string {
  let kept = '';
  let columns = 0;
  let room = '';
  for (const { segment } of characters.segment(text)) {
    columns += wide.test(segment) ? 2 : 1;
    if (columns > most) return `${room}…`;
    kept += segment;
    if (columns < most) room = kept;
  }
  return text;
}
