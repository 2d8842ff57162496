import { equal, isList, type Value, type ValueObject } from '@himeshima/terraform-json';
import { valuesToJudge } from '../knowledge/attribute-values';
import { becomesTrue, isTrueOf, numberOf, type Occurrences, occurrencesAt } from '../knowledge/condition';
import { allowsMatches, deniesMatches } from '../knowledge/denying';
import { type CompiledRow, creationOf, deletionOf, rowsOf } from '../knowledge/knowledge';
import { answers, type Consequence, gone } from '../knowledge/row';
import { joined, type Phrase, say, words } from '../phrase';
import { changesOf } from '../plan/filter-changes';
import type { Change, Plan } from '../plan/plan';
import { textAt, valueAt } from '../plan/value-at';
import { changedIn, newIn } from '../renames';
import { deletionDanger } from './deletion-danger';
import { isHarmlessRemoval } from './harmless-removal';
import { kindOf, ruleOf } from './meaning-kinds';
import { areBlocksMoved } from './moved-blocks';
import { principalName } from './principal-name';
import { whyNothingIsLost } from './removal-without-loss';
import type { Danger, Rule } from './rule';

/** Reports changes that the tables in `knowledge/` describe as dangerous. */
export const knownDangers: Rule = (plan) => [
  ...changedIn(plan).flatMap((change) => fromRows(plan, change, true)),
  ...newIn(plan).flatMap((change) => [...fromRows(plan, change, false), ...fromCreation(change)]),
  ...changesOf(plan, 'delete', 'replace').flatMap((change) => {
    const consequence = consequenceOf(change);
    return consequence === undefined || isHarmlessRemoval(plan, change) || whyNothingIsLost(plan, change) !== undefined
      ? []
      : [deletionDanger(plan, change, consequence)];
  }),
];

/** Returns the consequence of a deletion. It depends on what a firewall rule does with traffic. */
function consequenceOf({ type, before }: Change): Consequence | undefined {
  const consequence = deletionOf(type);
  return consequence !== undefined && /_(?:firewall|security_rule)$/.test(type) && allowsMatches(before)
    ? gone('availability', 'connections that the rule allowed fail')
    : consequence;
}

function fromRows(plan: Plan, change: Change, isChange: boolean): readonly Danger[] {
  const rows = rowsOf(change.type);
  if (rows === undefined) return [];
  const [before, after] = [valuesToJudge(change.type, change.before), valuesToJudge(change.type, change.after)];
  const isDenying = deniesMatches(after);
  const names = new Set(rows.map(({ path: [name = ''] }) => name));
  const changed = new Set([...names].filter((name) => !equal(before[name] ?? null, after[name] ?? null)));
  const found = rows.flatMap((row): KnownDanger[] => {
    if (!isChange && !row.appliesToCreations) return [];
    if (!isChange && row.orUnset !== undefined && isUnset(change, row.path, row.orUnset))
      return [{ row, attribute: row.attribute, was: [], is: [], isUnset: true }];
    if (!changed.has(row.path[0] ?? '')) return [];
    // filters of a network do not matter if it is not used
    if (row.meaning === 'reach' && row.path[0] !== publicAccess && after[publicAccess] === false) return [];
    if (isDenying && (row.meaning === 'exposure' || row.meaning === 'reach')) return [];
    const [was, is] = [occurrencesAt(before, row.path), occurrencesAt(after, row.path)];
    const isDangerous = isChange ? becomesTrue(row.when, was, is) : isTrueOf(row.when, is);
    if (!isDangerous || isUnknownIn(change.unknown, row.path)) return [];
    if (row.when.is === 'fewer' && areBlocksMoved(plan, change, row.path[0] ?? '')) return [];
    return [{ row, attribute: row.attribute, was: isChange ? was : [], is }];
  });
  return found
    .filter((one, at) => !isRepeated(one, at, found))
    .map((one) => {
      const covers = found.filter((other) => other !== one && other.row.so === one.row.so);
      return {
        ...dangerOf(change, one),
        ...(covers.length > 0 && { covers: covers.map(({ attribute }) => attribute) }),
      };
    });
}

