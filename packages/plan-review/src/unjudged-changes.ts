import { isList, type Value } from '@himeshima/terraform-json';
import { happens } from './changes/slices';
import { differencesOf } from './difference/difference';
import { groupBy } from './group-by';
import { isEmpty, isTrueOf, numberOf, occurrencesAt } from './knowledge/condition';
import { isConnecting } from './knowledge/connecting-types';
import { hasUnreadValues } from './knowledge/helm-values';
import { isInTables, rowsOf } from './knowledge/knowledge';
import { isDashboardType } from './knowledge/monitoring-types';
import { containsOpenNetwork } from './knowledge/open-network';
import type { Condition, Meaning } from './knowledge/row';
import { isDisposable, isRevised, isUtility } from './knowledge/utilities';
import { anotherSecret, otherwise, secret } from './masking/mask';
import { counted, type Phrase, say, words } from './phrase';
import { withoutBlockNames } from './plan/block-names';
import type { Change, Plan } from './plan/plan';
import { replacementReason, unknownReason } from './plan/replacement-reason';
import { isStateful } from './plan/stored-data';
import { isUnknownAt } from './plan/value-at';
import { isRelevant } from './relevant-attributes';
import { recreatedIn } from './renames';
import { capacityPaths } from './rules/capacity-reduced';
import { encryptionSettings } from './rules/encryption-removed';
import { isConvenience, meaningOfBoolean } from './rules/generic/boolean-families';
import { keepsMore } from './rules/generic/reduced-numbers';
import { isHarmlessRemoval } from './rules/harmless-removal';
import { isUnknownIn } from './rules/known-dangers';
import { policiesIn } from './rules/policies';
import { policyAttributesOf } from './rules/policies-by-type';
import { protectionSettings } from './rules/protection-removed';
import { accessSettings } from './rules/public-access';
import { whyNothingIsLost } from './rules/removal-without-loss';
import { retentionPaths } from './rules/retention-shortened';
import type { Danger } from './rules/rule';
import { timeoutPath } from './rules/timeout-shortened';
import { hasOwnRules } from './rules/types-with-rules';
import { unknownGrantsIn } from './unknown-grants';

/** Change that no rule judges as dangerous or harmless. */
export interface UnjudgedChange {
  readonly address: string;
  readonly type: string;
  readonly because: 'type without rules' | 'deleted' | 'replaced' | 'security-relevant attribute';
  /** Changed security-relevant attributes. Empty for other reasons. */
  readonly attributes: readonly string[];
  /** Whether the attributes are policies that are known only after apply. */
  readonly isLater?: true;
  /** Description of a deletion or replacement: its cause and effect. Undefined for other changes. */
  readonly removal: Phrase | undefined;
}

/**
 * Returns the changes that no rule has judged. A change with a danger is judged. An accepted danger judges only its attribute, if it has
 * one.
 */
export function unjudgedIn(
  plan: Plan,
  dangers: readonly Danger[],
  accepted: readonly Danger[] = [],
): readonly UnjudgedChange[] {
  const isWhole = ({ attribute }: Danger) => attribute === undefined;
  const judging = groupBy([...dangers, ...accepted.filter(isWhole)], ({ address }) => address);
  // a danger of an attribute, or of another object, does not say what is lost with an object
  const isJudgedBy = ({ address, action, deposed }: Change): boolean =>
    (judging.get(address) ?? []).some(
      (danger) =>
        danger.deposed === deposed &&
        (isWhole(danger) || (action !== 'delete' && action !== 'replace' && action !== 'forget')),
    );
  const acceptedParts = groupBy(accepted, ({ address }) => address);
  const recreated = new Map(recreatedIn(plan).map(({ gone, come }) => [come, gone]));
  const gone = new Set(recreated.values());
  const unknownRights = new Set(
    policiesIn(plan).flatMap(({ later }) => later.filter((change) => unknownPoliciesIn(change).length > 0)),
  );
  return plan.changes.flatMap((change): UnjudgedChange[] => {
    const { address, type, mode } = change;
    if (mode !== 'managed' || !happens(change) || isJudgedBy(change)) return [];
    if ((change.action === 'delete' || change.action === 'replace') && isHarmlessRemoval(plan, change)) {
      const attributes = isRevised(type) ? attributesOf(change) : [];
      return attributes.length === 0
        ? []
        : [{ address, type, because: 'security-relevant attribute', attributes, removal: undefined }];
    }
    // monitors, rules and similar resources hold no data, so that only their attributes matter if they are recreated under another name
    if (gone.has(change) && hasOwnRules(type)) return [];
    const before = recreated.get(change)?.before;
    const judgedChange = before === undefined ? change : { ...change, action: 'update' as const, before };
    const reasons = unknownRights.has(change)
      ? [
          {
            because: 'security-relevant attribute' as const,
            attributes: unknownPoliciesIn(change),
            isLater: true as const,
          },
        ]
      : reasonsOf(judgedChange);
    const known = new Set(
      (acceptedParts.get(address) ?? []).map(({ attribute = '' }) => attribute.split('.')[0] ?? ''),
    );
    return reasons.flatMap((reason) => {
      const attributes = reason.attributes.filter((name) => !known.has(name));
      return known.size > 0 && attributes.length === 0
        ? []
        : [{ address, type, removal: removalOf(plan, judgedChange), ...reason, attributes }];
    });
  });
}

