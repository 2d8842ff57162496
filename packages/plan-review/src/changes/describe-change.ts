import { isList, isObject, type Value } from '@himeshima/terraform-json';
import { keyOf } from '../difference/canonical-key';
import { type Differences, differencesOf, insignificantPaths } from '../difference/difference';
import { groupBy } from '../group-by';
import { secret } from '../masking/mask';
import { memoizeByObject } from '../memoize';
import { joined, joinedBySemicolons, type Part, type Phrase, say, words } from '../phrase';
import { withoutBlockNames } from '../plan/block-names';
import { isZero } from '../plan/drifted-resources';
import { hasFailed } from '../plan/failed-creation';
import type { Action, Change, Difference } from '../plan/plan';
import { replacementOrder, replacementReason, unknownReason } from '../plan/replacement-reason';
import { scalarsIn } from '../plan/scalars';
import { byType } from '../plan/type-table';
import { isUnknownAt, valueAt } from '../plan/value-at';
import { isRelevant, isRelevantValue } from '../relevant-attributes';
import { changedSteps, stepsAttribute } from '../workflows/changed-steps';
import { changedClauses } from './changed-clauses';
import { addedPart, changedText, type Line, namedValues, removedPart } from './changed-text';
import { createdLines } from './created-attributes';

/** Changes to one resource, as shown to a reviewer. */
export interface ChangedResource {
  readonly address: string;
  readonly action: Action;
  /**
   * Note on the action: the reason for a replacement, or whether the resource is imported, moved or left over.
   */
  readonly note: Phrase;
  /** Changed attributes, one per line. */
  readonly lines: readonly Line[];
  /** Values of a new instance of a declaration that other instances do not have. Undefined or empty without such values. */
  readonly own?: Phrase;
  /** Attributes known only after apply: `policy`, `root_block_device.encrypted`. */
  readonly afterApply: readonly string[];
  /** Addresses referenced by the attributes known only after apply. */
  readonly waitsFor: readonly string[];
}

/** Attributes that the provider computes, and that are meaningless to a reviewer. */
export const computedAttributes: ReadonlySet<string> = new Set([
  'arn',
  'client',
  'client_version',
  'create_time',
  'created_at',
  'created_on',
  'etag',
  'fingerprint',
  'id',
  'last_modified',
  'latest_version',
  'qualified_arn',
  'qualified_invoke_arn',
  'invoke_arn',
  'version',
  'version_id',
  'code_sha256',
  'source_code_size',
  'modified',
  'modified_at',
  'modified_on',
  'update_date',
  'update_time',
  'updated_at',
]);

/**
 * Lists the changed attributes of an updated or replaced resource, or the important attributes of a created resource.
 * @param reported attributes that another section of the review shows
 */
export function describeChange(change: Change, reported: ReadonlySet<string> = new Set()): ChangedResource {
  const isChange = change.action === 'update' || change.action === 'replace';
  const { known, afterApply, rewritten } = isChange ? shownDifferences(change, reported) : nothing;
  return {
    address: change.address,
    action: change.action,
    note: [...noteOf(change), ...(change.action === 'update' ? quietNote(change) : [])],
    lines: [
      ...(change.action === 'create' || change.action === 'delete' ? createdLines(change) : []),
      ...(reported.has(stepsAttribute) ? [] : stepLines(change)),
      ...emptiedLines(change, known),
      ...describeDifferences(change.type, sortedFor(change, known)),
      ...rewrittenLines(rewritten),
      ...afterApply.flatMap((path) => previousLines(change, path)),
    ],
    afterApply:
      change.action === 'create' ? contentKnownLater(change) : declaredFirst(change, afterApply).map(pathText),
    waitsFor: isChange ? change.waitsFor : [],
  };
}