/** Returns whether a resource does not set an attribute. Returns false if this is unknown. */
function isUnset(
  change: Change,
  path: readonly string[],
  { isComputed, unless = [] }: NonNullable<CompiledRow['orUnset']>,
): boolean {
  const [name = ''] = path;
  const value = valueAt(change.after, path) ?? null;
  if (value !== null && !(isList(value) && value.length === 0)) return false;
  if (unless.some(([other, harmless]) => String(valueAt(change.after, other.split('.'))) === harmless)) return false;
  return !isUnknownIn(change.unknown, path) || (isComputed && change.declaredLater?.includes(name) === false);
}

/** Attribute that turns the access from the internet off, in Azure. */
const publicAccess = 'public_network_access_enabled';

interface KnownDanger {
  readonly row: CompiledRow;
  readonly attribute: string;
  readonly was: Occurrences;
  readonly is: Occurrences;
  /** Whether the attribute is dangerous because a new resource does not set it. */
  readonly isUnset?: true;
}

/**
 * Returns whether another row already reports the same danger: for the same attribute, for a block that contains the
 * attribute, or with the same consequence.
 */
const isRepeated = ({ row, attribute }: KnownDanger, at: number, found: readonly KnownDanger[]): boolean =>
  found.some(
    (other, place) =>
      attribute.startsWith(`${other.attribute}.`) ||
      (place < at && (attribute === other.attribute || row.so === other.row.so)),
  );

/** Returns whether any value at a path is known only after apply. */
export function isUnknownIn(unknown: Value, path: readonly string[]): boolean {
  const prefixes = path.map((_, at) => path.slice(0, at + 1));
  const isUnknown = (value: Value | undefined): boolean =>
    value === true || (value !== undefined && isList(value) && value.includes(true));
  return prefixes.some((prefix) => occurrencesAt(unknown, prefix).some(isUnknown)) || unknown === true;
}

function dangerOf({ address, after }: Change, { row, attribute, was, is, isUnset }: KnownDanger): Danger {
  const { meaning, so, when } = row;
  const replaced = when.is === 'lost item' && so === answers ? replacedWord(was, is) : undefined;
  if (replaced !== undefined) {
    const what = say`${address} ${[resolving.test(textAt(after, ['type']) ?? 'A') ? 'resolves to' : 'has the value']} ${{ value: replaced.now }} instead of ${{ value: replaced.old }} (${attribute})`;
    return { kind: kindOf(meaning), rule: ruleOf(meaning), address, attribute, what };
  }
  const values = isUnset === true ? [' is not set'] : valuesOf(when, was, is);
  return {
    kind: kindOf(meaning),
    rule: ruleOf(meaning),
    address,
    attribute,
    what: say`${address} ${[so]} (${attribute}${values})${meaning === 'rights' ? grantee(after) : []}`,
  };
}

/** Formats the principal that is granted rights: ` to deploy@shop`. Empty if it is unknown. */
function grantee(after: ValueObject): Phrase {
  const member = textAt(after, ['member']);
  if (member === undefined) return [];
  const isLimited = textAt(after, ['condition', 'expression']) !== undefined;
  return say` to ${{ value: principalName(member) }}${[isLimited ? ', limited by a condition' : '']}`;
}

/** Formats the dangerous values, or the values that are no longer there. */
function valuesOf(when: CompiledRow['when'], was: Occurrences, is: Occurrences): Phrase {
  switch (when.is) {
    case 'lower':
    case 'halved':
    case 'higher':
      return numbersOf(was, is);
    case 'contains':
      return /^\w/.test(when.text) ? say`: ${{ value: when.text }}` : [];
    case 'one of':
    case 'open network':
      return dangerousValues(when, was, is);
    case 'lower rank':
    case 'higher rank':
      return rankOf(was, is);
    case 'fewer':
    case 'lost item':
      return lostValues(was, is);
    default:
      return flagOf(was, is);
  }
}

