import { counted, type Phrase, say, words } from './phrase';
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

/** Reason for a replacement: an attribute with short values. */
interface Reason {
  readonly attribute: string;
  readonly before: string;
  readonly after: string;
}

/** Describes the most frequent reason for which a plan replaces resources. Undefined if there are only a few. */
export function replacedTogether(plan: Plan): ReplacedTogether | undefined {
  const replaced = changesOf(plan, 'replace');
  if (replaced.length < smallest.causes) return undefined;
  const groups = new Map<string, { readonly reason: Reason; readonly causes: Change[] }>();
  for (const change of replaced) {
    const reason = reasonOf(change);
    if (reason === undefined) continue;
    const key = JSON.stringify(reason);
    const group = groups.get(key) ?? { reason, causes: [] };
    group.causes.push(change);
    groups.set(key, group);
  }
  const described = [...groups.values()].map((group) => ({ ...group, others: dependentsOf(group, replaced) }));
  const [largest] = described.toSorted((a, b) => sizeOf(b) - sizeOf(a));
  const [first, ...more] = largest?.causes ?? [];
  if (largest === undefined || first === undefined) return undefined;
  if (more.length + 1 < smallest.causes && sizeOf(largest) < smallest.all) return undefined;
  const { reason, causes, others } = largest;
  const { attribute, before, after } = reason;
  const [type, ...mixed] = new Set(causes.map((change) => change.type));
  const noun = type === undefined || mixed.length > 0 ? 'resource' : labelOf(type);
  const subject = more.length === 0 ? say`${first.address}` : words(counted(causes.length, noun));
  const them = more.length === 0 ? 'it' : 'them';
  const rest =
    others === 0 ? [] : [`, and ${counted(others, 'resource')} that ${others === 1 ? 'depends' : 'depend'} on ${them}`];
  return {
    phrase: say`Replaces ${subject} because ${attribute} changes (${{ value: before }} → ${{ value: after }})${rest}`,
    causes: new Set(causes.map(({ address }) => address)),
  };
}

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
function dependentsOf(
  { reason, causes }: { readonly reason: Reason; readonly causes: readonly Change[] },
  replaced: readonly Change[],
): number {
  const found = new Set(causes.map(({ address }) => address));
  const isRenamed = reason.attribute === 'name';
  const refersToName = ({ before, after, replacedBecause }: Change) =>
    replacedBecause.some(
      (path) =>
        /_name$/.test(path.at(-1) ?? '') &&
        textAt(before, path) === reason.before &&
        textAt(after, path) === reason.after,
    );
  for (let before = 0; before !== found.size; ) {
    before = found.size;
    for (const change of replaced)
      if (change.replacedWith.some((address) => found.has(address)) || (isRenamed && refersToName(change)))
        found.add(change.address);
  }
  return found.size - causes.length;
}
