import { isObject, type Value, type ValueObject } from '@himeshima/terraform-json';
import { type Finding, findingsIn } from '../checks/findings';
import type { Resource } from '../checks/resource-values';
import type { Masker } from '../masking/mask';
import { type Expressions, expressionsOf } from './configuration';
import { fillTemplates } from './fill-templates';
import type { Plan } from './plan';
import { type PlanFile, plannedModule, type ResourceChange } from './plan-schema';

/** Returns the findings before and after a plan. Checks read unmasked values, but findings contain no values. */
export function findingsOfPlan(
  { resource_changes, planned_values, configuration }: PlanFile,
  masker: Masker,
): Plan['findings'] {
  if (resource_changes.length === 0) return { before: [], after: found(planned(planned_values?.root_module, masker)) };
  const sides = resource_changes
    .filter(({ mode, deposed }) => mode === 'managed' && deposed === undefined)
    .map((resource) => sidesOf(resource, expressionsOf(configuration, resource.address), masker));
  return { before: found(sides.flatMap(({ before }) => before)), after: found(sides.flatMap(({ after }) => after)) };
}

function sidesOf({ change, ...resource }: ResourceChange, expressions: Expressions | undefined, masker: Masker) {
  const before = resourceOf(resource, { values: change.before, unknown: null, expressions }, masker);
  // an unchanged resource is the same object before and after, so checks evaluate it only once
  const isKept = change.actions.every((action) => action === 'no-op');
  const unknown = asValue(change.after_unknown) ?? null;
  const after = isKept ? before : resourceOf(resource, { values: change.after, unknown, expressions }, masker);
  return { before, after };
}

const found = (resources: readonly Resource[]): readonly Finding[] => findingsIn(resources);

interface NamedResource {
  readonly address: string;
  readonly type: string;
}

interface PlannedResource {
  readonly values: unknown;
  readonly unknown: Value;
  readonly expressions: Expressions | undefined;
}

function resourceOf(
  { address, type }: NamedResource,
  { values, unknown, expressions }: PlannedResource,
  { maskAddress }: Masker,
): readonly Resource[] {
  const object = asObject(values);
  if (object === undefined) return [];
  const filled = fillTemplates({ value: object, unknown }, expressions);
  return [
    {
      address: maskAddress(address),
      type,
      values: isObject(filled.value) ? filled.value : object,
      unknown: filled.unknown,
      expressions,
    },
  ];
}

/** Returns the planned resources of a plan without `resource_changes`. Omits unreadable modules. */
function planned(module: unknown, masker: Masker): readonly Resource[] {
  const read = plannedModule(module);
  if (read === undefined) return [];
  const { resources, child_modules } = read;
  return [
    ...resources
      .filter(({ mode }) => mode === 'managed')
      .flatMap((resource) =>
        resourceOf(resource, { values: resource.values, unknown: null, expressions: undefined }, masker),
      ),
    ...child_modules.flatMap((child) => planned(child, masker)),
  ];
}

// JSON.parse never returns undefined
const isJson = (value: unknown): value is Value => value !== undefined;
const asValue = (value: unknown): Value | undefined => (isJson(value) ? value : undefined);
function asObject(value: unknown): ValueObject | undefined {
  const json = asValue(value);
  return json !== undefined && isObject(json) ? json : undefined;
}
