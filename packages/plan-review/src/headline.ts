import { changedClauses } from './changes/changed-clauses';
import type { Finding } from './checks/findings';
import { differencesOf } from './difference/difference';
import { driftIn } from './drift';
import { type DangerGroup, groupDangers } from './group-dangers';
import { deletionOf } from './knowledge/knowledge';
import { followingDashboards } from './monitors/following-dashboards';
import { driftCounted } from './note/format-drift';
import { clipped, counted, joined, type Phrase, say, words } from './phrase';
import type { Action, Change, Plan } from './plan/plan';
import { idOf } from './plan/resource-id';
import { isStateful } from './plan/stored-data';
import { labelOf, namesOf } from './resource-labels';
import type { Danger } from './rules/rule';

const verbs: readonly (readonly [Action, string])[] = [
  ['replace', 'replaces'],
  ['delete', 'deletes'],
  ['update', 'changes'],
  ['create', 'creates'],
  ['forget', 'forgets'],
];

/** Maximum length of the danger in the headline. The list of dangers shows the full text. */
const longestDanger = 240;

/** Maximum number of resources to name for each action. Other resources are only counted. */
const namedAtMost = 3;

/** Maximum number of kinds of resources to count for each action, so the line stays readable. */
const kindsAtMost = 4;

/** Summarizes a plan in one line: the changes, and then the worst danger or, without dangers, the first new finding. */
export function headlineOf(plan: Plan, dangers: readonly Danger[], added: readonly Finding[]): Phrase {
  if (plan.broken !== undefined) return words(`This plan cannot be applied: ${plan.broken}.`);
  const [worst, ...others] = groupDangers(dangers);
  const actions = summarizeActions(plan, dangers);
  if (actions.length === 0 && worst === undefined) return words(`${summaryWithoutActions(plan)}.`);
  const all = actions.length === 0 ? [words(summaryWithoutActions(plan))] : actions;
  const [finding] = added;
  const found: Phrase =
    finding === undefined
      ? ['.']
      : [
          ...words(`. ${counted(added.length, 'new finding')}: `),
          ...say`${finding.address}: ${words(finding.reason)}`,
          '.',
        ];
  const ending: Phrase =
    worst === undefined
      ? found
      : [
          '. ',
          ...capitalized([`${worst.kind}: `]),
          ...clipped(worst.what, longestDanger),
          ...sameForOthers(worst),
          ...otherDangers(worst, others),
          '.',
        ];
  return [...capitalized(all.flatMap((phrase, at) => [...(at > 0 ? ['; '] : []), ...phrase])), ...ending];
}

/** Counts the other dangers and names their kinds: `; and 3 more dangers (outage and weaker alerting)`. */
function otherDangers(worst: DangerGroup, others: readonly DangerGroup[]): Phrase {
  if (others.length === 0) return [];
  const kinds = [...new Set(others.map(({ kind }) => kind))];
  const count = `; and ${counted(others.length, 'more danger')}`;
  return kinds.every((kind) => kind === worst.kind) ? [count] : [`${count} (`, ...joined(kinds.map(words)), ')'];
}

const sameForOthers = ({ others: { length } }: DangerGroup): Phrase =>
  length === 0 ? [] : [` (the same applies to ${counted(length, 'more resource')})`];

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

const failing = ({ length }: readonly string[]) =>
  length === 0 ? [] : [`${counted(length, 'check')} ${length === 1 ? 'fails' : 'fail'}`];

function summarizeActions(plan: Plan, dangers: readonly Danger[]): readonly Phrase[] {
  const following = new Set(followingDashboards(plan).map(({ address }) => address));
  const managed = plan.changes.filter(({ mode }) => mode === 'managed');
  const byAction = verbs.flatMap(([action, verb]) => {
    const those = managed.filter(
      (change) => change.action === action && change.deposed === undefined && !following.has(change.address),
    );
    return those.length === 0 ? [] : [[`${verb} `, ...formatResources(those, action, dangers[0])]];
  });
  const imported = managed.filter(({ importing }) => importing);
  const left = managed.filter(({ deposed }) => deposed !== undefined);
  const all = [
    ...byAction,
    ...(left.length > 0 ? [['deletes objects left over from replacements of ', ...namedOrCounted(left)]] : []),
    ...(imported.length > 0 ? [['imports ', ...namedOrCounted(imported)]] : []),
    ...moves(managed),
  ];
  const { outputs, invoked, deferred, failedChecks } = plan;
  const others = [
    ...(all.length === 0 && outputs.length > 0
      ? [`${plan.addedOutputs.length === outputs.length ? 'adds' : 'changes'} ${counted(outputs.length, 'output')}`]
      : []),
    ...(invoked.length > 0 ? [`triggers ${counted(invoked.length, 'action')}`] : []),
    ...(deferred.length > 0 ? [`defers ${counted(deferred.length, 'resource')}`] : []),
  ];
  const something = [...all, ...others.map(words)];
  return something.length === 0 ? [] : [...something, ...failing(failedChecks).map(words)];
}

const namedOrCounted = (changes: readonly Change[]): Phrase =>
  changes.length > namedAtMost ? words(counted(changes.length, 'resource')) : namesOf(changes);

