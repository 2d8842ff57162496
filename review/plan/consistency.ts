import { equal, type Value } from '../../lib/terraform';
import type { Masker } from '../masking/mask';
import { modulesOf } from './id-of';
import type { Unread } from './plan';
import { PlanError, showJson } from './plan-error';
import { type PlanFile, PlannedModule, type ResourceChange } from './schema';

/**
 * Rejects a plan that contradicts itself. Terraform never writes one, and the rules would overlook what it hides: a deletion next to a
 * no-op of the same address, or a type that is spelled so that no rule knows it.
 * @throws PlanError that names the contradiction
 */
export function rejectContradictions({ resource_changes, deferred_changes }: PlanFile, { maskText }: Masker): void {
  const reject = (contradiction: string): never => {
    throw new PlanError(`is not a plan that Terraform wrote: ${maskText(contradiction)}`, showJson);
  };
  const seen = new Set<string>();
  for (const resource of resource_changes) {
    const key = JSON.stringify([resource.address, resource.deposed]);
    if (seen.has(key)) reject(`${resource.address} occurs twice in resource_changes`);
    seen.add(key);
    rejectName(resource, reject);
  }
  for (const { resource_change: deferred } of deferred_changes)
    if (deferred.type !== undefined) rejectType(deferred.type, deferred.address, reject);
}

/** Returns managed resources of `planned_values` that have no entry in `resource_changes`, which Terraform writes even for a no-op. */
export function unlistedIn({ resource_changes, planned_values }: PlanFile): readonly string[] {
  const listed = new Set(resource_changes.map(({ address }) => address));
  return plannedIn(planned_values?.root_module).filter((address) => !listed.has(address));
}

function plannedIn(module: unknown): readonly string[] {
  const parsed = PlannedModule.safeParse(module);
  if (!parsed.success) return [];
  const { resources, child_modules } = parsed.data;
  const own = resources.flatMap(({ address, mode }) => (mode === 'managed' ? [address] : []));
  return [...own, ...child_modules.flatMap(plannedIn)];
}

/** Types are identifiers in lower case; `data.` is part of an address exactly if the resource is a data source. */
type Reject = (contradiction: string) => never;

function rejectName({ address, type, name, mode }: ResourceChange, reject: Reject): void {
  rejectType(type, address, reject);
  const own = address.slice(modulesOf(address).length);
  const expected = `${mode === 'data' ? 'data.' : ''}${type}.${name}`;
  const isRest = /^(?:$|\[)/.test(own.slice(expected.length)) || name === '';
  if (!own.startsWith(expected) || !isRest) reject(`the address ${address} is not that of ${expected}`);
}

function rejectType(type: string, address: string, reject: Reject): void {
  if (!/^[a-z][a-z0-9_-]*$/.test(type)) reject(`${address} has the type ${JSON.stringify(type)}`);
}

/** Values before and after a single action that Terraform never writes; someone edited the plan. */
const impossible: Readonly<Record<string, (sides: Sides) => boolean>> = {
  create: ({ before }) => before !== null,
  delete: ({ after }) => after !== null,
  update: ({ before, after }) => before === null || after === null,
  'no-op': ({ before, after }) => !equal(before, after),
};

interface Sides {
  readonly before: Value;
  readonly after: Value;
}

/** Returns resources whose values do not fit the action: the plan may do something else than it says. */
export const contradictionsIn = ({ resource_changes }: PlanFile, { maskText }: Masker): readonly Unread[] =>
  resource_changes.flatMap(({ address, change: { actions, before, after } }): Unread[] => {
    const [action = ''] = actions;
    const isImpossible = actions.length === 1 && Object.hasOwn(impossible, action) ? impossible[action] : undefined;
    if (isImpossible?.({ before: asValue(before), after: asValue(after) }) !== true) return [];
    const reason = `its values before and after do not fit the action ${action}`;
    return [{ address: maskText(address), noun: 'change', attribute: 'change', reason }];
  });

// JSON.parse gives nothing else
const isJson = (value: unknown): value is Value => value !== undefined;
const asValue = (value: unknown): Value => (isJson(value) ? value : null);