/** Says which lists and maps lose all of several items, because the removed items do not show that none are left. */
function emptiedLines(change: Change, known: readonly Difference[]): readonly Line[] {
  const names = new Set(known.flatMap(({ path: [name] }) => name ?? []));
  return [...names].flatMap((name): Line[] => {
    const [was, is] = [change.before[name] ?? null, change.after[name] ?? null];
    const count = sizeOf(was);
    return count > 1 && sizeOf(is) === 0 && !isUnknownAt(change, [name])
      ? [{ text: say`${name}: ${[`${count === 2 ? 'both' : `all ${count}`} items are removed`]}`, items: [] }]
      : [];
  });
}

/**
 * Returns the lines that say most about a change: without the items of a list or a map that loses all of them, and without attributes that are
 * only reformatted, unless there are no other lines.
 */
export function mainLines(lines: readonly Line[]): readonly Line[] {
  const emptied = new Set(lines.flatMap(({ text: [label, end] }) => (isEmptied(end) ? [JSON.stringify(label)] : [])));
  const others = lines.filter(
    ({ text: [label, end] }) =>
      !rewritings.some(([, how]) => typeof label === 'string' && label.startsWith(how)) &&
      (isEmptied(end) || !emptied.has(JSON.stringify(label))),
  );
  return others.length > 0 ? others : lines;
}

const isEmptied = (end: Part | undefined): boolean =>
  typeof end === 'string' && /^: (?:both|all \d+) items are removed$/.test(end);

/** Returns the number of items in a list or a map. 0 for other values. */
const sizeOf = (value: Value): number => (typeof value === 'object' && value !== null ? Object.keys(value).length : 0);

/** End of a line with the previous value of an attribute that is known only after apply. */
export const knownLater = ' → known after apply';

/** Maximum number of values in a block to show, and their maximum length, if the new values are known only after apply. */
const previous = { values: 2, length: 40 } as const;

/** Shows the values of an important attribute that are known until now, but not after the change: `sse_algorithm: AES256 → known after apply`. */
function previousLines({ before }: Change, path: readonly string[]): readonly Line[] {
  const values = scalarsIn(valueAt(before, path) ?? null, path).filter(
    (one) => !isZero(one.value) && one.value !== secret && String(one.value).length <= previous.length,
  );
  const important = values.filter((one) => isRelevantValue(one.path));
  const shown = values.length <= previous.values ? values : important;
  return shown.length <= previous.values && shown.some((one) => isRelevant(one.path))
    ? shown.map(({ path: steps, value }) => ({
        text: [...say`${pathText(steps)}: ${{ value: String(value) }}`, knownLater],
        items: [],
      }))
    : [];
}

/** Sorts unknown attributes: first those that the configuration declares, because the provider computes the others. */
const declaredFirst = ({ declaredLater = [] }: Change, paths: Differences['afterApply']): Differences['afterApply'] =>
  paths.toSorted(([a = ''], [b = '']) => Number(declaredLater.includes(b)) - Number(declaredLater.includes(a)));

/** Minimum number of labels in a block that share a line. */
const labelsTogether = 3;

/** Describes the changed values. Many labels or annotations of a part, such as the pods of a workload, share a line. */
function describeDifferences(type: string, differences: readonly Difference[]): readonly Line[] {
  const isLabel = ({ path }: Difference) => path.length > 2 && /^(?:annotations|labels)$/.test(path.at(-2) ?? '');
  const groups = groupBy(differences, (one) => pathText(isLabel(one) ? one.path.slice(0, -1) : one.path));
  return [...groups].flatMap(([path, those]) =>
    those.length >= labelsTogether && those.every(isLabel)
      ? [labelsLine(path, those)]
      : those.flatMap((one) => describeDifference(type, one)),
  );
}

/** Counts and names labels: `template.labels: 2 removed (commit and owner), 1 changed (version)`. */
function labelsLine(path: string, labels: readonly Difference[]): Line {
  const how = ({ before, after }: Difference) =>
    before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
  const parts = [...groupBy(labels, how)].map(
    ([became, those]) =>
      say`${words(`${those.length} ${became}`)} (${joined(those.map(({ path: steps }) => say`${steps.at(-1) ?? ''}`))})`,
  );
  return { text: say`${path}: ${parts.flatMap((part, at) => [...(at > 0 ? [', '] : []), ...part])}`, items: [] };
}

