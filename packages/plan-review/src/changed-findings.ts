import { type Acceptance, accepts } from './checks/acceptance';
import type { Finding } from './checks/findings';
import type { Plan } from './plan/plan';

/** Policy findings that a plan adds, keeps and resolves. */
export interface ChangedFindings {
  /** New findings. They exist only after the apply, and are not accepted. */
  readonly added: readonly Finding[];
  /** Number of existing findings that remain. */
  readonly older: number;
  /** Number of resolved findings. Excludes findings about deleted resources. */
  readonly resolved: number;
}

/** Compares the findings before and after a plan. The findings of a moved resource do not change. */
export function changedFindings(plan: Plan, acceptances: readonly Acceptance[]): ChangedFindings {
  const open = (findings: readonly Finding[]) =>
    findings.filter((finding) => !acceptances.some((one) => accepts(one, finding, plan.stack)));
  const [before, after] = [open(plan.findings.before), open(plan.findings.after)];
  const [was, is] = [new Set(before.map(keyOf)), new Set(after.map(keyOf))];
  const added = after.filter((finding) => !was.has(keyOf(finding)));
  const gone = new Set(plan.changes.filter(({ action }) => action === 'delete').map(({ address }) => address));
  const resolved = before.filter((finding) => !is.has(keyOf(finding)) && !gone.has(finding.address));
  return { added, older: after.length - added.length, resolved: resolved.length };
}

const keyOf = ({ check, address }: Finding) => `${check} ${address}`;
