import type { DangerKind } from './rules/rule';

/**
 * Verdicts on a plan, worst first: `critical` (cannot be applied, or loses data), `danger` (any other danger), `unjudged` (some
 * changes are not judged by any rule, a check fails, or there is a new finding or a danger that a change outside Terraform caused), `harmless` (rules judge every change as harmless),
 * `unchanged` (nothing changes).
 */
export const verdicts = ['critical', 'danger', 'unjudged', 'harmless', 'unchanged'] as const;
export type Verdict = (typeof verdicts)[number];

/** Facts on which the verdict of a plan depends. */
export interface VerdictFacts {
  /** Reason why the plan cannot be applied. Undefined if it can be applied. */
  readonly broken: string | undefined;
  readonly dangers: readonly { readonly kind: DangerKind }[];
  /** Number of changes that no rule has judged. */
  readonly unjudged: number;
  /** Number of failed checks, new findings and dangers from outside Terraform, which a reviewer has to look at. */
  readonly findings: number;
  /** Whether the plan changes resources or outputs. */
  readonly changes: boolean;
}

/** Kinds of danger for which the verdict is `critical`. */
const criticalKinds: ReadonlySet<DangerKind> = new Set(['cannot be applied', 'data loss']);

/** Returns the verdict of a plan. */
export function verdictOf({ broken, dangers, unjudged, findings, changes }: VerdictFacts): Verdict {
  if (broken !== undefined || dangers.some(({ kind }) => criticalKinds.has(kind))) return 'critical';
  if (dangers.length > 0) return 'danger';
  if (unjudged + findings > 0) return 'unjudged';
  return changes ? 'harmless' : 'unchanged';
}

/** Marks of the verdicts in a note. */
export const lightOf: Readonly<Record<Verdict, string>> = {
  critical: '🔴',
  danger: '🟠',
  unjudged: '🟡',
  harmless: '🟢',
  unchanged: '⚪',
};

/** Marks of the verdicts in a terminal, which can be distinguished without colors. */
export const signOf: Readonly<Record<Verdict, string>> = {
  critical: '✗',
  danger: '!',
  unjudged: '?',
  harmless: '✓',
  unchanged: '·',
};