/** Formats the value of a flag: `: false instead of true`. Empty for other values, and for different values in several blocks. */
function flagOf(was: Occurrences, is: Occurrences): Phrase {
  const [old, now] = [was, is].map(onlyFlag);
  if (now === undefined) return [];
  return old === undefined || old === now ? say`: ${{ value: now }}` : insteadOf(now, old);
}

/** Returns the value of a flag that is equal in all blocks. */
function onlyFlag(values: Occurrences): string | undefined {
  const [only, ...others] = new Set(values.map((value) => String(value)));
  return only !== undefined && others.length === 0 && /^(?:true|false)$/.test(only) ? only : undefined;
}

/** Formats a changed word: `: TLSv1 instead of TLSv1.2_2021`. */
const insteadOf = (now: string, old: string): Phrase => say`: ${{ value: now }} instead of ${{ value: old }}`;

/** Formats a changed word: `: TLSv1 instead of TLSv1.2_2021`. Empty if the attribute occurs in several blocks. */
function rankOf(was: Occurrences, is: Occurrences): Phrase {
  const [[old, ...olds], [now, ...nows]] = [wordsIn(was), wordsIn(is)];
  return old === undefined || now === undefined || olds.length + nows.length > 0 ? [] : insteadOf(now, old);
}

/** Formats removed words, such as domain names: ` without shop.example.com`. */
function lostValues(was: Occurrences, is: Occurrences): Phrase {
  const left = new Set(wordsIn(is));
  const lost = [...new Set(wordsIn(was))].filter((word) => !left.has(word));
  const more = lost.length - wordsAtMost;
  const named = lost.slice(0, wordsAtMost).map((value): Phrase => [{ value }]);
  return lost.length === 0 ? [] : [' without ', ...joined(more > 0 ? [...named, words(`${more} more`)] : named)];
}

/** Matches types of DNS records that contain an address or another name. */
const resolving = /^(?:A|AAAA|ALIAS|CNAME)$/;

/** Returns the only word before and the only word after the change. Undefined if there are more values. */
function replacedWord(was: Occurrences, is: Occurrences): { readonly old: string; readonly now: string } | undefined {
  const items = (side: Occurrences) =>
    side.flatMap((value): readonly unknown[] => (value !== undefined && isList(value) ? value : [value]));
  const [old, now] = [wordsIn(was)[0], wordsIn(is)[0]];
  return old === undefined || now === undefined || items(was).length !== 1 || items(is).length !== 1
    ? undefined
    : { old, now };
}

/** Returns the short words in a list of values. */
const wordsIn = (values: Occurrences): readonly string[] =>
  values
    .flatMap((value): readonly unknown[] => (value !== undefined && isList(value) ? value : [value]))
    .filter(isWord);

const isWord = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= longestWord && !/^(?:true|false)$/.test(value);

/** Formats a changed number: `: 2 instead of 6`. Returns an empty phrase if the attribute occurs in several blocks. */
function numbersOf(was: Occurrences, is: Occurrences): Phrase {
  const [old = Number.NaN, ...others] = was.map((value) => numberOf(value));
  const [now = Number.NaN] = is.map((value) => numberOf(value));
  if (others.length > 0 || Number.isNaN(now)) return [];
  // durations such as 7d are shown as in the plan
  return words(`: ${is[0]} instead of ${Number.isNaN(old) ? 'unlimited' : was[0]}`);
}

/** Formats the dangerous values that are words, such as a role: `: roles/owner`. */
function dangerousValues(when: CompiledRow['when'], was: Occurrences, is: Occurrences): Phrase {
  const bad = [...new Set(wordsIn(is))].filter((value) => isTrueOf(when, [value]));
  return bad.length === 0
    ? flagOf(was, is)
    : [': ', ...joined(bad.slice(0, wordsAtMost).map((value): Phrase => [{ value }]))];
}

const longestWord = 80;
const wordsAtMost = 2;

function fromCreation({ type, address }: Change): readonly Danger[] {
  const consequence = creationOf(type);
  if (consequence === undefined) return [];
  const { meaning, so } = consequence;
  return [{ kind: kindOf(meaning), rule: ruleOf(meaning), address, what: say`${address} is created: ${[so]}` }];
}
