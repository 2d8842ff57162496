import { ValueFault } from '../fault';
import { isList, type Value } from '../value';
import { any, one, oneAndMany, type TerraformFunction, text, texts, three, two, whole } from './define';
import { format } from './format';

/** String functions. Source: Terraform language, "String Functions". */
export const stringFunctions: Readonly<Record<string, TerraformFunction>> = {
  lower: one(text, (value) => value.toLowerCase()),
  upper: one(text, (value) => value.toUpperCase()),
  title: one(text, title),
  trimspace: one(text, (value) => value.trim()),
  trim: two(text, text, (value, cut) => trimCharacters(value, cut)),
  trimprefix: two(text, text, (value, prefix) => (value.startsWith(prefix) ? value.slice(prefix.length) : value)),
  trimsuffix: two(text, text, (value, suffix) =>
    value.endsWith(suffix) ? value.slice(0, value.length - suffix.length) : value,
  ),
  chomp: one(text, (value) => value.replace(/[\r\n]+$/, '')),
  strrev: one(text, (value) => graphemes(value).reverse().join('')),
  substr: three(text, whole, whole, substr),
  split: two(text, text, (separator, value) => (separator === '' ? graphemes(value) : value.split(separator))),
  join: oneAndMany(text, texts, 1, (separator, lists) => lists.flat().join(separator)),
  replace: three(text, text, text, replace),
  startswith: two(text, text, (value, prefix) => value.startsWith(prefix)),
  endswith: two(text, text, (value, suffix) => value.endsWith(suffix)),
  strcontains: two(text, text, (value, part) => value.includes(part)),
  indent: two(whole, text, (spaces, value) => value.replaceAll('\n', `\n${' '.repeat(Math.max(0, spaces))}`)),
  format: oneAndMany(text, any, 0, (pattern, args) => format(pattern, args)),
  formatlist: oneAndMany(text, any, 0, formatList),
  parseint: two(text, whole, parseInteger),
};

let segmenter: Intl.Segmenter | undefined;

/** Splits a string into grapheme clusters, the unit of Terraform's `length`, `substr` and `strrev`. */
export function graphemes(value: string): string[] {
  // create the segmenter on first use, because creating it takes about 10 ms and most programs do not need it
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return Array.from(segmenter.segment(value), ({ segment }) => segment);
}

function title(value: string): string {
  return value.replace(
    /(^|[^\p{L}\p{N}_])(\p{L})/gu,
    (_, before: string, letter: string) => before + letter.toUpperCase(),
  );
}

function trimCharacters(value: string, cut: string): string {
  const unwanted = new Set(cut);
  const characters = Array.from(value);
  const first = characters.findIndex((character) => !unwanted.has(character));
  if (first < 0) return '';
  const last = characters.findLastIndex((character) => !unwanted.has(character));
  return characters.slice(first, last + 1).join('');
}

function substr(value: string, offset: number, length: number): string {
  const characters = graphemes(value);
  const start = offset < 0 ? Math.max(0, characters.length + offset) : offset;
  return characters.slice(start, length < 0 ? undefined : start + length).join('');
}

function replace(value: string, search: string, replacement: string): string {
  if (search.length > 1 && search.startsWith('/') && search.endsWith('/')) {
    throw new ValueFault('the function replace does not support a /regular expression/; use a literal string', 1);
  }
  return value.replaceAll(search, () => replacement);
}

// Evaluates `formatlist`, whose lists must have equal lengths. Source: Terraform language, "formatlist Function".
function formatList(pattern: string, args: readonly Value[]): Value {
  const lengths = new Set(args.filter(isList).map((arg) => arg.length));
  if (lengths.size > 1)
    throw new ValueFault(`formatlist needs lists of the same length, not ${[...lengths].join(' and ')}`);
  const [length = 1] = lengths;
  return Array.from({ length }, (_, at) =>
    format(
      pattern,
      args.map((arg) => (isList(arg) ? (arg[at] ?? null) : arg)),
    ),
  );
}

function parseInteger(value: string, base: number): number {
  if (base < 2 || base > 36) throw new ValueFault('the base must be between 2 and 36', 1);
  const digits = '0123456789abcdefghijklmnopqrstuvwxyz'.slice(0, base);
  if (!new RegExp(`^[+-]?[${digits}]+$`, 'i').test(value)) {
    throw new ValueFault(`${JSON.stringify(value)} is not a number in base ${base}`, 0);
  }
  return Number.parseInt(value, base);
}
