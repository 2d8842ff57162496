import { randomBytes } from 'node:crypto';

const two = (value: number) => String(value).padStart(2, '0');

/**
 * Functions that format a date for the supported pattern letters of Java's DateTimeFormatter, in UTC, as Firehose does.
 */
const fields: Readonly<Record<string, (at: Date) => string>> = {
  yyyy: (at) => String(at.getUTCFullYear()),
  MM: (at) => two(at.getUTCMonth() + 1),
  dd: (at) => two(at.getUTCDate()),
  HH: (at) => two(at.getUTCHours()),
  mm: (at) => two(at.getUTCMinutes()),
  ss: (at) => two(at.getUTCSeconds()),
};

/**
 * Evaluates `!{timestamp:yyyy/MM/dd}` and `!{firehose:random-string}` in a prefix. The date and hour are appended to a
 * prefix without a timestamp. Source: Firehose developer guide, "s3-prefixes".
 * @param at ms since the epoch
 * @throws Error for an unsupported expression
 */
export function evaluatePrefix(prefix: string, at: number): string {
  const moment = new Date(at);
  const timestamp = (pattern: string) =>
    pattern.replaceAll(/'([^']*)'|([A-Za-z])\2*/g, (letters, quoted: string | undefined) => {
      if (quoted !== undefined) return quoted;
      const field = fields[letters];
      if (field === undefined) throw new Error(`!{timestamp:${pattern}}: ${letters} is not supported locally`);
      return field(moment);
    });
  const evaluated = prefix.replaceAll(/!\{([^:}]+):([^}]+)\}/g, (whole, namespace: string, value: string) => {
    if (namespace === 'timestamp') return timestamp(value);
    if (namespace === 'firehose' && value === 'random-string') return randomBytes(8).toString('hex').slice(0, 11);
    throw new Error(`${whole} is not supported locally`);
  });
  return prefix.includes('!{timestamp:') ? evaluated : `${evaluated}${timestamp('yyyy/MM/dd/HH')}/`;
}
