/** Error for an invalid series notation. `column` counts from 1. */
export class NotationError extends Error {
  constructor(
    message: string,
    readonly column: number,
  ) {
    super(message);
    this.name = 'NotationError';
  }
}

const number = '-?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?';
const word = new RegExp(`^(?:(_)|(${number})(?:([+-])(\\d+(?:\\.\\d+)?))?)(?:x(\\d+))?$`);

// A series longer than a year is a mistake.
const longest = 366 * 1440;

/**
 * Parses promtool's notation, one value per minute: `0x4 1 0x20` is five zeros, 1, and then 21 zeros; `1+2x3` is
 * 1 3 5 7; `_` is a minute without a point, `_x3` is three minutes.
 * @returns one entry per minute, undefined if there is no point
 * @throws NotationError
 * Source: Prometheus documentation, "Unit testing for rules", series
 */
export function parseNotation(text: string): (number | undefined)[] {
  const values: (number | undefined)[] = [];
  for (const { 0: token, index } of text.matchAll(/\S+/g)) {
    const parts = word.exec(token);
    if (!parts) throw new NotationError(`${token} is not a value; use 1, 0x4, 1+2x5, _ or _x3`, index + 1);
    const [, gap, first, sign, step, repeats] = parts;
    const times = repeats === undefined ? 1 : Number(repeats) + (gap === undefined ? 1 : 0);
    if (values.length + times > longest)
      throw new NotationError(`${token} makes the series longer than a year`, index + 1);
    const slope = Number(step ?? 0) * (sign === '-' ? -1 : 1);
    const last = gap === undefined ? Number(first) + slope * (times - 1) : 0;
    if (![Number(first ?? 0), last].every(Number.isFinite))
      throw new NotationError(`${token} is out of range for a number`, index + 1);
    for (let at = 0; at < times; at += 1) values.push(gap === undefined ? Number(first) + slope * at : undefined);
  }
  return values;
}
