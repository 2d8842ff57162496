import * as z from 'zod';
import { groupBy } from '../group-by';
import { allReferencesIn, type Expressions, longestReferencesIn, withoutKeys } from './configuration';
import type { Users } from './plan';
import type { PlanFile } from './plan-schema';
import { typeIn } from './resource-id';

const expressions = z.record(z.string(), z.unknown()).nullish().catch(undefined);
const Repeated = z.object({
  expressions,
  for_each_expression: z.unknown().optional(),
  count_expression: z.unknown().optional(),
});
const Declared = Repeated.extend({ address: z.string(), mode: z.string().nullish() });
const Module = z.object({
  resources: z.array(z.unknown()).nullish().catch(undefined),
  outputs: z.record(z.string(), z.unknown()).nullish().catch(undefined),
  module_calls: z
    .record(z.string(), Repeated.extend({ module: z.unknown().optional() }))
    .nullish()
    .catch(undefined),
});
const Root = z.object({ root_module: z.unknown().optional() });

/** Returns the type of a user: a resource type, `module` or `output`. */
export const typeOfUser = (user: string): string => (user.includes('.') ? typeIn(user) : user);

/** Returns the `after_unknown` trees of the attributes of all instances of a declaration. */
type UnknownOf = (declaration: string) => readonly (readonly [attribute: string, unknown: unknown])[];

/**
 * Returns the users of each declared resource. Keys are addresses without instance keys. Omits the resources of modules with local values
 * or dynamic blocks that may contain references, because a plan does not contain their expressions.
 */
export function usersIn({ configuration, resource_changes: changes }: PlanFile): ReadonlyMap<string, Users> {
  const root = Root.safeParse(configuration);
  if (!root.success) return new Map();
  const unknown = groupBy(changes, ({ address }) => withoutKeys(address));
  const unknownOf: UnknownOf = (declaration) =>
    (unknown.get(declaration) ?? []).flatMap(({ change: { after_unknown: given } }) =>
      typeof given === 'object' && given !== null ? Object.entries(given) : [],
    );
  return new Map(ofModule(root.data.root_module, '', unknownOf));
}

const includesTrue = (given: unknown): boolean =>
  typeof given === 'object' && given !== null ? Object.values(given).some(includesTrue) : given === true;

function ofModule(given: unknown, path: string, unknownOf: UnknownOf): readonly (readonly [string, Users])[] {
  const { data: module } = Module.safeParse(given);
  if (module === undefined) return [];
  const calls = Object.entries(module.module_calls ?? {});
  const inside = calls.flatMap(([name, call]) => ofModule(call.module, `${path}module.${name}.`, unknownOf));
  const resources = (module.resources ?? []).flatMap((one) => Declared.safeParse(one).data ?? []);
  const passing: readonly Passing[] = [
    ...resources.map(({ address, ...given }) => ({
      user: `${path}${address}`,
      expressions: expressionsOf(given),
      unknown: unknownOf(`${path}${address}`),
    })),
    ...calls.map(([, call]) => ({ user: 'module', expressions: expressionsOf(call), unknown: undefined })),
    { user: 'output', expressions: module.outputs ?? {}, unknown: undefined },
  ];
  if (passing.some((one) => mayPassLocals(one) || hasHiddenBlocks(one))) return inside;
  const users = new Map<string, Set<string>>(
    resources.flatMap(({ address, mode }) => (mode === 'data' ? [] : [[address, new Set()]])),
  );
  for (const { user, expressions } of passing)
    for (const reference of allReferencesIn(expressions)) users.get(resourceIn(reference))?.add(user);
  return [...inside, ...[...users].map(([address, those]) => [`${path}${address}`, those] as const)];
}

/** Returns the expressions of a resource or a module, with those of `for_each` and `count`. */
const expressionsOf = (given: z.infer<typeof Repeated>): Expressions => ({
  ...given.expressions,
  for_each: given.for_each_expression,
  count: given.count_expression,
});

/** Expressions that pass references to a user. */
interface Passing {
  readonly user: string;
  readonly expressions: Expressions;
  /** Unknown attributes of a resource. Undefined for modules and outputs. */
  readonly unknown: ReturnType<UnknownOf> | undefined;
}

/** Matches descriptions, which use nothing. */
const describing = /^(?:\w+_)?(?:tags|labels|description)$/;

/** Matches names and places, whose local values rarely contain references to new resources. */
const plain =
  /^(?:\w+_)?(?:name|names|prefix|region|location|zones?|project|environment|cidrs?|cidr_block|version|tier|sku|type|size|days|enabled|bucket|identifier)$/;

/** Returns whether expressions may contain references through local values, or through the objects of `for_each`. */
function mayPassLocals({ expressions, unknown }: Passing): boolean {
  const isRepeated = longestReferencesIn(expressions['for_each']).some(isLocal);
  return Object.entries(expressions).some(([name, expression]) => {
    const all = longestReferencesIn(expression);
    const isIndirect = all.some((one) => isLocal(one) || (isRepeated && one.startsWith('each.value')));
    if (!isIndirect || name === 'for_each' || name === 'count' || describing.test(name)) return false;
    if (unknown === undefined) return !plain.test(name);
    // another reference explains why a name is unknown
    const isExplained = plain.test(name) && all.some((one) => !/^(?:local|each|var|count|path)\./.test(one));
    return !isExplained && unknown.some(([attribute, tree]) => attribute === name && includesTrue(tree));
  });
}

const isLocal = (reference: string): boolean => reference.startsWith('local.');

/** Returns whether a resource has blocks with unknown values whose expressions the plan does not contain. */
const hasHiddenBlocks = ({ expressions, unknown }: Passing): boolean =>
  unknown?.some(([name, tree]) => Array.isArray(tree) && !Object.hasOwn(expressions, name) && includesTrue(tree)) ===
  true;

/** Returns the resource in a reference: `aws_subnet.a` for `aws_subnet.a[0].id`. */
const resourceIn = (reference: string): string => /^[^.[\]]+\.[^.[\]]+/.exec(reference)?.[0] ?? reference;