/** Returns a line that describes how the steps of a workflow change, before their detailed differences. */
function stepLines(change: Change): readonly Line[] {
  const phrases = changedSteps(change).map(({ phrase }) => phrase);
  return phrases.length === 0 ? [] : [{ text: joinedBySemicolons(phrases), items: [] }];
}

/** Matches attributes with the content of a resource, in contrast to references to other resources. */
const content = /(?:^|_)(?:policy|definitions?|document|template|user_data|script|content|body|data|values|manifest)$/;

/** Returns the declared attributes of a new resource whose content is known only after apply. */
const contentKnownLater = ({ type, declaredLater, unknown }: Change): readonly string[] =>
  declaredLater?.filter((name) => content.test(name)) ??
  (requiredContent(type) ?? []).filter((name) => isObject(unknown) && unknown[name] === true);

/** Attributes with content that a new resource must have, so that they are declared. Source: Terraform Registry, hashicorp/aws 6 */
const requiredContent = byType<readonly string[]>({
  aws_ecs_task_definition: ['container_definitions'],
  aws_iam_policy: ['policy'],
  aws_iam_role: ['assume_role_policy'],
  aws_iam_role_policy: ['policy'],
  aws_s3_bucket_policy: ['policy'],
  aws_sfn_state_machine: ['definition'],
});

/**
 * Returns the differences to show. Derived and computed attributes are shown only if no other attribute changes.
 * @param reported attributes that another section of the review shows
 */
const shownDifferences = (change: Change, reported: ReadonlySet<string> = new Set()): Differences =>
  reported.size === 0 ? allShown(change) : unreportedDifferences(change, reported);

const allShown = memoizeByObject((change: Change) => unreportedDifferences(change, new Set()));

function unreportedDifferences(change: Change, reported: ReadonlySet<string>): Differences {
  const { known, afterApply, rewritten } = differencesOf(change);
  // a reported attribute is shown with its values, but not with its notation or order
  const unreported = {
    known: known.filter(({ path: [name = ''] }) => !reported.has(name)),
    afterApply: afterApply.filter(([name = '']) => !reported.has(name)),
    rewritten,
  };
  const leading = withoutComputed(withoutDerived(change, unreported, known), change);
  return isNothing(leading) ? unreported : leading;
}

/**
 * Returns the paths of the changed values that `describeChange` omits: derived and computed attributes, and values that mean the same before
 * and after.
 */
export function omittedPaths(change: Change): readonly (readonly string[])[] {
  if (change.action !== 'update' && change.action !== 'replace') return [];
  const [all, shown] = [differencesOf(change), shownDifferences(change)];
  return [
    ...all.known.filter((one) => !shown.known.includes(one)).map(({ path }) => path),
    ...all.afterApply.filter((path) => !shown.afterApply.includes(path)),
    ...insignificantPaths(change),
  ];
}

/** Returns the paths of the changed values of an updated resource, sorted by attribute. */
export const changedPaths = memoizeByObject((change: Change): readonly (readonly string[])[] => {
  const { known, afterApply, rewritten } = shownDifferences(change);
  const paths = [...known.map(({ path }) => path), ...afterApply, ...rewritten.map(({ path }) => path)];
  return paths.sort(([a = ''], [b = '']) => (a < b ? -1 : Number(a > b)));
});

/** Returns the names of the changed attributes of an updated resource, in alphabetical order. */
export const changedNames = memoizeByObject((change: Change): readonly string[] => [
  ...new Set(changedPaths(change).map(([name = '']) => name)),
]);

