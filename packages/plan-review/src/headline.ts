import { happens } from './changes/slices';
import type { Finding } from './checks/findings';
import { attributesOfDrift, driftIn, type KeptDrift } from './drift';
import { describeMoves, moduleMovesIn } from './module-moves';
import { describeRemovedStack, newPartOf } from './new-part';
import { driftCounted, inThePresent } from './note/format-drift';
import { capitalized, counted, joinedBySemicolons, lengthOfPhrase, type Part, type Phrase, say, words } from './phrase';
import { withoutKeys } from './plan/configuration';
import type { Plan } from './plan/plan';
import { modulesOf, ownAddress } from './plan/resource-id';
import { replacedTogether } from './replaced-together';
import type { Danger } from './rules/rule';
import { deletedOutside, describeRecreation, failing, summarizeActions } from './summarize-actions';
import { worstDangers } from './worst-dangers';

/** Facts about a plan that its headline summarizes. */
interface HeadlineFacts {
  /** Dangers that are not accepted. */
  readonly dangers: readonly Danger[];
  /** New findings of the policy checks. */
  readonly added: readonly Finding[];
  /** Number of changes that no rule has judged. */
  readonly unjudged: number;
  /** Dangers that changes outside Terraform caused, and that the plan keeps. */
  readonly keptDangers: readonly Danger[];
  /** Other values that were changed outside Terraform, and that the plan keeps. */
  readonly kept: readonly KeptDrift[];
}

/** First sentences of a review. */
interface Opening {
  /** The environment, a whole new stack or module, and the worst dangers. Without dangers, the changes and the first new finding. */
  readonly headline: Phrase;
  /** The changes that the headline does not describe, and the number of changes that are not judged. */
  readonly summary: Phrase;
}

/** Summarizes a plan in one line and, if the line describes dangers, the other changes in another line. */
export function openingOf(plan: Plan, facts: HeadlineFacts): Opening {
  const { lead, others } = sentencesOf(plan, facts);
  const outside = [...others, ...changedOutside(facts, others.length > 0)];
  const judged = [...outside, ...notJudged(facts.unjudged, outside.length > 0)];
  const complete = [...judged, ...incompleteness(plan, judged.length > 0)];
  const rest = [...complete, ...newerFormat(plan, complete.length > 0)];
  const isOneLine = facts.dangers.length === 0;
  const withoutModules = withoutModulesIn(plan);
  return {
    headline: [
      ...(plan.environment === undefined ? [] : say`${{ value: plan.environment }} · `),
      ...withoutModules(lead),
      ...(isOneLine && rest.length > 0 ? [' ', ...withoutModules(rest)] : []),
    ],
    summary: isOneLine ? [] : withoutModules(rest),
  };
}

/** Returns a function that omits the modules in addresses, unless several modules contain the same address. */
function withoutModulesIn({ changes }: Plan): (phrase: Phrase) => Phrase {
  const modules = new Map<string, Set<string>>();
  for (const { address } of changes) {
    const own = withoutKeys(ownAddress(address));
    const those = modules.get(own) ?? new Set();
    modules.set(own, those.add(modulesOf(address)));
  }
  const shortened = (part: Part): Part => {
    if (typeof part === 'string' || !('code' in part)) return part;
    const own = ownAddress(part.code);
    return modules.get(withoutKeys(own))?.size === 1 ? { ...part, code: own } : part;
  };
  return (phrase) => phrase.map(shortened);
}

/** Minimum number of resources deleted outside Terraform that the headline mentions before the dangers. */
const manyAgain = 10;

interface Sentences {
  readonly lead: Phrase;
  /** Sentence about the changes that the lead does not describe. Empty without such changes. */
  readonly others: Phrase;
}

