import type { Line } from '../changes/changed-text';
import { type ChangedResource, knownLater } from '../changes/describe-change';
import { groupBy } from '../group-by';
import { counted, joined, joinedBySemicolons, type Phrase, say, words } from '../phrase';
import type { Review } from '../review';
import { tooLong } from './truncate-list';

/**
 * Formats unknown attributes: `known after apply: policy (depends on aws_sqs_queue.jobs.arn)`. Empty if all are known.
 * @param unknownAtMost maximum number of attributes to name
 */
export function afterApplyOf(
  { afterApply: all, waitsFor, lines }: ChangedResource,
  unknownAtMost = Number.POSITIVE_INFINITY,
): Phrase {
  // the line with the previous value says so, too
  const shownBefore = new Set(lines.flatMap(({ text }) => (text.at(-1) === knownLater ? pathIn(text) : [])));
  const afterApply = waitsFor.length > 0 ? all : all.filter((name) => !shownBefore.has(name));
  if (afterApply.length === 0) return [];
  const quoted = (names: readonly string[]) => names.map((name) => say`${name}`);
  const more = afterApply.length - unknownAtMost;
  const shown = quoted(more > 1 ? afterApply.slice(0, unknownAtMost) : afterApply);
  const named = more > 1 ? [...shown, words(`${more} more`)] : shown;
  return [
    'known after apply: ',
    ...named.flatMap((name, at) => [...(at > 0 ? [', '] : []), ...name]),
    ...(waitsFor.length === 0 ? [] : say` (depends on ${joined(quoted(waitsFor))})`),
  ];
}

const pathIn = ([label]: Phrase): readonly string[] =>
  typeof label === 'object' && 'code' in label ? [label.code] : [];

/** Terraform's reasons for deferring a change. Source: hashicorp/terraform, internal/command/jsonplan/plan.go */
const reasons: Readonly<Record<string, string>> = {
  absent_prereq: 'a prerequisite does not exist yet',
  deferred_prereq: 'a prerequisite is deferred',
  instance_count_unknown: 'the number of instances is known only after apply',
  provider_config_unknown: 'the provider configuration is known only after apply',
  resource_config_unknown: 'the resource configuration is known only after apply',
};

/** Formats the unknown effects of a plan: deferred changes, and values of new resources. */
export function notKnown({ deferred, unknownInNew, unknownChecks }: Review): readonly Phrase[] {
  return [
    ...deferred.map(({ address, actions, reason }) => {
      const known = Object.hasOwn(reasons, reason) ? reasons[reason] : undefined;
      const why = known === undefined ? say`${reason}` : words(known);
      const what = actions.filter((action) => action !== 'no-op');
      return what.length === 0
        ? say`${address} is deferred, and the action is unknown: ${why}`
        : say`${address} is deferred (${joined(what.map((action) => say`${action}`))}): ${why}`;
    }),
    ...unknownInNew,
    ...(unknownChecks.length === 0 ? [] : [checksKnownLater(unknownChecks)]),
  ];
}

function checksKnownLater(checks: readonly string[]): Phrase {
  const named = checks.slice(0, checksAtMost).map((check) => say`${check}`);
  const more = checks.length - named.length;
  const all = joined(more > 0 ? [...named, words(`${more} more`)] : named);
  return say`known after apply: ${words(checks.length === 1 ? 'the result of the check' : `the results of ${checks.length} checks`)} ${checks.length === 1 ? all : ['(', ...all, ')']}`;
}

/** Maximum number of checks to name. */
const checksAtMost = 5;

/** Formats one line per failed check, with its messages: `check check.health failed: the endpoint returns 500`. */
export function failedOf({ failedChecks, checkProblems }: Review): readonly Phrase[] {
  const messages = groupBy(checkProblems, ({ check }) => check);
  return failedChecks.map((check) => {
    const problems = (messages.get(check) ?? []).map(({ message }): Phrase => [{ prose: message }]);
    return problems.length === 0
      ? say`check ${check} failed`
      : say`check ${check} failed: ${joinedBySemicolons(problems)}`;
  });
}

/** Formats one line for each provider action that the apply triggers. */
export const invokedOf = ({ invoked }: Review): readonly Phrase[] =>
  invoked.map((address) => say`the apply triggers ${address}; the plan does not contain the effects`);

const namedAtMost = 50;

/** Maximum number of outputs to name in the line of totals. */
const namedInTotals = 2;

/** Formats the number of outputs for the line of totals: `2 outputs to change (url and arn)`. Empty if no output changes. */
export function outputsCounted(review: Review): Phrase {
  const counts = outputsByAction(review).map(({ action, names }) => `${counted(names.length, 'output')} to ${action}`);
  if (counts.length === 0) return [];
  const { outputs } = review;
  return outputs.length > namedInTotals
    ? [counts.join(', ')]
    : say`${[counts.join(', ')]} (${joined(outputs.map((name) => say`${name}`))})`;
}

/**
 * Formats the changed outputs: `3 outputs change: url, arn (new) and old (removed)`. Empty if no output changes.
 * @param most maximum number of outputs to name. New outputs come last
 */
export function outputsOf(review: Review, most = namedAtMost): Phrase {
  const { addedOutputs, removedOutputs } = review;
  const outputs = review.outputs.toSorted(
    (a, b) => Number(addedOutputs.includes(a)) - Number(addedOutputs.includes(b)),
  );
  const [only, ...others] = outputsByAction(review);
  if (only === undefined) return [];
  const [one, many] = verbs[others.length === 0 ? only.action : 'change'];
  const [added, removed] = [new Set(addedOutputs), new Set(removedOutputs)];
  const mark = (name: string) => (added.has(name) ? ' (new)' : removed.has(name) ? ' (removed)' : '');
  const named = outputs.slice(0, most).map((name) => say`${name}${[others.length === 0 ? '' : mark(name)]}`);
  const more = outputs.length - named.length;
  return [
    `${counted(outputs.length, 'output')} ${outputs.length === 1 ? one : many}: `,
    ...joined([...named, ...(more > 0 ? [words(`${more} more`)] : [])]),
    ...(removed.size === 0
      ? []
      : [`; configurations that read ${removed.size === 1 ? 'the removed output' : 'the removed outputs'} fail`]),
  ];
}

const verbs = {
  change: ['changes', 'change'],
  remove: ['is removed', 'are removed'],
  add: ['is new', 'are new'],
} as const;

/** Returns the names of the outputs that the plan changes, removes and adds. Omits empty groups. */
function outputsByAction({ outputs, addedOutputs, removedOutputs }: Review) {
  const others = new Set([...addedOutputs, ...removedOutputs]);
  const groups = [
    { action: 'change', names: outputs.filter((name) => !others.has(name)) },
    { action: 'remove', names: removedOutputs },
    { action: 'add', names: addedOutputs },
  ] as const;
  return groups.filter(({ names }) => names.length > 0);
}

/** Maximum number of lines about the values of outputs. */
const valuesAtMost = 20;

/** Returns the first lines about the values of outputs, and counts the others. */
export function outputLines({ outputValues }: Review): readonly Line[] {
  const more = outputValues.length - valuesAtMost;
  return more > 1
    ? [
        ...outputValues.slice(0, valuesAtMost),
        { text: words(`the values of ${counted(more, 'more output')}: ${tooLong}`), items: [] },
      ]
    : outputValues;
}