/** Returns whether an update changes no argument: only values that the provider computes are known after apply. */
export function changesOnlyComputed(change: Change): boolean {
  if (change.action !== 'update') return false;
  const { known, afterApply, rewritten } = withoutComputed(differencesOf(change), change);
  const all = differencesOf(change).afterApply;
  // without the configuration, only the names of computed attributes are known
  const computed = change.declaredLater !== undefined || all.every(([name = '']) => isComputed(change, name));
  return (
    computed &&
    known.length + (change.declaredLater === undefined ? 0 : afterApply.length) + rewritten.length === 0 &&
    all.length > 0
  );
}

/** Returns whether an update changes nothing that the plan shows, for example only whether values are sensitive. */
export const isInvisible = (change: Change): boolean => change.action === 'update' && isNothing(differencesOf(change));

function quietNote(change: Change): Phrase {
  if (isInvisible(change)) return [' with no changed value'];
  if (changesOnlyComputed(change)) return ['; only values known after apply may change'];
  return hasUnstableEtag(change)
    ? [', which may recur in every plan, because the etag of this object is not its MD5 hash']
    : [];
}

/**
 * Returns whether only the etag of an object in S3 changes, and S3 computes the etag differently from Terraform: the object is encrypted
 * with KMS, or was uploaded in parts. Source: Terraform Registry, aws_s3_object, "etag"
 */
function hasUnstableEtag(change: Change): boolean {
  const { type, before } = change;
  if (!/^aws_s3_(?:bucket_)?object$/.test(type) || change.action !== 'update') return false;
  const isOnlyEtag = changedPaths(change).every(([name = '']) => name === 'etag' || name === 'version_id');
  const { etag, server_side_encryption: encryption } = before;
  return isOnlyEtag && (String(encryption).startsWith('aws:kms') || /-\d+$/.test(String(etag)));
}

/** Sorts attributes before blocks if the reason for a replacement is unknown, because a new location or name is a likely reason. */
const sortedFor = ({ action, replacedBecause, reason }: Change, known: Differences['known']) =>
  action === 'replace' && replacedBecause.length === 0 && reason === undefined
    ? [...known].sort((a, b) => Math.min(a.path.length, 2) - Math.min(b.path.length, 2))
    : known;

const nothing: Differences = { known: [], afterApply: [], rewritten: [] };

const isNothing = ({ known, afterApply, rewritten }: Differences): boolean =>
  known.length + afterApply.length + rewritten.length === 0;

/** Removes unknown values of undeclared attributes, which the provider computes. */
const withoutComputed = (differences: Differences, { declaredLater }: Change): Differences =>
  declaredLater === undefined
    ? differences
    : { ...differences, afterApply: differences.afterApply.filter(([name = '']) => declaredLater.includes(name)) };

/** Returns whether only the provider sets an attribute. The plain value of a parameter is a copy if the parameter is encrypted. */
const isComputed = ({ after }: Change, name: string): boolean =>
  computedAttributes.has(name) || (name === 'insecure_value' && after['type'] === 'SecureString');

/** Removes unknown values that only the provider can set, and the copies of changed tags. */
const withoutDerived = (
  change: Change,
  { known, afterApply, rewritten }: Differences,
  all: Differences['known'],
): Differences => ({
  known: known.filter((one) => !isCopiedTag(one, all)),
  afterApply: afterApply.filter(([name = '']) => !isComputed(change, name) && !isCopyOfTags(name, all)),
  rewritten,
});

const isCopyOfTags = (name: string, known: Differences['known']): boolean =>
  known.some(({ path: [attribute] }) => attribute === derivedTags.get(name));

/** Returns whether a change to all tags only repeats a change to the tags of the resource. */
function isCopiedTag({ path: [name = '', ...steps], before, after }: Difference, known: Differences['known']): boolean {
  const source = derivedTags.get(name);
  return known.some(
    (one) =>
      one.path[0] === source &&
      keyOf([one.path.slice(1), one.before ?? null, one.after ?? null]) ===
        keyOf([steps, before ?? null, after ?? null]),
  );
}

