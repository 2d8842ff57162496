import { Precise, toBool, toNumber, toText } from '../convert';
import { ValueFault } from '../fault';
import type { Value } from '../value';
import { encodeJson } from './json';

interface Verb {
  readonly text: string;
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly argument: number;
  readonly letter: string;
}

const verbPattern =
  /%(?<flags>[ +\-0#]*)(?<width>\d*)(?:\.(?<precision>\d*))?(?:\[(?<position>\d+)\])?(?<letter>[\s\S]?)/gu;

/**
 * Formats arguments with a pattern. The verbs v, #v, t, b, d, o, x, X, e, E, f, g, G, s, q and `%%` are supported.
 * Source: Terraform language, "format Function".
 */
export function format(pattern: string, args: readonly Value[]): string {
  let next = 0;
  let used = 0;
  const result = pattern.replace(verbPattern, (...match) => {
    const verb = readVerb(match[0], match.at(-1), next);
    if (verb.letter === '%') return '%';
    next = verb.argument + 1;
    used = Math.max(used, next);
    const value = args[verb.argument];
    if (value === undefined) {
      throw new ValueFault(
        `not enough arguments: ${verb.text} uses argument ${verb.argument + 1}, but only ${args.length} are given`,
      );
    }
    return pad(write(verb, value), verb);
  });
  if (used < args.length && !pattern.includes('[')) {
    throw new ValueFault(`too many arguments: the pattern uses ${used} of ${args.length}`);
  }
  return result;
}

function readVerb(text: string, groups: Record<string, string | undefined>, next: number): Verb {
  const { flags = '', width = '', precision, position, letter = '' } = groups;
  return {
    text,
    flags,
    width: Math.min(Number(width), 10_000),
    precision: precision === undefined ? undefined : Math.min(Number(precision), 100),
    argument: position === undefined ? next : Number(position) - 1,
    letter,
  };
}

function write(verb: Verb, value: Value): string {
  switch (verb.letter) {
    case 'v':
      return verb.flags.includes('#') || typeof value === 'object' ? encodeJson(value) : toText(value);
    case 's':
      return Array.from(toText(value)).slice(0, verb.precision).join('');
    case 'q':
      return encodeJson(toText(value));
    case 't':
      return String(toBool(value));
    default:
      return writeNumber(verb, value);
  }
}

const bases: ReadonlyMap<string, number> = new Map([
  ['b', 2],
  ['d', 10],
  ['o', 8],
  ['x', 16],
  ['X', 16],
]);

function writeNumber(verb: Verb, value: Value): string {
  const { letter, flags } = verb;
  if (!'bdoxXeEfFgG'.includes(letter) || letter === '')
    throw new ValueFault(`${verb.text} is not a verb of the function format`);
  const number = toNumber(value);
  const base = bases.get(letter);
  if (base !== undefined && !Number.isInteger(number))
    throw new ValueFault(`${verb.text} needs a whole number, not ${number}`);
  const size = base === undefined ? writeFloat(verb, Math.abs(number)) : BigInt(Math.abs(number)).toString(base);
  const sign = number < 0 ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  return sign + (letter === 'X' || letter === 'E' || letter === 'G' ? size.toUpperCase() : size);
}

function writeFloat({ letter, precision }: Verb, number: number): string {
  const exact = new HalfEven(number);
  if (letter.toLowerCase() === 'f') return exact.toFixed(precision ?? 6);
  if (letter.toLowerCase() === 'e') return exponent(exact.toExponential(precision ?? 6));
  const rounded = precision === undefined ? new Precise(number) : exact.toSignificantDigits(Math.max(1, precision));
  const power = number === 0 ? 0 : Number(rounded.toExponential().split('e')[1]);
  // As in Go's strconv, %g uses an exponent for values below 1e-4 and, without a precision, for values of at least 1e6.
  const limit = precision === undefined ? 6 : Math.max(1, precision);
  return power < -4 || power >= limit ? exponent(rounded.toExponential()) : rounded.toFixed();
}

// As in Go, a tie is rounded to the even digit. The last digit may differ from Terraform's if a number such as 2.555 is
// a tie in decimal, but not in 512-bit binary.
const HalfEven = Precise.clone({ rounding: Precise.ROUND_HALF_EVEN });

function exponent(text: string): string {
  return text.replace(/e([+-])(\d)$/, 'e$10$2');
}

function pad(text: string, { flags, width, letter }: Verb): string {
  const missing = width - Array.from(text).length;
  if (missing <= 0) return text;
  if (flags.includes('-')) return text + ' '.repeat(missing);
  if (!flags.includes('0')) return ' '.repeat(missing) + text;
  const signed = letter !== 's' && letter !== 'q' && /^[+\- ]/.test(text);
  return signed ? text.slice(0, 1) + '0'.repeat(missing) + text.slice(1) : '0'.repeat(missing) + text;
}