/** Returns the declared policies of a resource that are known only after apply. Ignores policies that only the provider sets. */
const unknownPoliciesIn = (change: Change): readonly string[] =>
  change.action === 'delete'
    ? []
    : (policyAttributesOf(change.type) ?? [])
        .filter(({ path }) => isUnknownAt(change, path) && change.declaredLater?.includes(path[0] ?? ''))
        .map(({ path }) => path.join('.'));

/** Matches types of resources that configure another resource, and hold no data themselves. */
const configuring =
  /(?:^aws_codebuild_project|_(?:block|cloudinit_disk|config|configuration|controls|extension|firewall|(?:option|parameter|security|subnet|target)_group|image|listener|network_endpoint_group|origin(?:_group)?|policy|key_pair|model|\w*prox(?:y|ies)|role|rules?|rule_?set|service_plan|settings?|url_map|usage_plan|usage_plan_key|vpc_link))$/;

/** Returns whether a resource may hold data. No rule knows resources of its type. */
export const mayHoldData = ({ type }: Pick<UnjudgedChange, 'type'>): boolean =>
  !configuring.test(type) && !isConnecting(type);

/** Describes what is known about a deletion or replacement that no rule covers. */
function removalOf(plan: Plan, change: Change): Phrase | undefined {
  const { address, action, deposed } = change;
  const holdsData = mayHoldData(change);
  const so = holdsData ? 'is destroyed, and it is unknown whether it holds data' : 'no rule judges the effect';
  if (action === 'delete' && deposed !== undefined)
    return say`an old object of ${address}${[holdsData ? ' ' : ' is destroyed: ']}${[so]}`;
  const object = holdsData ? `the ${action === 'delete' ? 'object' : 'old object'} ${so}` : so;
  if (action === 'delete') return say`${address} is deleted: ${[whyNothingIsLost(plan, change) ?? object]}`;
  if (action !== 'replace') return undefined;
  const reason = replacementReason(change);
  return reason.length > 0
    ? say`${address} is replaced${reason}: ${[object]}`
    : say`${address} is replaced, and ${[unknownReason]}: ${[object]}`;
}

function reasonsOf(change: Change): readonly Pick<UnjudgedChange, 'because' | 'attributes'>[] {
  const { type, action } = change;
  if (action === 'no-op' || action === 'read' || isDisposable(type)) return [];
  if (action === 'delete' || action === 'forget') return [{ because: 'deleted', attributes: [] }];
  if (action === 'replace') return [{ because: 'replaced', attributes: [] }];
  if (!isKnown(type)) return [{ because: 'type without rules', attributes: [] }];
  const unread = type === 'helm_release' && hasUnreadValues(change.after) ? ['values'] : [];
  const changed =
    action === 'update'
      ? attributesOf(change)
      : action === 'create'
        ? [...unknownIn(change), ...unknownGrantsIn(change), ...opaqueRolesIn(change)]
        : [];
  const attributes = [...unread, ...changed];
  return attributes.length === 0 ? [] : [{ because: 'security-relevant attribute', attributes }];
}