/** Attributes with all tags or labels, and the attribute with those of the resource. Source: Terraform Registry, hashicorp/aws 6, hashicorp/google 7 */
const derivedTags: ReadonlyMap<string, string> = new Map([
  ['tags_all', 'tags'],
  ['effective_labels', 'labels'],
  ['terraform_labels', 'labels'],
]);

function noteOf(change: Change): Phrase {
  return [
    ...(change.action === 'replace' ? replacementNote(change) : []),
    ...(change.action === 'create' && adopted.test(change.type)
      ? words(', which adopts the existing object and replaces its rules')
      : []),
    ...(change.importing ? words(', imported (already exists)') : []),
    ...(change.leavesOld ? words('; the old object remains, but is no longer managed') : []),
    ...(change.deposed === undefined ? [] : words(', left over from an incomplete replacement')),
    ...(change.previousAddress === undefined ? [] : say`, moved from ${change.previousAddress}`),
    ...(change.action === 'delete' ? deletedBecause(change) : []),
    ...(change.action === 'delete' && hasFailed(change) ? words('; its creation failed') : []),
    ...(change.action === 'forget' ? words(': the resource remains, but is no longer managed') : []),
  ];
}

/** Matches types of resources that exist in every network, and that Terraform adopts instead of creating. Source: Terraform Registry, hashicorp/aws 6 */
const adopted = /^aws_default_(?:network_acl|route_table|security_group)$/;

/** Formats the reason for a replacement, and its order: ` because name changes: destroyed and created again`. */
function replacementNote(change: Change): Phrase {
  const [reason, order] = [replacementReason(change), replacementOrder(change)];
  if (order === undefined) return reason;
  return [...reason, ...words(reason.length > 0 ? `: ${order}` : `: ${order}; ${unknownReason}`)];
}

/** Formats an action, such as `update` or `replace because name changes`. For a no-op, returns only its note. */
export function actionText({ action, note }: Pick<ChangedResource, 'action' | 'note'>): Phrase {
  const [first, ...rest] = note;
  if (action !== 'no-op') return [action, ...note];
  return typeof first === 'string' ? [first.replace(/^, /, ''), ...rest] : note;
}

/** Formats Terraform's reason for a deletion. Empty if the plan contains none. */
function deletedBecause({ reason = '' }: Change): Phrase {
  const text = deletionReasons.get(reason);
  return text === undefined ? [] : words(text);
}

/** Reason for the deletion of a resource whose declaration was removed. */
export const noLongerConfigured = ' because it is no longer in the configuration';

/** Terraform's reasons for deletions. Source: hashicorp/terraform, internal/command/jsonplan/plan.go */
const deletionReasons: ReadonlyMap<string, string> = new Map([
  ['delete_because_no_resource_config', noLongerConfigured],
  ['delete_because_count_index', ' because count no longer includes its index'],
  ['delete_because_each_key', ' because for_each no longer includes its key'],
  ['delete_because_wrong_repetition', ' because count or for_each was added or removed'],
  ['delete_because_no_module', ' because the module was removed'],
  ['delete_because_no_move_target', ' because the target of the moved block does not exist'],
]);

/** Attributes with a hash of what a resource contains, and its name. Source: Terraform Registry, hashicorp/aws 6, hashicorp/google 7 */
const hashes: ReadonlyMap<string, string> = new Map([
  ['code_sha256', 'code'],
  ['detect_md5hash', 'content'],
  ['etag', 'etag'],
  ['source_code_hash', 'code'],
  ['source_hash', 'content'],
]);

/** Attributes that refer to the code of a function by the name of an archive. Source: Terraform Registry, hashicorp/google 7 */
const archives: ReadonlySet<string> = new Set([
  'build_config.source.storage_source.generation',
  'build_config.source.storage_source.object',
  'source_archive_object',
]);

