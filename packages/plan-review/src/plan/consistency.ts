import { equal, isObject, property, type Value, type ValueObject } from '@himeshima/terraform-json';
import type { Masker } from '../masking/mask';
import type { Unread } from './plan';
import { PlanError, showJson } from './plan-error';
import { type DeferredChange, type PlanFile, plannedModule, type ResourceChange } from './plan-schema';
import { modulesOf } from './resource-id';
import { hasUnknown } from './value-at';

/**
 * Rejects an inconsistent plan, which Terraform never writes: for example, a plan with a misspelled resource type, or with a
 * deletion and a no-op for the same address. Rules would overlook dangers in such a plan.
 * @throws PlanError that describes the contradiction
 */
export function rejectContradictions({ resource_changes, deferred_changes }: PlanFile, { maskText }: Masker): void {
  const reject = (contradiction: string): never => {
    throw new PlanError(`is not a plan that Terraform wrote: ${maskText(contradiction)}`, showJson);
  };
  const seen = new Set<string>();
  for (const resource of resource_changes) {
    const key = resource.deposed === undefined ? resource.address : `${resource.address} ${resource.deposed}`;
    if (seen.has(key)) reject(`${resource.address} occurs twice in resource_changes`);
    seen.add(key);
    rejectName(resource, reject);
  }
  for (const { resource_change: deferred } of deferred_changes)
    if (deferred.type !== undefined) rejectName({ ...deferred, type: deferred.type }, reject);
}

/**
 * Returns the managed resources in `planned_values` that have no entry in `resource_changes`.
 * Terraform writes an entry even for a no-op.
 */
export function unlistedIn({ resource_changes, planned_values }: PlanFile): readonly string[] {
  const listed = new Set(resource_changes.map(({ address }) => address));
  return plannedIn(planned_values?.root_module).filter((address) => !listed.has(address));
}

function plannedIn(module: unknown): readonly string[] {
  const read = plannedModule(module);
  if (read === undefined) return [];
  const { resources, child_modules } = read;
  const own = resources.flatMap(({ address, mode }) => (mode === 'managed' ? [address] : []));
  return [...own, ...child_modules.flatMap(plannedIn)];
}

type Reject = (contradiction: string) => never;
type NamedResource = Pick<ResourceChange, 'address' | 'type' | 'name' | 'mode'>;

/** Rejects a type that is not a lower-case identifier, and an address that does not match the type, name and mode. */
function rejectName({ address, type, name, mode }: NamedResource, reject: Reject): void {
  rejectType(type, address, reject);
  const own = address.slice(modulesOf(address).length);
  const expected = `${mode === 'data' ? 'data.' : ''}${type}.${name}`;
  const isRest = /^(?:$|\[)/.test(own.slice(expected.length)) || name === '';
  if (!own.startsWith(expected) || !isRest) reject(`the address ${address} does not match ${expected}`);
}

function rejectType(type: string, address: string, reject: Reject): void {
  if (!/^[a-z][a-z0-9_-]*$/.test(type)) reject(`${address} has the invalid type ${JSON.stringify(type)}`);
}

interface ChangeFacts {
  readonly mode: ResourceChange['mode'];
  readonly deposed: string | undefined;
  readonly before: Value;
  readonly after: Value;
  readonly unknown: Value;
  readonly isReplaced: boolean;
}

/** Predicates for changes that only an edited plan contains. Keys are actions; every pair of actions is a `replace`. */
const impossible: Readonly<Record<string, (change: ChangeFacts) => boolean>> = {
  create: ({ before, after }) => before !== null || after === null,
  delete: ({ after }) => after !== null,
  forget: ({ after }) => after !== null,
  read: ({ mode }) => mode === 'managed',
  replace: ({ before, after }) => before === null || after === null,
  update: ({ before, after, isReplaced }) => before === null || after === null || isReplaced,
  'no-op': ({ before, after, unknown, isReplaced }) => !equal(before, after) || hasUnknown(unknown) || isReplaced,
};

function isImpossible(action: string, change: ChangeFacts): boolean {
  const { mode, deposed, after, unknown } = change;
  if (mode === 'data' && !['forget', 'no-op', 'read'].includes(action)) return true;
  if (deposed !== undefined && (deposed === '' || !['delete', 'forget', 'no-op'].includes(action))) return true;
  if (
    isObject(after) &&
    isObject(unknown) &&
    Object.keys(after).some((name) => isKnownAndUnknown(after, unknown, name))
  )
    return true;
  return Object.hasOwn(impossible, action) && impossible[action]?.(change) === true;
}

/** Returns whether an attribute has a value although it is marked as unknown. */
const isKnownAndUnknown = (after: ValueObject, unknown: ValueObject, name: string): boolean =>
  after[name] !== null && property(unknown, name) === true;

/**
 * Returns the resources whose values do not match the action, and `planned_values` if its structure is invalid. Both make a review
 * unreliable.
 */
export function contradictionsIn(
  { resource_changes, deferred_changes, planned_values }: PlanFile,
  { maskText }: Masker,
): readonly Unread[] {
  const unread = (address: string, reason: string): Unread => ({
    address: maskText(address),
    noun: 'change',
    attribute: 'change',
    reason,
  });
  const deferred = deferred_changes.map(({ resource_change }) => resource_change);
  return [
    ...[...resource_changes, ...deferred].flatMap((resource) => {
      const action = contradicted(resource);
      return action === undefined ? [] : [unread(resource.address, `the values do not match the action ${action}`)];
    }),
    ...(isReadable(planned_values?.root_module)
      ? []
      : [unread('planned_values', 'root_module or one of its child modules does not have the structure of a module')]),
  ];
}

type CheckedChange = Pick<DeferredChange, 'mode' | 'deposed' | 'change'>;

/** Returns the action of a change if the values contradict it. A deferred change may be incomplete. */
function contradicted({ mode, deposed, change }: CheckedChange): string | undefined {
  const actions: readonly string[] = change?.actions ?? [];
  const [action] = actions;
  if (change === null || change === undefined || action === undefined) return undefined;
  const described = {
    mode,
    deposed,
    before: asValue(change.before),
    after: asValue(change.after),
    unknown: asValue(change.after_unknown),
    isReplaced: (change.replace_paths ?? []).length > 0,
  };
  return isImpossible(actions.length === 1 ? action : 'replace', described) ? actions.join(', ') : undefined;
}

function isReadable(module: unknown): boolean {
  if (module === undefined || module === null) return true;
  return plannedModule(module)?.child_modules.every(isReadable) === true;
}

// JSON.parse never returns undefined
const isJson = (value: unknown): value is Value => value !== undefined;
const asValue = (value: unknown): Value => (isJson(value) ? value : null);
