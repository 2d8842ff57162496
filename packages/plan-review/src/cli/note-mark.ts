/** Kinds of notes. The backtest has a separate note, because it changes with every run. */
export const noteKinds = ['plan review', 'monitor backtest'] as const;
export type NoteKind = (typeof noteKinds)[number];

/** Name that replaces the stack in the mark of a note about all stacks. */
export const allStacks = '*';

/** Identity of a note: its kind, the reviewed stack, and the scope that owns the note. */
export interface NoteMark {
  readonly kind: NoteKind;
  readonly stack: string;
  /** Scope that owns the note. If undefined, every job without a scope that receives the stack may update the note. */
  readonly scope: string | undefined;
}

// older versions of the mark are in the first line, and contain the hash of the plan after the stack name
const form = '<!-- (plan review|monitor backtest): (?:([\\w.]+)/)?([\\w.]+)(?: ([0-9a-f]{64}))? -->';
const patterns = [new RegExp(`^${form}`), new RegExp(`(?:^|\\n)${form}\\s*$`)];

/**
 * Appends the mark to a note: a hidden HTML comment in the last line, because e-mails show the beginning of the source. Names are
 * encoded, so they cannot contain `-->`.
 */
export const withMark = (body: string, { kind, stack, scope }: NoteMark): string =>
  `${body.trimEnd()}\n\n<!-- ${kind}: ${scope === undefined ? '' : `${encode(scope)}/`}${encode(stack)} -->`;

interface ReadMark extends NoteMark {
  /** Note without the mark. */
  readonly text: string;
  /** Whether an older version of this program, which had no scopes, wrote the mark. */
  readonly isLegacy: boolean;
}

/** Parses the mark in the last or the first line of a note. @returns undefined for a note that this program did not write */
export function readMark(body: string): ReadMark | undefined {
  for (const pattern of patterns) {
    const [text, name, scope, stack, hash] = pattern.exec(body) ?? [];
    const kind = noteKinds.find((one) => one === name);
    if (text === undefined || kind === undefined || stack === undefined) continue;
    return {
      kind,
      scope: scope === undefined ? undefined : decode(scope),
      stack: decode(stack),
      text: body.replace(text, () => '').trim(),
      isLegacy: hash !== undefined,
    };
  }
  return undefined;
}

const encode = (name: string) => name.replace(/[^A-Za-z0-9.]/gu, (sign) => `_${sign.codePointAt(0)?.toString(16)}_`);
const decode = (word: string) =>
  word.replace(/_([0-9a-f]{1,6})_/g, (_, sign: string) =>
    String.fromCodePoint(Math.min(0x10_ffff, Number.parseInt(sign, 16))),
  );
