import type { Finding } from './checks/findings';
import { driftIn } from './drift';
import { newPartOf } from './new-part';
import { driftCounted } from './note/format-drift';
import { capitalized, counted, type Phrase, say, words } from './phrase';
import type { Plan } from './plan/plan';
import type { Danger } from './rules/rule';
import { failing, joinedBySemicolons, summarizeActions } from './summarize-actions';
import { worstDangers } from './worst-dangers';

/** Facts about a plan that its headline summarizes. */
interface HeadlineFacts {
  /** Dangers that are not accepted. */
  readonly dangers: readonly Danger[];
  /** New findings of the policy checks. */
  readonly added: readonly Finding[];
  /** Number of changes that no rule has judged. */
  readonly unjudged: number;
}

/**
 * Summarizes a plan in one line: the environment, a whole new stack or module, the worst dangers, the other changes, and the number of
 * changes that are not judged. Without dangers, the line contains the changes and then the first new finding.
 */
export const headlineOf = (plan: Plan, facts: HeadlineFacts): Phrase => [
  ...(plan.environment === undefined ? [] : say`${{ value: plan.environment }} · `),
  ...sentencesOf(plan, facts),
  ...notJudged(facts.unjudged),
];

function sentencesOf(plan: Plan, { dangers, added }: HeadlineFacts): Phrase {
  if (plan.broken !== undefined) return words(`This plan cannot be applied: ${plan.broken}.`);
  const { phrase: worst, covered } = worstDangers(plan, dangers);
  const fresh = newPartOf(plan);
  // a danger of an existing resource is more important than new resources
  const lead = fresh !== undefined && dangers.every(({ address }) => fresh.addresses.has(address)) ? fresh : undefined;
  const described = lead === undefined ? covered : new Set([...covered].filter((one) => !lead.addresses.has(one)));
  const actions = joinedBySemicolons(
    summarizeActions(plan, { dangers, covered: described, isCounted: lead !== undefined }),
  );
  const start = lead === undefined ? [] : [...lead.phrase, '. '];
  if (worst.length > 0) return [...start, ...worst, '.', ...(actions.length > 0 ? [' Also ', ...actions, '.'] : [])];
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
  return [...start, ...capitalized(actions), ...found];
}

const notJudged = (count: number): Phrase =>
  count === 0 ? [] : words(` ${counted(count, 'change')} ${count === 1 ? 'is' : 'are'} not judged.`);

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
