import { describeAddedSettings } from './added-settings';
import { changesOne, describeAttributes, describeOnlyValue, summarizeUpdate } from './attribute-summary';
import { changedClauses } from './changes/changed-clauses';
import { changedNames, changesOnlyComputed, isInvisible } from './changes/describe-change';
import { happens } from './changes/slices';
import { attributeOf, commonAttribute } from './common-attributes';
import { countIn, labelOfChange, largestKinds, newKindsAtMost, nounFor, sortedKinds, weightsOf } from './counted-kinds';
import { differencesOf, isOnlyReformatted } from './difference/difference';
import { describeReversal } from './drift';
import { groupBy } from './group-by';
import { isDashboardType } from './knowledge/monitoring-types';
import { isTags } from './knowledge/tags';
import { isDisposable, isOnlyInState, isTimed } from './knowledge/utilities';
import { anotherSecret, secret } from './masking/mask';
import { followingDashboards } from './monitors/following-dashboards';
import { counted, joined, type Phrase, say, words } from './phrase';
import type { Action, Change, Plan } from './plan/plan';
import { inPlural, replacementOrder, replacementReason, unknownReason } from './plan/replacement-reason';
import { idOf } from './plan/resource-id';
import { isStateful, startsEmpty } from './plan/stored-data';
import { isRelevant } from './relevant-attributes';
import { labelOf, namesOf } from './resource-labels';
import type { Danger } from './rules/rule';
import { sizeOfKind } from './size-of-kind';
import { changedSteps } from './workflows/changed-steps';

const verbs: readonly (readonly [Action, string])[] = [
  ['replace', 'replaces'],
  ['delete', 'deletes'],
  ['update', 'changes'],
  ['create', 'creates'],
  ['forget', 'forgets'],
];

/** Maximum number of resources to name for each action. Other resources are only counted. */
const namedAtMost = 3;

/** Maximum number of workflows to name because their steps change. */
const workflowsAtMost = 3;

/** Maximum number of changed resources to name if each is the only one of its kind: with what changes, or without. */
const differentAtMost = { described: 4, named: 6 } as const;

/** Maximum number of new resources to name. If there are more, they are only counted. */
const createdAtMost = 2;

/** Maximum number of kinds of resources that were deleted outside Terraform to count. */
const goneKindsAtMost = 4;

/** Maximum number of kinds of resources to count for each action, so the line stays readable. */
const kindsAtMost = { withoutDangers: 4, withDangers: 2, created: 8 } as const;

interface ActionFacts {
  readonly dangers: readonly Danger[];
  /** Addresses of the resources that the headline has already described. */
  readonly covered: ReadonlySet<string>;
  /** Whether the headline has already stated the number of new resources. */
  readonly isCounted?: boolean;
  /** Whether the headline has already stated which resources are created again. */
  readonly isRecreationStated?: boolean;
}

/** Summarizes the actions of a plan, one phrase for each kind of action: `replaces the queue jobs`. */
export function summarizeActions(
  plan: Plan,
  { dangers, covered, isCounted = false, isRecreationStated = false }: ActionFacts,
): readonly Phrase[] {
  const following = new Set(followingDashboards(plan).map(({ address }) => address));
  const managed = plan.changes.filter(({ mode }) => mode === 'managed');
  const others = managed.filter(
    (change) => happens(change) && !following.has(change.address) && !covered.has(change.address),
  );
  // changes in the state hide the other changes
  const uncovered =
    covered.size === 0 && others.every(({ type }) => isOnlyInState(type))
      ? others
      : others.filter(({ type }) => !isOnlyInState(type));
  const important = new Set(dangers.map(({ address }) => address));
  const most = dangers.length > 0 ? kindsAtMost.withDangers : kindsAtMost.withoutDangers;
  const again = deletedOutside(plan);
  const byAction = verbs.flatMap(([action, verb]) => {
    const those = uncovered.filter(
      (change) => change.action === action && change.deposed === undefined && !again.includes(change),
    );
    if (those.length === 0) return [];
    const resources = formatResources(those, {
      plan,
      action,
      dangerous: important,
      most,
      isCounted,
      isOnly: changesOne(plan),
    });
    const [first, ...further] = those;
    const only =
      first !== undefined && further.length === 0 && changesOne(plan)
        ? describeOnlyValue(plan, first, namesOf(those))
        : undefined;
    return [only ?? [`${verb} `, ...resources, ...qualification(plan, those)]];
  });
  const imported = managed.filter(({ importing }) => importing);
  const left = uncovered.filter(({ deposed }) => deposed !== undefined);
  const all = [
    ...byAction,
    ...describeAddedSettings(
      plan,
      uncovered.filter(({ action }) => action === 'create'),
    ),
    ...(isRecreationStated ? [] : describeRecreation(again)),
    ...(left.length > 0 ? [describeLeftOver(left)] : []),
    ...(imported.length > 0 ? [['imports ', ...namedOrCounted(imported)]] : []),
    ...moves(managed),
  ];
  const { outputs, invoked, deferred, failedChecks } = plan;
  const further = [
    ...(all.length === 0 && covered.size === 0 && outputs.length > 0
      ? [`${verbForOutputs(plan)} ${counted(outputs.length, 'output')}`]
      : []),
    ...(invoked.length > 0 ? [`triggers ${counted(invoked.length, 'action')}`] : []),
    ...(deferred.length > 0 ? [`defers ${counted(deferred.length, 'resource')}`] : []),
  ];
  const something = [...all, ...further.map(words)];
  return something.length === 0 && covered.size === 0
    ? []
    : [
        ...something,
        ...inStateOnly(others, uncovered, dangers.length > 0),
        ...notRecreated(plan, again),
        ...failing(failedChecks).map(words),
      ];
}

