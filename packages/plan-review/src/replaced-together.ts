import { groupBy } from './group-by';
import { counted, joined, type Phrase, say, words } from './phrase';
import { changesOf } from './plan/filter-changes';
import type { Change, Plan } from './plan/plan';
import { textAt } from './plan/value-at';
import { labelOf } from './resource-labels';

/** Resources that a plan replaces for one reason, and those that depend on them. */
interface ReplacedTogether {
  /** Description: `Replaces aws_vpc.main because cidr_block changes (10.0.0.0/16 → 10.1.0.0/16), and 12 resources that depend on it`. */
  readonly phrase: Phrase;
  /** Addresses of the resources that have the reason themselves. */
  readonly causes: ReadonlySet<string>;
}

/** Minimum number of resources to describe together: those with the reason, and all of them. */
const smallest = { causes: 3, all: 5 } as const;

/** Maximum length of a value to show. */
const longest = 40;

/** Reason for a replacement: an attribute, and its values if they are short. */
interface Reason {
  readonly attribute: string;
  readonly before: string;
  readonly after: string;
}

interface Group {
  readonly attribute: string;
  readonly causes: readonly Change[];
  /** Different values of the attribute, before and after. */
  readonly values: readonly Reason[];
}

/** Describes the most frequent reason for which a plan replaces resources. Undefined if there are only a few. */
export function replacedTogether(plan: Plan): ReplacedTogether | undefined {
  const replaced = changesOf(plan, 'replace');
  if (replaced.length < smallest.causes) return undefined;
  const reasons = replaced.flatMap((change) => {
    const reason = reasonOf(change);
    return reason === undefined ? [] : [{ change, reason }];
  });
  const groups = [...groupBy(reasons, ({ reason }) => reason.attribute)].map(
    ([attribute, all]): Group => ({
      attribute,
      causes: all.map(({ change }) => change),
      values: [...new Map(all.map(({ reason }) => [JSON.stringify(reason), reason])).values()],
    }),
  );
  const described = groups.map((group) => ({ ...group, others: dependentsOf(group, replaced) }));
  const [largest] = described.toSorted((a, b) => sizeOf(b) - sizeOf(a));
  const [first, ...more] = largest?.causes ?? [];
  if (largest === undefined || first === undefined) return undefined;
  if (more.length + 1 < smallest.causes && sizeOf(largest) < smallest.all) return undefined;
  const { attribute, causes, values, others } = largest;
  const [value, ...different] = values;
  const subject = more.length === 0 ? say`${first.address}` : countedByKind(causes);
  const them = more.length === 0 ? 'it' : 'them';
  const rest =
    others === 0 ? [] : [`, and ${counted(others, 'resource')} that ${others === 1 ? 'depends' : 'depend'} on ${them}`];
  return {
    phrase: say`Replaces ${subject} because ${attribute} changes${value === undefined || different.length > 0 ? [] : formatValue(value)}${rest}`,
    causes: new Set(causes.map(({ address }) => address)),
  };
}

/** Maximum number of kinds of resources to count. */
const kindsAtMost = 3;

/** Counts resources: `4 functions and 6 permissions`. */
function countedByKind(changes: readonly Change[]): Phrase {
  const kinds = [...groupBy(changes, ({ type }) => labelOf(type))];
  return kinds.length > kindsAtMost
    ? words(counted(changes.length, 'resource'))
    : joined(kinds.map(([label, those]) => words(counted(those.length, label))));
}

const formatValue = ({ before, after }: Reason): Phrase => say` (${{ value: before }} → ${{ value: after }})`;

const sizeOf = ({ causes, others }: { readonly causes: readonly Change[]; readonly others: number }): number =>
  causes.length + others;

/** Returns the only reason that a resource has itself. Undefined for other resources, and for long or unknown values. */
function reasonOf({ before, after, replacedBecause, replacedWith }: Change): Reason | undefined {
  const [path, ...others] = replacedBecause;
  if (path === undefined || others.length > 0 || replacedWith.length > 0) return undefined;
  const [was, is] = [textAt(before, path), textAt(after, path)];
  if (was === undefined || is === undefined || was === is || Math.max(was.length, is.length) > longest)
    return undefined;
  return { attribute: path.filter((step) => !/^\d+$/.test(step)).join('.'), before: was, after: is };
}

/** Counts the replaced resources that depend on others, directly or indirectly: they refer to their ids, or to their new names. */
function dependentsOf({ attribute, causes, values }: Group, replaced: readonly Change[]): number {
  const found = new Set(causes.map(({ address }) => address));
  const renamed = new Set(attribute === 'name' ? values.map(({ before, after }) => renaming(before, after)) : []);
  const refersToName = ({ before, after, replacedBecause }: Change) =>
    replacedBecause.some(
      (path) =>
        /_name$/.test(path.at(-1) ?? '') &&
        renamed.has(renaming(textAt(before, path) ?? '', textAt(after, path) ?? '')),
    );
  for (let before = 0; before !== found.size; ) {
    before = found.size;
    for (const change of replaced)
      if (change.replacedWith.some((address) => found.has(address)) || refersToName(change)) found.add(change.address);
  }
  return found.size - causes.length;
}

const renaming = (before: string, after: string): string => JSON.stringify([before, after]);
