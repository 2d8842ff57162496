import { counted } from '../phrase';

export const tooLong = 'too many for one note; `--format html` lists all of them';

/** Returns the lines of the items that fit within a character limit. If items are omitted, adds a line with their number. */
export function fitting(lines: readonly string[], most: number, noun: string): readonly string[] {
  const kept: string[] = [];
  let [left, out] = [most - leftOut(lines.length, noun).length, 0];
  for (const line of lines) {
    left -= line.length + 1;
    // indented lines belong to the preceding item
    if (left < 0 && line.startsWith('- ')) out += 1;
    else if (out === 0 && left >= 0) kept.push(line);
  }
  return out === 0 ? kept : [...kept, leftOut(out, noun)];
}

const leftOut = (count: number, noun: string) => `- and ${counted(count, `more ${noun}`)}, ${tooLong}`;