const isKnown = (type: string): boolean =>
  isInTables(type) ||
  hasOwnRules(type) ||
  isStateful(type) ||
  policyAttributesOf(type) !== undefined ||
  isUtility(type);

/** Matches security-relevant attributes that the rules for individual types do not read. */
const notInOwnRules =
  /^(?:dead_letter_config|environment|include_execution_data|kms_key\w*|restricted_roles|role_arn)$/;

/** Returns the changed security-relevant attributes that no rule covers. */
function attributesOf(change: Change): readonly string[] {
  const isOwn = hasOwnRules(change.type) || isDashboardType(change.type);
  const { known } = differencesOf(change);
  const paths = known.map(({ path, before, after }) => ({
    path: withoutBlockNames(path),
    before,
    after,
  }));
  const later = (change.declaredLater ?? []).map((name) => ({
    path: name.split('.'),
    before: undefined,
    after: undefined,
  }));
  const names = [...paths, ...later]
    .filter((one) => !isOwn || one.path.some((step) => notInOwnRules.test(step)))
    .filter(
      (one) =>
        isReplacedSecret(one) ||
        isReplacedInDocument(one) ||
        ((isOwn || isRelevant(one.path) || hasRow(change, one) || isNetworkTag(change, one)) && !isJudged(change, one)),
    )
    .map(({ path: [name = ''] }) => name);
  return [...new Set([...names, ...unknownIn(change), ...unknownGrantsIn(change)])];
}

/** Meanings of attributes that rules cannot judge before their values are known. */
const unknownMeanings: ReadonlySet<Meaning> = new Set(['exposure', 'reach', 'rights', 'DNS']);

/**
 * Returns the attributes that rules would judge, but that are known only after apply. Without a configuration, providers may compute
 * attributes that are not set.
 */
function unknownIn(change: Change): readonly string[] {
  const { type, action, before, declaredLater, declaredNames } = change;
  const isSet = (name: string) =>
    declaredNames === undefined
      ? action === 'update' && !isEmpty(before[name])
      : declaredLater?.includes(name) === true;
  const names = (rowsOf(type) ?? []).flatMap(({ path, meaning, appliesToCreations }) => {
    const [name = ''] = path;
    const applies = unknownMeanings.has(meaning) && (action === 'update' || appliesToCreations);
    return applies && isSet(name) && isUnknownIn(change.unknown, path) ? [name] : [];
  });
  return [...new Set(names)];
}

