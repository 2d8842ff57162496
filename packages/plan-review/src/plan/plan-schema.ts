import * as z from 'zod';
import { memoizeByObject } from '../memoize';

/** Schema of an optional string. Accepts null, because programs that rewrite plans may set omitted keys to null. */
const text = z
  .string()
  .nullish()
  .transform((given) => given ?? undefined);
const flag = (otherwise: boolean) =>
  z
    .boolean()
    .nullish()
    .transform((given) => given ?? otherwise);

// an unknown action must not be mistaken for a no-op
const Step = z.enum(['no-op', 'create', 'read', 'update', 'delete', 'forget']);

/** Pairs of actions in one change. OpenTofu writes `forget` first. Source: `actionString` in jsonplan */
const pairs = ['delete,create', 'create,delete', 'create,forget', 'forget,create'];

const Actions = z.tuple([Step], Step).refine((actions) => actions.length === 1 || pairs.includes(actions.join()), {
  error: 'unknown combination of actions',
});

/**
 * Schema of the keys of a plan that the review uses. Does not validate attribute values, because a plan may contain 50 MB of
 * values. Source: hashicorp/terraform, internal/command/jsonplan/plan.go
 */
const ResourceChange = z.object({
  address: z.string(),
  previous_address: text,
  mode: z.enum(['managed', 'data']).catch('managed'),
  type: z.string(),
  name: text.transform((name) => name ?? ''),
  deposed: text,
  action_reason: text,
  change: z.object({
    actions: Actions,
    before: z.unknown().optional(),
    after: z.unknown().optional(),
    after_unknown: z.unknown().optional(),
    before_sensitive: z.unknown().optional(),
    after_sensitive: z.unknown().optional(),
    replace_paths: z.array(z.array(z.union([z.string(), z.number()]))).nullish(),
    importing: z.unknown().optional(),
  }),
});
export type ResourceChange = z.infer<typeof ResourceChange>;

const propertyOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

const isText = (value: unknown): boolean => typeof value === 'string';
const isMissing = (value: unknown): boolean => value === undefined;

/** Returns whether a change already has the form that the schema produces. Most changes in a plan do. */
function hasPlainForm(given: unknown): given is ResourceChange {
  const change = propertyOf(given, 'change');
  const actions = propertyOf(change, 'actions');
  const mode = propertyOf(given, 'mode');
  return (
    ['address', 'type', 'name'].every((name) => isText(propertyOf(given, name))) &&
    ['previous_address', 'deposed', 'action_reason'].every((name) => isMissing(propertyOf(given, name))) &&
    (mode === 'managed' || mode === 'data') &&
    isMissing(propertyOf(change, 'replace_paths')) &&
    Array.isArray(actions) &&
    actions.length === 1 &&
    Step.options.some((step) => step === actions[0])
  );
}

/** Schema of a resource change. Validates only changes in an unusual form, because a large plan contains thousands of changes. */
const QuickChange = z.unknown().transform((given, context): ResourceChange => {
  if (hasPlainForm(given)) return given;
  const parsed = ResourceChange.safeParse(given);
  if (parsed.success) return parsed.data;
  for (const { message, path } of parsed.error.issues)
    context.issues.push({ code: 'custom', message, path, input: given });
  return z.NEVER;
});

/** Schema of a drifted resource. Builds a missing address, as in plans by Terraform 1.0, from the other keys. */
const Drifted = ResourceChange.extend({
  address: text,
  module_address: text,
  index: z.union([z.string(), z.number()]).nullish(),
}).transform(({ module_address, index, ...drifted }) => {
  const own = [module_address, drifted.type, drifted.name].filter((part) => part !== undefined).join('.');
  const instance = index === undefined || index === null ? '' : `[${JSON.stringify(index)}]`;
  return { ...drifted, address: drifted.address ?? `${own}${instance}` };
});

/** Schema of a deferred change, whose action may be unknown. */
const Deferred = ResourceChange.extend({
  type: text,
  change: ResourceChange.shape.change.extend({ actions: z.union([Actions, z.tuple([])]).nullish() }).nullish(),
});