const verbForOutputs = ({ outputs, addedOutputs, removedOutputs }: Plan): string =>
  addedOutputs.length === outputs.length ? 'adds' : removedOutputs.length === outputs.length ? 'removes' : 'changes';

/** Formats the number of failed checks: `2 checks fail`. */
export const failing = ({ length }: readonly string[]) =>
  length === 0 ? [] : [`${counted(length, 'check')} ${length === 1 ? 'fails' : 'fail'}`];

const namedOrCounted = (changes: readonly Change[]): Phrase =>
  changes.length > namedAtMost ? words(counted(changes.length, 'resource')) : namesOf(changes);

/** Counts the deleted old objects of each resource: `2 of aws_lb_target_group.web and 1 of aws_instance.web`. */
function describeLeftOver(left: readonly Change[]): Phrase {
  const deletes = `deletes ${counted(left.length, 'old object')}`;
  const [first = [], ...others] = groupBy(left, ({ address }) => address).values();
  const nameOf = (those: readonly Change[]) => namesOf(those.slice(0, 1));
  if (others.length === 0) return [`${deletes} of `, ...nameOf(first), ' (left over from replacements)'];
  const groups = [first, ...others];
  if (groups.length > namedAtMost)
    return words(`${deletes} of ${counted(groups.length, 'resource')} (left over from replacements)`);
  return [
    `${deletes} (left over from replacements): `,
    ...joined(groups.map((those) => [`${those.length} of `, ...nameOf(those)])),
  ];
}

function moves(changes: readonly Change[]): readonly Phrase[] {
  const all = changes.filter(({ previousAddress }) => previousAddress !== undefined);
  const only = all.filter(({ action }) => action === 'no-op');
  // what else happens to a moved resource is more important, and described separately
  const isOnlyMoved = only.length > namedAtMost;
  const moved = (isOnlyMoved ? only : all).flatMap((change) => {
    const from = change.previousAddress;
    if (from === undefined) return [];
    const name = namesOf([{ type: change.type, address: from }]);
    const isAddress = typeof name[0] === 'object';
    return [say`${name} to ${isAddress ? change.address : idOf(change)}`];
  });
  if (moved.length === 0) return [];
  return [
    moved.length > namedAtMost
      ? words(
          `moves ${counted(moved.length, 'resource')} to new addresses${isOnlyMoved ? ' without other changes' : ''}`,
        )
      : ['moves ', ...joined(moved)],
  ];
}

/** Describes why and how resources are replaced or, if only one resource changes, which of its attributes change. */
function qualification(plan: Plan, those: readonly Change[]): Phrase {
  const [first] = those;
  if (those.every(({ action, reason }) => action === 'delete' && reason === 'delete_because_no_resource_config'))
    return words(' (no longer in the configuration)');
  const [order, ...others] = [...new Set(those.map(replacementOrder))];
  const why = commonReason(those);
  const how = order === undefined || others.length > 0 ? [] : words(` (${order}${unexplained(those, why)})`);
  return [...why, ...how, ...(first !== undefined && changesOne(plan) ? describeAttributes(plan, first) : [])];
}

