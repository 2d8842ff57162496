/** Identifies a note: the stack that it reviews, and the scope that owns it. */
export interface NoteMark {
  readonly stack: string;
  /** Scope that owns the note. Undefined if any job without a scope may update the note, provided that the job receives the stack. */
  readonly scope: string | undefined;
}

// in older versions of the mark, the hash of the plan follows the stack name
const pattern = /^<!-- plan review: (?:([\w.]+)\/)?([\w.]+)(?: ([0-9a-f]{64}))? -->/;

/**
 * Returns the first line of a note: an HTML comment, which GitLab does not show. The encoded names cannot end the comment, and different names
 * are encoded differently.
 */
export const markText = ({ stack, scope }: NoteMark): string =>
  `<!-- plan review: ${scope === undefined ? '' : `${encode(scope)}/`}${encode(stack)} -->`;

interface ReadMark extends NoteMark {
  /** Length of the mark in characters. */
  readonly length: number;
  /** Whether a version of this program without scopes wrote the mark. */
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