/** Matches ids that do not say what a role allows: UUIDs and hexadecimal numbers. */
const opaqueId = /^(?:[\da-f]{32}|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/i;

/** Returns the attributes that give a new resource roles of which the plan contains only the ids. */
function opaqueRolesIn({ type, after }: Change): readonly string[] {
  const names = (rowsOf(type) ?? [])
    .filter(({ meaning, when }) => meaning === 'rights' && (when.is === 'more' || when.is === 'lost item'))
    .filter(({ path }) => occurrencesAt(after, path).some((ids) => hasOpaqueId(ids)))
    .map(({ path: [name = ''] }) => name);
  return [...new Set(names)];
}

const hasOpaqueId = (value: Value | undefined): boolean =>
  typeof value === 'string' ? opaqueId.test(value) : value !== undefined && isList(value) && value.some(hasOpaqueId);

/** Returns whether a secret gets another value. Clients that use the old value may lose access. */
const isReplacedSecret = ({ before, after }: ChangedPath): boolean => before === secret && after === anotherSecret;

/** Returns whether something that is masked changes in sensitive values of a chart or in sensitive definitions of containers. */
const isReplacedInDocument = ({ path: [name], after }: ChangedPath): boolean =>
  (name === 'values' || name === 'container_definitions') &&
  [anotherSecret, otherwise.trim()].some((text) => JSON.stringify(after ?? '').includes(text));

/** Returns whether a row judges exactly this attribute, so that the attribute is important whatever its name. */
function hasRow({ type }: Change, { path }: ChangedPath): boolean {
  const name = path.join('.');
  return (rowsOf(type) ?? []).some(({ attribute }) => attribute === name);
}

/** Returns whether the firewall rules of a machine may change. In Google Cloud, tags select the machines to which a rule applies. */
const isNetworkTag = ({ type }: Change, { path: [name] }: ChangedPath): boolean =>
  name === 'tags' && type.startsWith('google_compute_');

interface ChangedPath {
  readonly path: readonly string[];
  readonly before: Value | undefined;
  readonly after: Value | undefined;
}

/** Settings whose deactivation is a danger. */
const switchTables = [accessSettings, encryptionSettings, protectionSettings];

/** Returns whether a rule covers the attribute. If so, the rule found the change harmless. */
function isJudged({ type }: Change, { path, before, after }: ChangedPath): boolean {
  const [name = ''] = path;
  if ((policyAttributesOf(type) ?? []).some(({ path: [attribute] }) => attribute === name)) return true;
  const isBoolean = [before, after].some((value) => typeof value === 'boolean');
  if (isBoolean && (meaningOfBoolean(path, type) !== undefined || isConvenience(path))) return true;
  if (before !== undefined && after !== undefined && (keepsMore(path, before, after) || isClosed(path, before, after)))
    return true;
  const dotted = path.join('.');
  if (retentionPaths(type).some((retention) => retention.join('.') === dotted)) return true;
  const switches = switchTables.flatMap((switchesOf) => switchesOf(type) ?? []);
  if (switches.some(({ path: switched, isOff }) => switched.join('.') === dotted && isOff(before) && !isOff(after)))
    return true;
  const limits = [...capacityPaths(type), timeoutPath(type) ?? []].map((limit) => limit.join('.'));
  if (limits.includes(dotted)) return !fallsBelow(before, after);
  const rows = (rowsOf(type) ?? []).filter((row) => {
    const judged = row.attribute;
    // a row about the number of blocks, or about their removal, does not judge the values inside
    const isInside = dotted.startsWith(`${judged}.`) && !/^(?:fewer|more|removed)$/.test(row.when.is);
    return judged === dotted || judged.startsWith(`${dotted}.`) || isInside;
  });
  if (rows.some((row) => row.path.at(-1) === 'members') && losesMembers(before, after)) return false;
  return rows.some(({ when }) => !leavesOpen(when, before, after));
}

/** Returns whether a rule that admitted the whole internet now admits less. */
function isClosed(path: readonly string[], before: Value, after: Value): boolean {
  const isSource = path.some((step) => step.includes('source'));
  const isOpen = (value: Value) =>
    containsOpenNetwork(value) || (isSource && /^(?:\*|any|internet)$/i.test(String(value)));
  return isOpen(before) && !isOpen(after) && !isEmpty(after);
}

/**
 * Returns whether a condition cannot judge a change. Some conditions know only the worst values, such as everyone or the whole internet, and
 * others only count: another network, principal or role may be one too many.
 */
function leavesOpen(when: Condition, before: Value | undefined, after: Value | undefined): boolean {
  switch (when.is) {
    case 'one of':
    case 'open network':
      return !isTrueOf(when, [before]) && grantsMore({ before, after });
    case 'more':
    case 'contains':
    case 'no longer contains':
      return grantsMore({ before, after });
    case 'fewer':
      return before !== undefined && losesMembers(before, after);
    // a lower number that is more than half is no danger, but not harmless either
    case 'halved':
      return fallsBelow(before, after);
    default:
      return false;
  }
}

const fallsBelow = (before: Value | undefined, after: Value | undefined): boolean => numberOf(after) < numberOf(before);

/** Returns whether a network, principal or role is new, which may be one too many. */
function grantsMore({ before, after }: Pick<ChangedPath, 'before' | 'after'>): boolean {
  if (typeof after === 'string') return after !== before;
  if (after === undefined || !isList(after)) return false;
  const old = new Set(before !== undefined && isList(before) ? before.map((item) => JSON.stringify(item)) : []);
  return after.some((item) => typeof item === 'string' && !old.has(JSON.stringify(item)));
}

/** Returns whether members lose access, or a whole block with members is removed. */
const losesMembers = (before: Value | undefined, after: Value | undefined): boolean =>
  after === undefined || grantsMore({ before: after, after: before });

/** Maximum number of deletions and replacements to describe one by one. */
const describedAtMost = 5;

/** Maximum number of types or addresses to name. */
const namedAtMost = 4;

/**
 * Counts the unjudged changes for each reason: `3 resources of types without rules (okta_app, okta_group)`. Omits deletions and
 * replacements if there are no other changes and `describeRemovals` names all of them.
 * @param shown addresses of changes that are shown below, and need no name here
 */
export function describeUnjudged(
  unjudged: readonly UnjudgedChange[],
  shown: ReadonlySet<string> = new Set(),
): readonly Phrase[] {
  const of = (reason: UnjudgedChange['because']) => unjudged.filter(({ because }) => because === reason);
  const [unknown, deleted, replaced, attributes] = [
    of('type without rules'),
    of('deleted'),
    of('replaced'),
    of('security-relevant attribute'),
  ];
  // a few deletions and replacements are described one by one, but belong to a complete list of reasons
  const areDescribed =
    unknown.length + attributes.length === 0 &&
    unjudged.filter(({ removal }) => removal !== undefined).length <= describedAtMost;
  const later = attributes.filter(({ isLater }) => isLater === true);
  const known = attributes.filter(({ isLater }) => isLater !== true);
  const countOf = ({ length }: readonly unknown[], noun: string, suffix: string) => `${counted(length, noun)}${suffix}`;
  const named = (those: readonly UnjudgedChange[], count: string, nameOf: (one: UnjudgedChange) => string) =>
    those.length === 0 ? [] : [[count, ...names(those, nameOf, shown)]];
  return [
    ...named(
      unknown,
      countOf(unknown, 'resource', unknown.length === 1 ? ' of a type without rules' : ' of types without rules'),
      ({ type }) => type,
    ),
    ...(areDescribed || deleted.length === 0 ? [] : [words(counted(deleted.length, 'deletion'))]),
    ...(areDescribed || replaced.length === 0 ? [] : [words(counted(replaced.length, 'replacement'))]),
    ...named(later, countOf(later, 'policy', ' known only after apply'), nameOfAttribute(attributes)),
    ...named(known, countOf(known, 'change', ' of important attributes'), nameOfAttribute(attributes)),
  ];
}

/** Describes the deletions and replacements that no rule has judged. */
export function describeRemovals(unjudged: readonly UnjudgedChange[]): readonly Phrase[] {
  const removals = unjudged.flatMap(({ removal }) => (removal === undefined ? [] : [removal]));
  // a resource may have several old objects
  const groups = [...groupBy(removals, (removal) => JSON.stringify(removal)).values()];
  const left = removals.length - groups.slice(0, describedAtMost).flat().length;
  return [
    ...groups
      .slice(0, describedAtMost)
      .map(([first = [], ...others]) => (others.length === 0 ? first : [...first, ` (${others.length + 1} times)`])),
    ...(left > 0 ? [words(`${counted(left, 'more object')} ${left === 1 ? 'is' : 'are'} deleted or replaced`)] : []),
  ];
}

/** Names an attribute with its resource, or with the resource type if there are many. */
const nameOfAttribute =
  ({ length }: readonly UnjudgedChange[]) =>
  ({ type, address, attributes: [attribute = ''] }: UnjudgedChange) =>
    `${length > namedAtMost ? type : address}.${attribute}`;

/** Names changes in parentheses, except those that are shown below. */
function names(
  those: readonly UnjudgedChange[],
  nameOf: (one: UnjudgedChange) => string,
  shown: ReadonlySet<string>,
): Phrase {
  const left = those.filter(({ address }) => !shown.has(address));
  const all = [...new Set(left.map(nameOf))];
  if (all.length === 0) return [];
  const more = all.length > namedAtMost ? [words(`${all.length - namedAtMost} more`)] : [];
  const isPart = left.length < those.length;
  return [
    ` (${isPart ? 'including ' : ''}`,
    ...listed([...all.slice(0, namedAtMost).map((name) => say`${name}`), ...more]),
    ')',
  ];
}

const listed = (phrases: readonly Phrase[]): Phrase =>
  phrases.flatMap((phrase, at) => [...(at > 0 ? [', '] : []), ...phrase]);
