import * as z from 'zod';
import { value } from '../stack/stack-schema';

/**
 * Returns the schema for a list. A missing key yields an empty list, and so does null, which other programs write when
 * they rewrite a plan.
 */
const list = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item)
    .nullish()
    .transform((items) => items ?? []);
const map = <Item extends z.ZodType>(item: Item) =>
  z
    .record(z.string(), item)
    .nullish()
    .transform((items) => items ?? {});
const flag = (fallback: boolean) =>
  z
    .boolean()
    .nullish()
    .transform((given) => given ?? fallback);

const key = z.union([z.string(), z.number()]).nullish();

/** Schema for an attribute's expression: a constant, references or, in a JSON configuration, both. */
const Expression = z.object({ constant_value: value.optional(), references: list(z.string()) });
export type ConfiguredExpression = z.infer<typeof Expression>;

const ConfiguredResource = z.object({
  /** Address of the resource relative to the module. */
  address: z.string(),
  mode: z.enum(['managed', 'data']).catch('managed'),
  provider_config_key: z.string().default(''),
  expressions: map(value),
  count_expression: Expression.optional(),
  for_each_expression: Expression.optional(),
  depends_on: list(z.string()),
  provisioners: list(z.unknown()),
});
export type ConfiguredResource = z.infer<typeof ConfiguredResource>;

const ModuleCall = z.object({
  expressions: map(value),
  count_expression: Expression.optional(),
  for_each_expression: Expression.optional(),
  depends_on: list(z.string()),
  get module() {
    return ConfiguredModule;
  },
});
export type ModuleCall = z.infer<typeof ModuleCall>;

const ConfiguredModule = z.object({
  resources: list(ConfiguredResource),
  outputs: map(z.object({ expression: Expression.default({ references: [] }), sensitive: flag(false) })),
  variables: map(z.object({ default: value.optional(), sensitive: flag(false) })),
  get module_calls(): z.ZodType<Readonly<Record<string, ModuleCall>>> {
    return map(ModuleCall);
  },
});
export type ConfiguredModule = z.infer<typeof ConfiguredModule>;

const PlannedResource = z.object({
  address: z.string(),
  mode: z.enum(['managed', 'data']).catch('managed'),
  type: z.string(),
  name: z.string(),
  index: key,
  values: map(value),
  sensitive_values: value.optional(),
});
export type PlannedResource = z.infer<typeof PlannedResource>;

const PlannedModule = z.object({
  address: z.string().default(''),
  resources: list(PlannedResource),
  get child_modules(): z.ZodType<readonly PlannedModule[]> {
    return list(PlannedModule);
  },
});
export interface PlannedModule {
  readonly address: string;
  readonly resources: readonly PlannedResource[];
  readonly child_modules: readonly PlannedModule[];
}

const Values = z.object({ root_module: PlannedModule.default({ address: '', resources: [], child_modules: [] }) });

/**
 * Schema for the keys in a plan's JSON that are required to run the plan locally. Source: hashicorp/terraform,
 * internal/command/jsonplan, jsonconfig and jsonstate
 */
export const Plan = z.object({
  format_version: z.string(),
  errored: flag(false),
  variables: map(z.object({ value: value.optional() })),
  planned_values: Values,
  prior_state: z.object({ values: Values.nullish() }).nullish(),
  resource_changes: list(
    z.object({
      address: z.string(),
      mode: z.string(),
      change: z.object({ actions: z.array(z.string()), after_unknown: value.optional() }),
    }),
  ),
  deferred_changes: list(z.object({ resource_change: z.object({ address: z.string() }) })),
  configuration: z.object({
    provider_config: map(
      z.object({
        name: z.string(),
        alias: z.string().nullish(),
        module_address: z.string().nullish(),
        expressions: map(value),
      }),
    ),
    root_module: ConfiguredModule,
  }),
});
export type Plan = z.infer<typeof Plan>;

const OnlyExpression = z.strictObject(Expression.shape);

/** Returns an attribute's expression; undefined for blocks. */
export const expressionIn = (configured: unknown): ConfiguredExpression | undefined =>
  OnlyExpression.safeParse(configured).data;