/** Formats the reason for the replacement of one resource, or of several resources for the same reason. */
function commonReason([first, ...others]: readonly Change[]): Phrase {
  if (first === undefined) return [];
  const reason = replacementReason(first);
  if (others.length === 0) return reason;
  return others.every((other) => JSON.stringify(replacementReason(other)) === JSON.stringify(reason))
    ? inPlural(reason)
    : [];
}

const unexplained = ({ length }: readonly Change[], why: Phrase) =>
  length > 1 || why.length > 0 ? '' : `; ${unknownReason}`;

/** Returns the resources that the plan creates because they were deleted outside Terraform. */
export function deletedOutside({ drift, changes }: Plan): readonly Change[] {
  const gone = new Set(drift.flatMap(({ address, isDeleted }) => (isDeleted ? [address] : [])));
  return changes.filter(({ mode, action, address }) => mode === 'managed' && action === 'create' && gone.has(address));
}

/** Names a few new resources, or counts many by kind. */
const namedOrListed = (changes: readonly Change[]): Phrase => {
  if (changes.length <= namedAtMost) return namesOf(changes);
  const kinds = [...groupBy(changes, labelOfChange)].map(([label, those]) => [label, those.length] as const);
  return kinds.length > newKindsAtMost
    ? largestKinds(changes, kinds, 'resource')
    : joined(sortedKinds(changes, kinds).map(([label, count]) => words(counted(count, label))));
};

/** Describes the resources that are created again, and those that contained data. Empty without such resources. */
export function describeRecreation(again: readonly Change[]): readonly Phrase[] {
  if (again.length === 0) return [];
  const isExpiry = again.every(({ type }) => isTimed(type));
  const [were, have] = again.length === 1 ? ['it was', 'it has'] : ['they were', 'they have'];
  const because = isExpiry ? `${have} expired` : `${were} deleted outside Terraform`;
  const kinds = groupBy(
    // the plan also writes the value of a secret
    again.filter(({ type }) => startsEmpty(type) && !/_secret$/.test(type)),
    labelOfChange,
  );
  const empty = joined([...kinds].map(([label, those]) => words(counted(those.length, label))));
  const count = [...kinds.values()].reduce((sum, { length }) => sum + length, 0);
  return [
    [
      'creates ',
      ...namedOrListed(again),
      ` again, because ${because}`,
      ...(count === 0 ? [] : [' (', ...empty, count === 1 ? ' starts empty)' : ' start empty)']),
    ],
  ];
}

/** Describes the changes to resources that exist only in the state. Only counts new ones, and all of them next to dangers. */
function inStateOnly(others: readonly Change[], uncovered: readonly Change[], hasDangers: boolean): readonly Phrase[] {
  const hidden = others.filter((change) => !uncovered.includes(change) && change.action !== 'no-op');
  const [only, ...more] = hidden;
  if (only === undefined) return [];
  if (more.length === 0) return [say`${only.address} affects only the Terraform state`];
  const count = `${counted(hidden.length, 'change')} affect only the Terraform state`;
  const isCountEnough = hasDangers || hidden.every(({ action }) => action === 'create');
  return [isCountEnough ? words(count) : [`${count} (`, ...joined(actionsByType(hidden)), ')']];
}

/** Counts changes by action and type: `deletes 8 random ids and 4 random names`. */
const actionsByType = (changes: readonly Change[]): readonly Phrase[] =>
  verbs.flatMap(([action, verb]) => {
    const types = groupBy(
      changes.filter((change) => change.action === action),
      ({ type }) => type,
    );
    return [...types].map(([type, { length }], at) =>
      words(`${at === 0 ? `${verb} ` : ''}${counted(length, labelOf(type))}`),
    );
  });