/** Names what is replaced if an update only gives a resource new code or other content: `code`. Otherwise undefined. */
export function replacedContent(change: Change): string | undefined {
  const names = changedPaths(change).map((path) => {
    const own = withoutBlockNames(path).join('.');
    return archives.has(own) ? 'code' : hashes.get(own);
  });
  const [only, ...others] = new Set(names);
  return change.action === 'update' && others.length === 0 ? only : undefined;
}

/** Describes a changed value, for example `timeout: 60 → 10`. */
export function describeDifference(type: string, { path, before, after }: Difference): readonly Line[] {
  const [attribute] = path;
  if (type === 'aws_iot_topic_rule' && attribute === 'sql') {
    const clauses = sqlLines(before, after);
    if (clauses !== undefined) return clauses;
  }
  const hashed = hashes.get(path.join('.'));
  if (hashed !== undefined) return [{ text: words(`the ${hashed} changes`), items: [] }];
  const named = namedValues(before, after);
  if (named === undefined) {
    const line = changedText(say`${pathText(path)}`, ...oneText(before, after));
    return [isForever(type, path, after) ? { ...line, text: [...line.text, ' (forever)'] } : line];
  }
  const isItem = /^\[.*\]$/.test(path.at(-1) ?? '');
  const label = [...(isItem ? path.slice(0, -1) : path), `[${named.name}]`];
  return [changedText(say`${pathText(label)}`, named.before, named.after)];
}

/** Returns whether a retention period never ends, although its value is 0. Source: Terraform Registry, hashicorp/aws 6, "aws_cloudwatch_log_group" */
const isForever = (type: string, path: readonly string[], value: Value | undefined): boolean =>
  type === 'aws_cloudwatch_log_group' && path.join('.') === 'retention_in_days' && value === 0;

type Rewriting = Differences['rewritten'][number]['as'];

const rewritings: readonly (readonly [Rewriting, string])[] = [
  ['the same policy', 'reformatted, same meaning'],
  ['the same values', 'reformatted, same values'],
  ['another order', 'reordered'],
  ['empty values', 'formatting only (null, empty and missing values), likely to recur in every plan'],
];

/** Returns one line for each kind of equivalent change, such as reformatting. The line lists all attributes. */
const rewrittenLines = (rewritten: Differences['rewritten']): readonly Line[] =>
  rewritings.flatMap(([as, label]) => {
    const names = rewritten.filter((one) => one.as === as).map(({ path }) => say`${pathText(path)}`);
    return names.length === 0 ? [] : [{ text: say`${[label]}: ${joined(names)}`, items: [] }];
  });

/** Unwraps a list whose only item is a multi-line string before and after the change, such as the values of a Helm chart. */
function oneText(before: Value | undefined, after: Value | undefined): readonly [Value | undefined, Value | undefined] {
  const [was, is] = [before, after].map((value) =>
    value !== undefined && isList(value) && value.length === 1 ? value[0] : undefined,
  );
  const areTexts = typeof was === 'string' && typeof is === 'string';
  return areTexts && `${was}${is}`.includes('\n') ? [was, is] : [before, after];
}

/** Formats the path of a value, such as `policy.Statement[Publish].Resource`. */
export const pathText = (path: readonly string[]) =>
  path.map((step, at) => (at === 0 || step.startsWith('[') ? step : `.${step}`)).join('');

function sqlLines(before: Value | undefined, after: Value | undefined): readonly Line[] | undefined {
  return changedClauses(before, after)?.map(({ clause, gone, come }) => {
    const isList = clause === 'SELECT' || clause === 'SET';
    const [was, is] = [gone.join(', '), come.join(', ')];
    if (is === '') return onlyOne(isList ? `removed from ${clause}` : `${clause} is removed`, removedPart(was));
    if (was === '') return onlyOne(isList ? `added to ${clause}` : `${clause} is new`, addedPart(is));
    return changedText(words(`${clause} in the SQL`), was, is);
  });
}

const onlyOne = (label: string, part: Part): Line => ({ text: [`${label}: `, part], items: [] });