function sentencesOf(plan: Plan, { dangers, added }: Pick<HeadlineFacts, 'dangers' | 'added'>): Sentences {
  if (plan.broken !== undefined) {
    const { lead, others } = sentencesOf({ ...plan, broken: undefined }, { dangers, added });
    return {
      lead: words(`This plan cannot be applied: ${plan.broken}.`),
      others: [...lead, ...(others.length > 0 ? [' ', ...others] : [])],
    };
  }
  const fresh = newPartOf(plan);
  // a danger of an existing resource is more important than new resources
  const created =
    fresh !== undefined && dangers.every(({ address }) => fresh.addresses.has(address)) ? fresh : undefined;
  const moves = moduleMovesIn(plan);
  const again = deletedOutside(plan);
  const isRecreationStated = again.length >= manyAgain;
  const recreation = isRecreationStated ? describeRecreation(again).map(capitalized) : [];
  const largest = replacedTogether(plan);
  // without other dangers, the danger itself says the same
  const together = dangers.some(({ address }) => largest?.causes.has(address) === false) ? largest : undefined;
  const start = [
    created?.phrase ?? [],
    describeRemovedStack(plan),
    together?.phrase ?? [],
    describeMoves(moves),
    ...recreation,
  ]
    .filter(({ length }) => length > 0)
    .flatMap((phrase, at) => [...(at > 0 ? ['. '] : []), ...phrase]);
  const { phrase: worst, covered } = worstDangers(plan, dangers, {
    used: lengthOfPhrase(start),
    stated: together?.causes ?? new Set(),
  });
  const moved = moves.flatMap(({ pairs }) => pairs.flatMap(({ gone, come }) => [gone.address, come.address]));
  // the names of several replaced resources are in the other sentence
  const replaced = together?.causes.size === 1 ? [...together.causes] : [];
  const described = [...covered, ...moved, ...replaced].filter((address) => created?.addresses.has(address) !== true);
  const actions = joinedBySemicolons(
    summarizeActions(plan, {
      dangers,
      covered: new Set(described),
      isCounted: created !== undefined,
      isRecreationStated,
    }),
  );
  if (worst.length > 0)
    return { lead: [...sentence(start), ...worst, '.'], others: otherActions(actions, created !== undefined) };
  if (actions.length === 0)
    return { lead: start.length > 0 ? [...start, '.'] : words(`${summaryWithoutActions(plan)}.`), others: [] };
  const [finding] = added;
  const found: Phrase =
    finding === undefined
      ? ['.']
      : [
          ...words(`. ${counted(added.length, 'new finding')}: `),
          ...say`${finding.address}: ${words(finding.reason)}`,
          '.',
        ];
  return { lead: [...sentence(start), ...capitalized(actions), ...found], others: [] };
}

/** Describes the changes that the dangers do not cover. All resources of a new stack or module are listed, even those in danger. */
const otherActions = (actions: Phrase, isNew: boolean): Phrase =>
  actions.length === 0 ? [] : isNew ? [...capitalized(actions), '.'] : ['Also ', ...actions, '.'];

const sentence = (phrase: Phrase): Phrase => (phrase.length === 0 ? [] : [...phrase, '. ']);

/** Describes the first of the dangers from outside Terraform, and counts the others. Without dangers, describes the largest important drift. */
function changedOutside({ keptDangers, kept }: HeadlineFacts, followsSentence: boolean): Phrase {
  const space = followsSentence ? ' ' : '';
  const [danger, ...others] = keptDangers;
  if (danger !== undefined) {
    const more = others.length === 0 ? [] : words(`; and ${counted(others.length, 'more danger')}`);
    return say`${[space]}Changed outside Terraform, and kept: ${inThePresent(danger.what)}${more}.`;
  }
  const [drift] = kept.filter(({ isImportant }) => isImportant);
  return drift === undefined ? [] : say`${[space]}Keeps ${attributesOfDrift(drift)}, changed outside Terraform.`;
}

const notJudged = (count: number, followsSentence: boolean): Phrase =>
  count === 0
    ? []
    : words(`${followsSentence ? ' ' : ''}${counted(count, 'change')} ${count === 1 ? 'is' : 'are'} not judged.`);

const incompleteness = ({ complete, changes }: Plan, followsSentence: boolean): Phrase =>
  complete || !changes.some(happens)
    ? []
    : words(`${followsSentence ? ' ' : ''}The plan is incomplete: run another apply after this one.`);

const newerFormat = ({ newerFormat: version }: Plan, followsSentence: boolean): Phrase =>
  version === undefined
    ? []
    : say`${[followsSentence ? ' ' : '']}The plan has the newer format ${{ value: version }}, so this review may omit parts of it: update plan-review.`;

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