/** Counts the resources that were deleted outside Terraform and that the plan does not create again. */
function notRecreated({ drift }: Plan, again: readonly Change[]): readonly Phrase[] {
  const recreated = new Set(again.map(({ address }) => address));
  const gone = drift.filter(
    ({ address, isDeleted, type }) => isDeleted && !recreated.has(address) && !isDisposable(type),
  );
  if (gone.length === 0) return [];
  const kinds = [...groupBy(gone, ({ type }) => labelOf(type))]
    .filter(([label]) => label !== 'resource')
    .sort(([, a], [, b]) => b.length - a.length)
    .slice(0, goneKindsAtMost);
  const rest = gone.length - kinds.reduce((sum, [, those]) => sum + those.length, 0);
  const shown = kinds.map(([label, those]) => words(counted(those.length, label)));
  const all = joined(rest > 0 ? [...shown, words(counted(rest, shown.length > 0 ? 'other' : 'resource'))] : shown);
  const verb = gone.length === 1 ? 'was' : 'were';
  return [[...all, ` ${verb} deleted outside Terraform and will not be created again`]];
}

interface NamingOptions {
  readonly plan: Plan;
  readonly action: Action;
  /** Addresses of resources with dangers, which are named first. */
  readonly dangerous: ReadonlySet<string>;
  /** Maximum number of kinds of resources. */
  readonly most: number;
  /** Whether to omit the total of many new resources. */
  readonly isCounted: boolean;
  /** Whether the plan changes no other resource. The headline then ends with the changed attributes. */
  readonly isOnly: boolean;
}

/**
 * Names replaced resources, deleted resources that contain data, and topic rules with changed SQL. Names other resources only if
 * there are few.
 */
