import type { Finding } from './checks/findings';
import { driftIn } from './drift';
import { driftCounted } from './note/format-drift';
import { capitalized, counted, type Phrase, say, words } from './phrase';
import type { Plan } from './plan/plan';
import type { Danger } from './rules/rule';
import { failing, joinedBySemicolons, summarizeActions } from './summarize-actions';
import { worstDangers } from './worst-dangers';

/**
 * Summarizes a plan in one line: the worst dangers and then the other changes. Without dangers, the line contains the changes and
 * then the first new finding.
 */
export function headlineOf(plan: Plan, dangers: readonly Danger[], added: readonly Finding[]): Phrase {
  if (plan.broken !== undefined) return words(`This plan cannot be applied: ${plan.broken}.`);
  const { phrase: worst, covered } = worstDangers(plan, dangers);
  const actions = joinedBySemicolons(summarizeActions(plan, { dangers, covered }));
  if (worst.length > 0) return [...worst, '.', ...(actions.length > 0 ? [' Also ', ...actions, '.'] : [])];
  if (actions.length === 0) return words(`${summaryWithoutActions(plan)}.`);
  const [finding] = added;
  const found: Phrase =
    finding === undefined
      ? ['.']
      : [
          ...words(`. ${counted(added.length, 'new finding')}: `),
          ...say`${finding.address}: ${words(finding.reason)}`,
          '.',
        ];
  return [...capitalized(actions), ...found];
}

/** Summarizes a plan without changes. Such a plan may read data sources, report drift or contain failing checks. */
function summaryWithoutActions(plan: Plan): string {
  const { changes, dependents, complete, failedChecks, unlisted } = plan;
  const reads = changes.filter(({ action }) => action === 'read').length;
  return [
    dependents.length > 0
      ? `Changes ${counted(dependents.length, 'resource')} indirectly, through references`
      : unlisted.length > 0
        ? `Contains no planned action for ${counted(unlisted.length, 'resource')}`
        : complete
          ? 'Changes nothing'
          : 'Changes nothing yet: run another plan after the apply',
    ...(reads === 0 ? [] : [`reads ${counted(reads, 'data source')}`]),
    ...driftCounted(driftIn(plan)),
    ...failing(failedChecks),
  ].join('; ');
}
