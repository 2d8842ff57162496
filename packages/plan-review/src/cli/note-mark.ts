/** Identity of a note: the reviewed stack, and the scope that owns the note. */
export interface NoteMark {
  readonly stack: string;
  /** Scope that owns the note. If undefined, any job without a scope that receives the stack may update the note. */
  readonly scope: string | undefined;
}

// in older versions of the mark, the hash of the plan follows the stack name
const pattern = /^<!-- plan review: (?:([\w.]+)\/)?([\w.]+)(?: ([0-9a-f]{64}))? -->/;

/** Returns the first line of a note: an HTML comment, which GitLab hides. Encoded names are unique and cannot contain `-->`. */
export const markText = ({ stack, scope }: NoteMark): string =>
  `<!-- plan review: ${scope === undefined ? '' : `${encode(scope)}/`}${encode(stack)} -->`;

interface ReadMark extends NoteMark {
  /** Length of the mark in characters. */
  readonly length: number;
  /** Whether the mark is from an older version of this program, which had no scopes. */
  readonly isLegacy: boolean;
}

/** Parses the mark in the first line of a note. @returns undefined if the note is not a review */
export function readMark(body: string): ReadMark | undefined {
  const [text, scope, stack, hash] = pattern.exec(body) ?? [];
  if (text === undefined || stack === undefined) return undefined;
  return {
    scope: scope === undefined ? undefined : decode(scope),
    stack: decode(stack),
    length: text.length,
    isLegacy: hash !== undefined,
  };
}

const encode = (name: string) => name.replace(/[^A-Za-z0-9.]/gu, (sign) => `_${sign.codePointAt(0)?.toString(16)}_`);
const decode = (word: string) =>
  word.replace(/_([0-9a-f]{1,6})_/g, (_, sign: string) =>
    String.fromCodePoint(Math.min(0x10_ffff, Number.parseInt(sign, 16))),
  );