function formatResources(
  all: readonly Change[],
  { plan, action, dangerous, most, isCounted, isOnly }: NamingOptions,
): Phrase {
  const tagged = action === 'update' && all.length > namedAtMost ? all.filter(changesOnlyTags) : [];
  const visible = all.filter(
    (change) => !tagged.includes(change) && !isInvisible(change) && !changesOnlyComputed(change),
  );
  const changes = visible.length > 0 ? visible : all.filter((change) => !tagged.includes(change));
  const invisible = all.length - tagged.length - changes.length;
  // a resource that is the only one of its kind among many changes
  const kindsOfChange = [...groupBy(changes, labelOfChange).values()];
  const ofOwnKind = kindsOfChange.flatMap(([only, ...others]) =>
    only !== undefined && others.length === 0 ? [only] : [],
  );
  const singles = new Set(ofOwnKind.length > most ? [] : ofOwnKind);
  // counts of single resources take as much space as their names
  const areAllDifferent = ofOwnKind.length === changes.length;
  const { length } = changes;
  const isNamesOnly =
    action === 'update' && areAllDifferent && length > differentAtMost.described && length <= differentAtMost.named;
  const updatedAtMost =
    areAllDifferent && length <= differentAtMost.named ? Math.max(length, namedAtMost) : namedAtMost;
  const outliers = action === 'update' ? kindsOfChange.flatMap(outliersIn) : [];
  const isNamed = (change: Change): boolean => {
    if (action === 'replace' || (action === 'delete' && isStateful(change.type))) return true;
    if (action === 'forget') return false;
    return (
      changes.length <= (action === 'create' ? createdAtMost : updatedAtMost) ||
      clausesThatChange(change).length > 0 ||
      outliers.includes(change) ||
      (action === 'update' && singles.has(change))
    );
  };
  // a dashboard is less important than the monitored resources
  const weight = (change: Change) =>
    3 * Number(changesSecret(change)) +
    2 * Number(isStateful(change.type)) +
    Number(dangerous.has(change.address)) -
    Number(isDashboardType(change.type));
  const workflows = action === 'update' ? workflowsIn(changes) : [];
  const namedOthers = changes
    .filter((change) => isNamed(change) && !workflows.includes(change))
    .sort((a, b) => weight(b) - weight(a))
    .slice(0, updatedAtMost);
  const namedWorkflows = workflows.slice(0, workflowsAtMost);
  const named = [...namedOthers, ...namedWorkflows];
  const counts = new Map<string, number>();
  for (const change of changes) {
    const label = labelOfChange(change);
    if (!named.includes(change)) counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  const kinds = [...counts.entries()];
  if (action === 'create' && kinds.length > kindsAtMost.created)
    return largestKinds(changes, kinds, isCounted ? undefined : nounFor(plan, changes));
  const weightOf = weightsOf(changes, action);
  // most other resources in a new stack depend on the rarest kinds, such as its network
  kinds.sort(
    ([a, many], [b, few]) =>
      Number(a === 'resource') - Number(b === 'resource') ||
      weightOf(b) - weightOf(a) ||
      (action === 'create' && weightOf(a) > 1 ? many - few : few - many),
  );
  // a single remaining kind takes no more space than a count
  const shown = action !== 'create' && kinds.length > most + 1 ? kinds.slice(0, most) : kinds;
  const rest = countIn(kinds.slice(shown.length));
  const isUniform =
    named.length > 1 &&
    workflows.length === 0 &&
    kinds.length === 0 &&
    named.every((change) => describeReversal(plan, change) === undefined);
  const common = isUniform ? commonAttribute(named) : [];
  return joined([
    ...(common.length > 0
      ? [[...common, ...namesOf(named)]]
      : [namedOthers, namedWorkflows]
          .filter(({ length }) => length > 0)
          .map((those) =>
            namesOf(those.map((change) => ({ ...change, suffix: isNamesOnly ? [] : suffixOf(plan, change, isOnly) }))),
          )),
    ...shown
      .map(([label, count]) => {
        const those = changes.filter((change) => labelOfChange(change) === label && !named.includes(change));
        const isNamedKind = named.some((change) => labelOfChange(change) === label);
        return {
          attribute: attributeOf(those),
          count: counted(count, isNamedKind ? `more ${label}` : label),
          size: action === 'create' ? sizeOfKind(those) : [],
        };
      })
      .sort((a, b) => a.attribute.length - b.attribute.length)
      .map(({ attribute, count, size }) => [...attribute, ...words(count), ...size]),
    ...(rest > 0 ? [words(counted(rest, 'more resource'))] : []),
    ...(invisible > 0 ? [words(`${counted(invisible, 'resource')} without a visible change`)] : []),
    ...(tagged.length > 0 ? [words(`tags of ${counted(tagged.length, 'resource')}`)] : []),
  ]);
}

const changesSecret = (change: Change): boolean =>
  differencesOf(change).known.some(({ before, after }) => before === secret && after === anotherSecret);

/** Returns the workflows whose steps change, most important changes first. */
function workflowsIn(changes: readonly Change[]): readonly Change[] {
  const ranked = changes.flatMap((change) => {
    const [first] = changedSteps(change);
    return first === undefined ? [] : [{ change, rank: first.rank }];
  });
  return ranked.sort((a, b) => a.rank - b.rank).map(({ change }) => change);
}

/**
 * Minimum number of updated resources of a kind among which an attribute of a few is remarkable, maximum number of these few, and number
 * of resources below which only one attribute of one resource is remarkable, but any attribute.
 */
const remarkable = { among: 3, few: 2, many: 5 } as const;

/** Returns the resources with an attribute that affects security and does not change in the other updated resources of their kind. */
function outliersIn(changes: readonly Change[]): readonly Change[] {
  if (changes.length < remarkable.among) return [];
  const areMany = changes.length >= remarkable.many;
  const names = new Map(
    changes.map((change) => [
      change,
      changedNames(change).filter((name) => !isTags(name) && (!areMany || isRelevant([name]))),
    ]),
  );
  const counts = groupBy([...names.values()].flat(), (name) => name);
  return changes.filter((change) =>
    (names.get(change) ?? []).some((name) => (counts.get(name)?.length ?? 0) <= (areMany ? remarkable.few : 1)),
  );
}

const changesOnlyTags = (change: Change): boolean => {
  const names = changedNames(change);
  return names.length > 0 && names.every(isTags);
};

/** Describes a change in parentheses: ` (its WHERE)` for the SQL of a rule, or the changed attributes. */
function suffixOf(plan: Plan, change: Change, isOnly: boolean): Phrase {
  const clauses = clausesThatChange(change);
  if (clauses.length > 0) return words(` (its ${clauses.join(' and ')})`);
  if (change.action === 'create') return isOnly ? [] : sizeOfKind([change]);
  return isOnly && !isOnlyReformatted(change) ? [] : summarizeUpdate(plan, change);
}

function clausesThatChange({ type, action, before, after }: Change): readonly string[] {
  if (action !== 'update' && action !== 'replace') return [];
  const scheduled = before['schedule_expression'];
  if (scheduled !== undefined && scheduled !== after['schedule_expression']) return ['schedule'];
  if (type !== 'aws_iot_topic_rule') return [];
  return (changedClauses(before['sql'], after['sql']) ?? []).map(({ clause }) => clause);
}
