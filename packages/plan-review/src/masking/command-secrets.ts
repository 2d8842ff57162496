import { commands } from './command-table';
import { isHarmless } from './harmless-values';
import { LiteralIndex } from './literal-index';
import type { Span } from './spans';

const index = new LiteralIndex(Object.keys(commands), 2);
const longestCommand = 400;
const commandsAtMost = 4_000;

/** Finds secrets in the arguments of well-known commands. Returns undefined if the text contains too many commands. */
export function commandSecrets(text: string, lower: string): readonly Span[] | undefined {
  const spans: Span[] = [];
  let count = 0;
  let last = { at: -1, name: '' };
  index.visit(lower, (name, at) => {
    const following = lower.charAt(at + name.length);
    const isModule = name === 'chpasswd' && following === ':';
    if (isInWord(lower.charAt(at - 1)) || !(isModule || /[\s"'.]|^$/.test(following))) return true;
    if (last.at === at && last.name.length > name.length) return true;
    last = { at, name };
    count += 1;
    if (count > commandsAtMost) return false;
    spans.push(...(name === 'chpasswd' ? newPasswords(text, at) : argumentsOf(text, at, name)));
    return true;
  });
  return count > commandsAtMost ? undefined : spans;
}

const isInWord = (sign: string) => /[\w-]/.test(sign);

interface Word extends Span {
  readonly text: string;
}

/** Splits a shell command into words. A command continues after a backslash at the end of a line. */
function wordsOf(command: string, from: number): readonly Word[] {
  const words: Word[] = [];
  for (const { 0: text, index: at } of command.matchAll(
    /\\\r?\n|[\n;]|&&|\|\|?|(?:\\?"(?:\\.|[^"\\\n])*\\?"|\\?'[^'\n]*'|\\(?!n)[^\n]|[^\s"';|\\])+/g,
  )) {
    if (/^\\\r?\n$/.test(text)) continue;
    if (/^(?:[\n;]|&&|\|\|?)$/.test(text)) break;
    words.push({ text, start: from + at, end: from + at + text.length });
  }
  return words;
}

function argumentsOf(text: string, at: number, name: string): readonly Span[] {
  const { options = [], pairs = [], positions = [], only } = commands[name] ?? {};
  const from = at + name.length;
  const command = text.slice(from, from + longestCommand);
  const words = wordsOf(command, from);
  const line = words.map((word) => word.text).join(' ');
  if (only !== undefined && !only.test(` ${line}`)) return [];
  const spans: Span[] = [];
  words.forEach((word, place) => {
    const next = words[place + 1];
    const option = [...options, ...pairs].find((one) => word.text === one || isJoined(word.text, one));
    if (option === undefined) return;
    const value =
      word.text === option
        ? next
        : { ...word, text: word.text.slice(option.length), start: word.start + option.length };
    if (value === undefined || (value === next && /^-/.test(value.text))) return;
    spans.push(...(pairs.includes(option) ? secondOf(value) : shownOf(value)));
  });
  const plain = words.filter(({ text: word }) => !word.startsWith('-') && !/^[<>]/.test(word));
  return [
    ...spans,
    ...positions.flatMap((place) => shownOf(plain.at(place))),
    ...(oracleTools.has(name) ? oracle(plain) : []),
  ];
}

/** Returns whether a word contains both an option and a value: `-pSECRET`, `--user=name:secret`. */
const isJoined = (word: string, option: string): boolean =>
  /^-\w$|:$/.test(option) ? word.startsWith(option) && word.length > option.length : word.startsWith(`${option}=`);

const shownOf = (word: Word | undefined): readonly Span[] =>
  word === undefined || word.text.startsWith('$(') || isHarmless(unquoted(word.text))
    ? []
    : [{ start: word.start, end: word.end }];

const unquoted = (word: string): string => word.replace(/^[=\\]*["']?|\\?["']$/g, '');

function secondOf({ text, start, end }: Word): readonly Span[] {
  const separator = text.search(/[:%,]/);
  if (separator === -1 || isHarmless(unquoted(text.slice(separator + 1)))) return [];
  return [{ start: start + separator + 1, end: /["']$/.test(text) ? end - 1 : end }];
}

const oracleTools = new Set(['exp', 'expdp', 'imp', 'impdp', 'rman', 'sqlldr', 'sqlplus']);

/** Finds Oracle passwords: `user/password@service`. */
function oracle(words: readonly Word[]): readonly Span[] {
  return words.flatMap(({ text, start }) => {
    const [, user = '', password = ''] = /^(["']?[\w.]+\/)([^@\s"'/]{2,}(?:@|$)|[^@\s"']{2,}@)/.exec(text) ?? [];
    const length = password.replace(/@$/, '').length;
    return length === 0 ? [] : [{ start: start + user.length, end: start + user.length + length }];
  });
}

/** Finds `user:password` lines before or after `chpasswd`, as in pipes, here-documents and cloud-init. */
function newPasswords(text: string, at: number): readonly Span[] {
  const from = Math.max(0, at - 200);
  const around = text.slice(from, at + longestCommand);
  return [...around.matchAll(/(?:^|[\s"'])([a-z_][\w.-]{0,31}:)(?![\s/])([^\s"']{3,128})/gim)].map(
    ({ index: start, 0: match, 2: password = '' }) => ({
      start: from + start + match.length - password.length,
      end: from + start + match.length,
    }),
  );
}