export type DeferredChange = z.infer<typeof Deferred>;

const list = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item)
    .nullish()
    .transform((items) => items ?? []);

/**
 * Schema of an ephemeral resource, which exists only during a run. OpenTofu 1.11 lists ephemeral resources in `resource_changes`.
 * Source: opentofu/opentofu 1.11, internal/command/jsonplan/plan.go
 */
const Opened = z.object({
  address: z.string().regex(/(?:^|\.)ephemeral\./),
  mode: z.literal('ephemeral'),
  change: z.object({ actions: z.tuple([z.literal('open')]), before: z.null(), after: z.null() }),
});

const withoutOpened = (changes: unknown): unknown =>
  Array.isArray(changes)
    ? changes.filter((one: unknown) => propertyOf(one, 'mode') !== 'ephemeral' || !Opened.safeParse(one).success)
    : changes;

/** Schema of an object with names that the author of the plan chooses. Returns its entries, because `z.record` drops `__proto__`. */
const named = <Item extends z.ZodType>(item: Item) =>
  z.preprocess(
    (given) => (typeof given === 'object' && given !== null && !Array.isArray(given) ? Object.entries(given) : given),
    list(z.tuple([z.string(), item])),
  );

/** Message of a failed check that has another form than expected. */
const unreadable = { message: 'the message cannot be read' };
const Problem = z.object({ message: z.string() }).catch(unreadable);

/** Schema of the key that only plans built from synthesized stacks contain. */
const Dependent = z.object({
  address: z.string(),
  attributes: z.array(z.string()),
  refersTo: z.array(z.string()),
  isReplaced: z.boolean().optional(),
});

export const PlanFile = z.object({
  format_version: z.unknown().optional(),
  terraform_version: text,
  resource_changes: z.preprocess(withoutOpened, list(QuickChange)),
  dependents: list(Dependent),
  resource_drift: list(Drifted),
  deferred_changes: list(z.object({ reason: z.string().default('unknown'), resource_change: Deferred })),
  output_changes: named(
    z.object({
      actions: z.array(Step),
      before: z.unknown().optional(),
      after: z.unknown().optional(),
      after_unknown: z.unknown().optional(),
      before_sensitive: z.unknown().optional(),
      after_sensitive: z.unknown().optional(),
    }),
  ),
  checks: list(
    z.object({
      address: z.object({ to_display: z.string().default('a check') }),
      status: z.string(),
      instances: list(z.object({ problems: list(Problem) }).catch({ problems: [unreadable] })).catch([
        { problems: [unreadable] },
      ]),
    }),
  ),
  action_invocations: list(z.looseObject({ address: z.string() })),
  errored: flag(false),
  complete: flag(true),
  applyable: flag(true),
  variables: z
    .record(z.string(), z.object({ value: z.unknown().optional() }))
    .nullish()
    .catch(undefined),
  configuration: z.unknown().optional(),
  planned_values: z.object({ root_module: z.unknown().optional() }).nullish().catch(undefined),
});
export type PlanFile = z.infer<typeof PlanFile>;

/** Returns the names of the outputs in the JSON of a plan, in the order of their entries. */
export function outputNamesIn(json: unknown): readonly string[] {
  const outputs = propertyOf(json, 'output_changes');
  return typeof outputs === 'object' && outputs !== null ? Object.keys(outputs) : [];
}

/** Schema of a module in `planned_values`. */
const PlannedModule = z.object({
  resources: list(
    z.object({
      address: z.string(),
      mode: z.enum(['managed', 'data', 'ephemeral']).catch('managed'),
      type: z.string(),
      values: z.unknown().optional(),
    }),
  ),
  child_modules: list(z.unknown()),
});

/** Reads a module in `planned_values`. Returns undefined for an invalid module. Caches the result, because a module may be large. */
export const plannedModule = (module: unknown): z.infer<typeof PlannedModule> | undefined =>
  typeof module === 'object' && module !== null ? readModule(module) : undefined;

const readModule = memoizeByObject((module: object) => PlannedModule.safeParse(module).data);