function moves(changes: readonly Change[]): readonly Phrase[] {
  const moved = changes.flatMap((change) => {
    const from = change.previousAddress;
    return from === undefined ? [] : [say`${namesOf([{ type: change.type, address: from }])} to ${idOf(change)}`];
  });
  if (moved.length === 0) return [];
  return [
    moved.length > namedAtMost
      ? words(`moves ${counted(moved.length, 'resource')} to new addresses`)
      : ['moves ', ...joined(moved)],
  ];
}

/**
 * Names replaced resources, deleted resources that contain data, and topic rules with changed SQL. Names other resources only if
 * there are few. Omits a single changed resource if the sentence about the danger names this resource.
 */
function formatResources(changes: readonly Change[], action: Action, worst: Danger | undefined): Phrase {
  const isWorst = ({ address }: Change) => address === worst?.address;
  const isNamed = (change: Change): boolean => {
    if (action === 'replace' || (action === 'delete' && isStateful(change.type))) return true;
    if (action === 'create' || action === 'forget' || (changes.length === 1 && isWorst(change))) return false;
    return changes.length <= namedAtMost || clausesThatChange(change).length > 0;
  };
  // a dashboard is less important than the monitored resources
  const weight = (change: Change) =>
    2 * Number(isStateful(change.type)) + Number(isWorst(change)) - Number(labelOf(change.type) === 'dashboard');
  const named = changes
    .filter(isNamed)
    .sort((a, b) => weight(b) - weight(a))
    .slice(0, namedAtMost);
  const counts = new Map<string, number>();
  const important = new Set(changes.flatMap(({ type }) => (isImportant(type) ? [labelOf(type)] : [])));
  for (const change of changes) {
    const label = labelOf(change.type);
    if (!named.includes(change)) counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  // most other resources in a new stack depend on the rarest kinds, such as its network
  const kinds = [...counts.entries()].sort(
    ([a, many], [b, few]) =>
      Number(a === 'resource') - Number(b === 'resource') ||
      Number(important.has(b)) - Number(important.has(a)) ||
      (action === 'create' && important.has(a) ? many - few : few - many),
  );
  // a single remaining kind takes no more space than a count
  const shown = kinds.length > kindsAtMost + 1 ? kinds.slice(0, kindsAtMost) : kinds;
  const rest = kinds.slice(shown.length).reduce((sum, [, count]) => sum + count, 0);
  return joined([
    ...(named.length > 0 ? [namesOf(named.map((change) => ({ ...change, suffix: clausesOf(change) })))] : []),
    ...shown
      .map(([label, count]) => ({
        attribute: attributeOf(changes.filter((change) => labelOf(change.type) === label && !named.includes(change))),
        count: counted(count, named.some(({ type }) => labelOf(type) === label) ? `more ${label}` : label),
      }))
      .sort((a, b) => a.attribute.length - b.attribute.length)
      .map(({ attribute, count }) => [...attribute, ...words(count)]),
    ...(rest > 0 ? [words(counted(rest, 'more resource'))] : []),
  ]);
}

/** Names the attribute that is the only change of several resources: `memory_size of `. Empty for different changes. */
function attributeOf(changes: readonly Change[]): Phrase {
  const names = changes.map((change) => {
    const { known, afterApply, rewritten } = differencesOf(change);
    const all = new Set([...known, ...rewritten].map(({ path: [name = ''] }) => name));
    return change.action === 'update' && afterApply.length === 0 && all.size === 1 ? [...all][0] : undefined;
  });
  const [first] = names;
  return changes.length > 1 && first !== undefined && names.every((name) => name === first) ? say`${first} of ` : [];
}

/** Returns whether the deletion of a resource of this type is a danger, because data or other resources depend on the resource. */
const isImportant = (type: string): boolean => isStateful(type) || deletionOf(type) !== undefined;

/** Describes a change in parentheses: ` (its WHERE)` for the SQL of a rule, ` (formatting only)` for an equivalent value. */
function clausesOf(change: Change): Phrase {
  const clauses = clausesThatChange(change);
  if (clauses.length > 0) return words(` (its ${clauses.join(' and ')})`);
  return change.action === 'update' && isOnlyReformatted(change) ? words(' (formatting only)') : [];
}

function isOnlyReformatted(change: Change): boolean {
  const { known, afterApply, rewritten } = differencesOf(change);
  return known.length + afterApply.length === 0 && rewritten.some(({ as }) => as !== 'another order');
}

function clausesThatChange({ type, action, before, after }: Change): readonly string[] {
  if (action !== 'update' && action !== 'replace') return [];
  const scheduled = before['schedule_expression'];
  if (scheduled !== undefined && scheduled !== after['schedule_expression']) return ['schedule'];
  if (type !== 'aws_iot_topic_rule') return [];
  return (changedClauses(before['sql'], after['sql']) ?? []).map(({ clause }) => clause);
}

function capitalized([first, ...rest]: Phrase): Phrase {
  return typeof first === 'string'
    ? [first.charAt(0).toUpperCase() + first.slice(1), ...rest]
    : first === undefined
      ? []
      : [first, ...rest];
}
