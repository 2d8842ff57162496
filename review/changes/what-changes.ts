import { isList, type Value } from '../../lib/terraform';
import { type Difference, type Differences, differencesOf } from '../difference/difference';
import { joined, type Phrase, say, words } from '../phrase';
import { becauseOf } from '../plan/because';
import type { Action, Change } from '../plan/plan';
import { changedClauses } from './changed-clauses';
import { changedText, type Line } from './changed-text';

/** What a reviewer reads of one resource. */
export interface ChangedResource {
  readonly address: string;
  readonly action: Action;
  /** Why it is replaced; that it is imported, or what is left over of a replacement. */
  readonly note: Phrase;
  /** What is another than before, a line each. */
  readonly lines: readonly Line[];
  /** Attributes that only the apply will tell: `policy`, `root_block_device.encrypted`. */
  readonly afterApply: readonly string[];
  /** What these refer to. */
  readonly waitsFor: readonly string[];
}

// These follow from others, or say nothing to anybody.
const followers = new Set([
  'arn',
  'etag',
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
  'update_date',
]);

/**
 * Of a resource that is new or gone its address says all; of one that changes, what of it.
 * @param told attributes that are told otherwise
 */
export function whatChanges(change: Change, told: ReadonlySet<string> = new Set()): ChangedResource {
  const isChange = change.action === 'update' || change.action === 'replace';
  const all = isChange ? differencesOf(change) : nothing;
  const untold = only(all, (name) => !told.has(name));
  const leading = only(untold, (name) => !isFollower(name, all));
  // where nothing else changes, what follows is all there is to say
  const { known, afterApply, rewritten } = isNothing(leading) ? untold : leading;
  const isQuiet = change.action === 'update' && isNothing(all);
  return {
    address: change.address,
    action: change.action,
    note: [...noteOf(change), ...(isQuiet ? words(': no value of it changes') : [])],
    lines: [...known.flatMap((difference) => linesOf(change.type, difference)), ...rewrittenLines(rewritten)],
    afterApply: afterApply.map(pathText),
    waitsFor: isChange ? change.waitsFor : [],
  };
}

const nothing: Differences = { known: [], afterApply: [], rewritten: [] };

const isNothing = ({ known, afterApply, rewritten }: Differences): boolean =>
  known.length + afterApply.length + rewritten.length === 0;

const only = ({ known, afterApply, rewritten }: Differences, isShown: (attribute: string) => boolean): Differences => ({
  known: known.filter(({ path: [name = ''] }) => isShown(name)),
  afterApply: afterApply.filter(([name = '']) => isShown(name)),
  rewritten: rewritten.filter(({ path: [name = ''] }) => isShown(name)),
});

/** A provider adds tags of its own to those of a resource: they follow where those change. */
const isFollower = (name: string, { known }: Differences): boolean =>
  followers.has(name) || (name === 'tags_all' && known.some(({ path: [attribute] }) => attribute === 'tags'));

function noteOf(change: Change): Phrase {
  return [
    ...(change.action === 'replace' ? becauseOf(change) : []),
    ...(change.importing ? words(', imported: it is there already') : []),
    ...(change.leavesOld ? words(', and the old one is forgotten: it stays, but Terraform no longer manages it') : []),
    ...(change.deposed === undefined ? [] : words(', left over of a replacement that did not end')),
    ...(change.previousAddress === undefined ? [] : say`, moved from ${change.previousAddress}`),
    ...(change.action === 'delete' ? deletedBecause(change) : []),
    ...(change.action === 'forget' ? words(': it stays, but Terraform no longer manages it') : []),
  ];
}

/** `update`, `replace because name changes`; where nothing is done to the resource itself, what else there is to say of it. */
export function deedOf({ action, note }: Pick<ChangedResource, 'action' | 'note'>): Phrase {
  const [first, ...rest] = note;
  if (action !== 'no-op') return [action, ...note];
  return typeof first === 'string' ? [first.replace(/^, /, ''), ...rest] : note;
}

/** Terraform's reasons, in words; where the declaration is gone, nothing is to be said. */
function deletedBecause({ reason }: Change): Phrase {
  switch (reason) {
    case 'delete_because_count_index':
    case 'delete_because_each_key':
    case 'delete_because_wrong_repetition':
      return words(', because its count or for_each no longer has it');
    case 'delete_because_no_module':
      return words(', because its module is gone');
    case 'delete_because_no_move_target':
      return words(', because what it was moved to is not there');
    default:
      return [];
  }
}

function linesOf(type: string, { path, before, after }: Difference): readonly Line[] {
  const [attribute] = path;
  if (type === 'aws_iot_topic_rule' && attribute === 'sql') {
    const clauses = sqlLines(before, after);
    if (clauses !== undefined) return clauses;
  }
  if (attribute === 'source_code_hash') return [{ text: words('its code'), items: [] }];
  return [changedText(say`${pathText(path)}`, ...oneText(before, after))];
}

/** One line for all that mean what they meant, and one for all that are in another order. */
function rewrittenLines(rewritten: Differences['rewritten']): readonly Line[] {
  const namesOf = (as: (typeof rewritten)[number]['as']) =>
    rewritten.filter((one) => one.as === as).map(({ path }) => say`${pathText(path)}`);
  const [same, moved] = [namesOf('the same policy'), namesOf('another order')];
  return [
    ...(same.length === 0 ? [] : [say`written otherwise, with the same meaning: ${joined(same)}`]),
    ...(moved.length === 0 ? [] : [say`in another order: ${joined(moved)}`]),
  ].map((text) => ({ text, items: [] }));
}

/** Of lists in which one text of several lines gives way to another, as charts have their values, the two texts. */
function oneText(before: Value | undefined, after: Value | undefined): readonly [Value | undefined, Value | undefined] {
  const [was, is] = [before, after].map((value) =>
    value !== undefined && isList(value) && value.length === 1 ? value[0] : undefined,
  );
  const areTexts = typeof was === 'string' && typeof is === 'string';
  return areTexts && `${was}${is}`.includes('\n') ? [was, is] : [before, after];
}

/** `policy.Statement[Publish].Resource` */
const pathText = (path: readonly string[]) =>
  path.map((step, at) => (at === 0 || step.startsWith('[') ? step : `.${step}`)).join('');

function sqlLines(before: Value | undefined, after: Value | undefined): readonly Line[] | undefined {
  return changedClauses(before, after)?.map(({ clause, gone, come }) =>
    changedText(words(`${clause} of its SQL`), textOf(gone), textOf(come)),
  );
}

const textOf = (items: readonly string[]) => (items.length === 0 ? undefined : items.join(', '));
