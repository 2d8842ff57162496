import type { Unread } from '../plan/plan';
import { type Acceptance, accepts } from './acceptance';
import type { Finding } from './findings';

/** Checked stack and its findings. */
export interface CheckedStack {
  readonly stack: string;
  /** File to show in a report: the plan or the source code. */
  readonly path: string;
  /** Acceptances that apply to the stack (default: all acceptances). Empty for the plan of another project. */
  readonly acceptances?: readonly Acceptance[];
  readonly findings: readonly Finding[];
  /** Attributes that the checks could not read. Undefined for a synthesized stack, because its attributes are validated. */
  readonly unread?: readonly Unread[];
}

/** Finding and its stack. */
export interface StackFinding {
  readonly stack: string;
  readonly path: string;
  readonly finding: Finding;
}

/** Open and accepted findings, and the state of the acceptances. */
export interface SortedFindings {
  /** Attributes that were not checked because they could not be read. */
  readonly unread: readonly (Unread & { readonly stack: string })[];
  /** Findings that are not accepted. `ended` is an expired acceptance of the finding. */
  readonly open: readonly (StackFinding & { readonly ended: Acceptance | undefined })[];
  readonly accepted: readonly (StackFinding & { readonly by: Acceptance })[];
  /** Acceptances that match a finding but expire within 30 days. */
  readonly ending: readonly Acceptance[];
  /** Acceptances that match no finding. */
  readonly stale: readonly Acceptance[];
}

const warnedDays = 30;
const day = 86_400_000;

/**
 * Divides findings into open and accepted findings, and lists acceptances that expire soon or match no finding.
 * @param today current date, such as `2026-12-31`; undefined for a reproducible result, in which acceptances do not expire
 */
export function sortFindings(
  stacks: readonly CheckedStack[],
  acceptances: readonly Acceptance[],
  today: string | undefined,
): SortedFindings {
  const isExpired = ({ until }: Acceptance) => today !== undefined && until !== undefined && until < today;
  const isExpiring = ({ until }: Acceptance) =>
    today !== undefined && until !== undefined && Date.parse(until) - Date.parse(today) <= warnedDays * day;
  const all = stacks.flatMap(({ stack, path, acceptances: own = acceptances, findings }) =>
    findings.map((finding) => {
      const fitting = own.filter((one) => accepts(one, finding, stack));
      const valid = fitting.find((one) => !isExpired(one));
      return { found: { stack, path, finding }, fitting, valid };
    }),
  );
  const used = new Set(all.flatMap(({ fitting }) => fitting));
  return {
    unread: stacks.flatMap(({ stack, unread = [] }) => unread.map((one) => ({ stack, ...one }))),
    open: all.flatMap(({ found, fitting, valid }) => (valid ? [] : [{ ...found, ended: fitting[0] }])),
    accepted: all.flatMap(({ found, valid }) => (valid ? [{ ...found, by: valid }] : [])),
    ending: [...used].filter((one) => isExpiring(one) && !isExpired(one)),
    stale: acceptances.filter((one) => !used.has(one)),
  };
}
