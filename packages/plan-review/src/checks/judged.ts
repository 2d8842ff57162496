import type { Unread } from '../plan/plan';
import { type Acceptance, accepts } from './accepted';
import type { Finding } from './findings';

/** A stack that was looked at, and what was found in it. */
export interface LookedAt {
  readonly stack: string;
  /** Where a report shows it: the file of the plan, or the code. */
  readonly path: string;
  /** Acceptances that apply to it, if not all of them do: nothing is accepted in a plan of another project. */
  readonly acceptances?: readonly Acceptance[];
  readonly findings: readonly Finding[];
  /** Attributes that the checks could not read; absent for a synthesized stack, which was validated before. */
  readonly unread?: readonly Unread[];
}

export interface Found {
  readonly stack: string;
  readonly path: string;
  readonly finding: Finding;
}

/** What has to be done about findings. */
export interface Judged {
  /** Attributes that could not be read, so that they were not checked. */
  readonly unread: readonly (Unread & { readonly stack: string })[];
  /** Nobody has accepted these, or no longer: then `ended` is how it was accepted. */
  readonly open: readonly (Found & { readonly ended: Acceptance | undefined })[];
  readonly accepted: readonly (Found & { readonly by: Acceptance })[];
  /** Of those that are accepted: for a month or less from now. */
  readonly ending: readonly Acceptance[];
  /** What is not found any more. */
  readonly stale: readonly Acceptance[];
}

const warnedDays = 30;
const day = 86_400_000;

/**
 * Sorts findings by whether somebody has accepted them.
 * @param today `2026-12-31`; without it no acceptance ends, so that what is judged today is judged so for ever
 */
export function judge(
  looked: readonly LookedAt[],
  acceptances: readonly Acceptance[],
  today: string | undefined,
): Judged {
  const hasEnded = ({ until }: Acceptance) => today !== undefined && until !== undefined && until < today;
  const isEnding = ({ until }: Acceptance) =>
    today !== undefined && until !== undefined && Date.parse(until) - Date.parse(today) <= warnedDays * day;
  const all = looked.flatMap(({ stack, path, acceptances: own = acceptances, findings }) =>
    findings.map((finding) => {
      const fitting = own.filter((one) => accepts(one, finding, stack));
      const valid = fitting.find((one) => !hasEnded(one));
      return { found: { stack, path, finding }, fitting, valid };
    }),
  );
  const used = new Set(all.flatMap(({ fitting }) => fitting));
  return {
    unread: looked.flatMap(({ stack, unread = [] }) => unread.map((one) => ({ stack, ...one }))),
    open: all.flatMap(({ found, fitting, valid }) => (valid ? [] : [{ ...found, ended: fitting[0] }])),
    accepted: all.flatMap(({ found, valid }) => (valid ? [{ ...found, by: valid }] : [])),
    ending: [...used].filter((one) => isEnding(one) && !hasEnded(one)),
    stale: acceptances.filter((one) => !used.has(one)),
  };
}
