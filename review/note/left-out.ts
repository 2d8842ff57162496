import { counted } from '../phrase';

export const tooLong = 'more than a note can hold: `npm run review -- --format json` has all of them';

/** What does not fit into so many characters is left out, item by item from the end, and counted. */
export function fitting(lines: readonly string[], most: number, noun: string): readonly string[] {
  const kept: string[] = [];
  let [left, out] = [most - leftOut(lines.length, noun).length, 0];
  for (const line of lines) {
    left -= line.length + 1;
    // what stands below an item that is left out goes with it
    if (left < 0 && line.startsWith('- ')) out += 1;
    else if (out === 0 && left >= 0) kept.push(line);
  }
  return out === 0 ? kept : [...kept, leftOut(out, noun)];
}

const leftOut = (count: number, noun: string) => `- and ${counted(count, `more ${noun}`)}, ${tooLong}`;
