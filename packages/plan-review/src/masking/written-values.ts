import { isExpression } from './harmless-values';

/** Value that a text assigns to a name. */
export interface WrittenValue {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly isQuoted: boolean;
  /** Whether the value is a block of lines or a list in YAML. */
  readonly isBlock: boolean;
  /** Whether more words follow on the same line, as in a sentence. */
  readonly isProse: boolean;
}

interface Context {
  /** Whether the separator is a colon. Not every colon is an assignment. */
  readonly isColon?: boolean;
  /** Whether the value may contain spaces, as a passphrase may. */
  readonly isLong?: boolean;
  /** Whether the name is weak evidence of a secret. If so, only the beginning of a long value is read. */
  readonly isWeak?: boolean;
}

const longestValue = 20_000;
const longestWeak = 200;
const opening =
  /^(?:=|>|\s?=>)?[ \t]{0,20}(?:[&!][\w!]+ |&?[A-Za-z][\w<>.[\]]{0,20}\??\s?=\s?)?(?:\(|\[|new |@|r|b|f|u|N|E|\$)?("""|'''|(?:\\{1,3})?["'`])/;

/** Reads the value after a separator. Returns undefined if the value is empty or an expression. */
export function valueAt(text: string, from: number, context: Context): WrittenValue | undefined {
  const head = text.slice(from, from + 40);
  const quoted = opening.exec(head);
  if (quoted !== null) return quotedValue(text, from + quoted[0].length, quoted[1] ?? '"');
  // ODBC encloses values with special characters in braces
  const enclosed = context.isLong === true ? /^\s?\{(?=[^{}\s"':]{3,100}\})/.exec(text.slice(from, from + 110)) : null;
  if (enclosed !== null) return quotedValue(text, from + enclosed[0].length, '}');
  const block = /^[ \t]*(?:[|>][+-]?\d?)?[ \t]*\r?\n/.exec(head);
  if (block !== null) return blockAt(text, from, block[0].length);
  const [skipped = ''] = /^(?:=|>|\s?=>)?[ \t]*(?:[&!][\w!]+ )?/.exec(head) ?? [];
  const start = from + skipped.length;
  return bareValue(text, start, { ...context, isColon: context.isColon === true && skipped === '' });
}

function quotedValue(text: string, start: number, mark: string): WrittenValue | undefined {
  let end = text.indexOf(mark, start);
  while (end !== -1 && mark.length === 1 && end - start < longestValue) {
    const isDoubled = mark === "'" && end > start && text[end + 1] === mark;
    const isEscaped = text[end - 1] === '\\' && text[end - 2] !== '\\';
    if (!isDoubled && !isEscaped) break;
    end = text.indexOf(mark, isDoubled ? end + 2 : end + 1);
  }
  const isCut = end === -1 || end - start > longestValue;
  const line = isCut ? text.indexOf('\n', start) : -1;
  const stop = isCut ? Math.min(line === -1 ? text.length : line, start + longestValue) : end;
  if (stop === start) return undefined;
  return { text: text.slice(start, stop), start, end: stop, isQuoted: true, isBlock: false, isProse: false };
}

/**
 * Pattern of the end of a value: a space or separator. A passphrase may contain spaces, and ends at the next name or option.
 */
const shortEnd = /[\s"'`;&,<>)\]}|\\]/;
const longEnd = /[\n\r"'`;&<]|\\n|,\s*[\w.-]{1,40}\s*[=:]|[}\])](?:\s|,|$)|\s[\w.-]{2,40}=|\s--?[a-z]|\s\|/;

function bareValue(text: string, start: number, { isColon, isLong, isWeak }: Context): WrittenValue | undefined {
  const ends = isLong ? longEnd : shortEnd;
  let rest = text.slice(start, start + longestWeak);
  let stop = rest.search(ends);
  if (stop === -1 && !isWeak && rest.length === longestWeak) {
    rest = text.slice(start, start + longestValue);
    stop = rest.search(ends);
  }
  const part = (stop === -1 ? rest : rest.slice(0, stop)).trimEnd();
  const written = isLong ? part : part.replace(/[.:,!?]$/, '');
  if (written === '' || /^[{[]|^\/\//.test(written)) return undefined;
  if (isColon && /^(?:\/|:)/.test(written)) return undefined;
  if (isExpression(written, rest.slice(written.length, written.length + 1))) return undefined;
  const [end, following] = [start + written.length, rest.slice(written.length, written.length + 12)];
  const isProse = isLong ? /^\S+(?: \S+){3,}/.test(written) || /^,/.test(following) : /^,? [a-z]/.test(following);
  return { text: written, start, end, isQuoted: false, isBlock: false, isProse };
}

/** Reads the lines below a name that are indented more than the name, up to a maximum number. */
function blockAt(text: string, from: number, head: number): WrittenValue | undefined {
  const lineStart = text.lastIndexOf('\n', from - 1) + 1;
  const [own = ''] = /^[ \t]*(?:- )?/.exec(text.slice(lineStart, Math.min(from, lineStart + 200))) ?? [];
  const isMarked = /[|>]/.test(text.slice(from, from + head));
  const start = from + head;
  let end = start;
  while (end < text.length && end - start < longestValue) {
    const newline = text.indexOf('\n', end);
    const lineEnd = newline === -1 ? text.length : newline;
    const line = text.slice(end, Math.min(lineEnd, end + 300));
    const indent = /^[ \t]*/.exec(line)?.[0].length ?? 0;
    const isInside = isMarked
      ? line.trim() === '' || indent > own.length
      : /^\s*- [^:{]*$/.test(line) && indent >= own.length;
    if (!isInside) break;
    end = newline === -1 ? text.length : newline + 1;
  }
  if (end === start) return isMarked ? undefined : nextLine(text, start, own.length);
  return { text: text.slice(start, end), start, end, isQuoted: false, isBlock: true, isProse: false };
}

/** Reads a plain YAML value on the line after its name. */
function nextLine(text: string, start: number, indent: number): WrittenValue | undefined {
  const [, before = '', value = ''] =
    /^([ \t]+["']?)([^\s:"'{}[\]#-][^\s:"'{}[\]]{3,200})["']?[ \t]*(?:\r?\n|$)/.exec(text.slice(start, start + 300)) ??
    [];
  if (value === '' || before.length <= indent) return undefined;
  const from = start + before.length;
  return { text: value, start: from, end: from + value.length, isQuoted: false, isBlock: false, isProse: false };
}
