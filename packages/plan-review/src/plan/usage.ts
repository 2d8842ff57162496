import * as z from 'zod';
import { groupBy } from '../group-by';
import { allReferencesIn, type Expressions, withoutKeys } from './configuration';
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

/** Returns whether the value of an attribute is known, in all instances of a declaration. */
type IsKnown = (declaration: string, attribute: string) => boolean;

/**
 * Returns the users of each declared resource. Keys are addresses without instance keys. Omits the resources of modules with local values
 * that may contain references, because a plan does not contain the expressions of local values.
 */
export function usersIn({ configuration, resource_changes: changes }: PlanFile): ReadonlyMap<string, Users> {
  const root = Root.safeParse(configuration);
  if (!root.success) return new Map();
  const unknown = groupBy(changes, ({ address }) => withoutKeys(address));
  const isKnown: IsKnown = (declaration, attribute) =>
    (unknown.get(declaration) ?? []).every(({ change }) => !hasUnknownAt(change.after_unknown, attribute));
  return new Map(ofModule(root.data.root_module, '', isKnown));
}

const hasUnknownAt = (given: unknown, name: string): boolean => {
  if (typeof given !== 'object' || given === null) return given === true;
  return Object.hasOwn(given, name) && includesTrue(Reflect.get(given, name));
};

const includesTrue = (given: unknown): boolean =>
  typeof given === 'object' && given !== null ? Object.values(given).some(includesTrue) : given === true;

function ofModule(given: unknown, path: string, isKnown: IsKnown): readonly (readonly [string, Users])[] {
  const { data: module } = Module.safeParse(given);
  if (module === undefined) return [];
  const calls = Object.entries(module.module_calls ?? {});
  const inside = calls.flatMap(([name, call]) => ofModule(call.module, `${path}module.${name}.`, isKnown));
  const resources = (module.resources ?? []).flatMap((one) => Declared.safeParse(one).data ?? []);
  const passing: readonly Passing[] = [
    ...resources.map(({ address, ...given }) => ({
      user: `${path}${address}`,
      expressions: expressionsOf(given),
      isKnown: (name: string) => isPlain(name) || isKnown(`${path}${address}`, name),
    })),
    ...calls.map(([, call]) => ({ user: 'module', expressions: expressionsOf(call), isKnown: isPlain })),
    { user: 'output', expressions: module.outputs ?? {}, isKnown: isPlain },
  ];
  if (passing.some(mayPassLocals)) return inside;
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
  /** Returns whether the value of an expression is known, so that it refers to no new resource. */
  readonly isKnown: (name: string) => boolean;
}

/** Matches names and places, whose local values contain no reference to a new resource. */
const plain =
  /^(?:\w+_)?(?:tags|labels|name|names|prefix|description|region|location|zones?|project|environment|cidrs?|cidr_block|version|tier|sku|type|size|days|enabled|bucket|identifier)$/;
const isPlain = (name: string): boolean => plain.test(name);

/** Returns whether local values in expressions may contain references. */
const mayPassLocals = ({ expressions, isKnown }: Passing): boolean =>
  Object.entries(expressions).some(
    ([name, expression]) =>
      allReferencesIn(expression).some((reference) => reference.startsWith('local.')) && !isKnown(name),
  );

/** Returns the resource in a reference: `aws_subnet.a` for `aws_subnet.a[0].id`. */
const resourceIn = (reference: string): string => /^[^.[\]]+\.[^.[\]]+/.exec(reference)?.[0] ?? reference;
