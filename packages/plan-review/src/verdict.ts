import type { DangerKind } from './rules/rule';

/**
 * Judgement of a plan, worst first: `critical` (cannot be applied, or loses data), `danger` (any other danger), `unjudged` (some
 * changes are not classified by any rule), `harmless` (a rule knows that every change is harmless), `unchanged` (nothing happens).
 */
export const verdicts = ['critical', 'danger', 'unjudged', 'harmless', 'unchanged'] as const;
export type Verdict = (typeof verdicts)[number];

/** Facts on which the verdict of a plan depends. */
export interface Judged {
  /** Reason why the plan cannot be applied; undefined if it can be. */
  readonly broken: string | undefined;
  readonly dangers: readonly { readonly kind: DangerKind }[];
  /** Number of changes that no rule classifies. */
  readonly unjudged: number;
  /** Whether the plan changes resources or outputs. */
  readonly changes: boolean;
}

/** Dangers that cannot be undone by another apply. */
const criticalKinds: ReadonlySet<DangerKind> = new Set(['cannot be applied', 'data loss']);

/** Returns the verdict of a plan. */
export function verdictOf({ broken, dangers, unjudged, changes }: Judged): Verdict {
  if (broken !== undefined || dangers.some(({ kind }) => criticalKinds.has(kind))) return 'critical';
  if (dangers.length > 0) return 'danger';
  if (unjudged > 0) return 'unjudged';
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

/** Marks of the verdicts in a terminal. They can be distinguished without colours. */
export const signOf: Readonly<Record<Verdict, string>> = {
  critical: '✗',
  danger: '!',
  unjudged: '?',
  harmless: '✓',
  unchanged: '·',
};
