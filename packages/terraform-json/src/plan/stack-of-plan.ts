import type * as z from 'zod';
import { StackError } from '../stack/error';
import type { Block, Output, Stack, Variable } from '../stack/stack';
import { isObject, type Value } from '../value';
import { requireCreatePlan } from './create-plan';
import { jsonOf, templatesOf } from './expression-text';
import { fillUnknown } from './fill-unknown';
import { type ModuleInstance, type Place, rootModule } from './module-instance';
import { providerName, providersIn } from './provider-configurations';
import { dependedBlocks, referencedBlocks } from './referenced-blocks';
import { resolveConfigured } from './resolve';
import { type ConfiguredResource, Plan, type PlannedModule, type PlannedResource } from './schema';
import { secretsIn } from './secrets';
import { UnknownValue } from './unknown-value';

/** Whether this looks like the JSON of a plan. */
export const isPlan = (json: unknown): boolean =>
  typeof json === 'object' && json !== null && 'format_version' in json && 'planned_values' in json;

/**
 * Reads the JSON of a plan that creates every resource, as `terraform show -json` and `tofu show -json` write it. Each instance of
 * a resource is a block, whose address is Terraform's: `module.queue["a"].aws_sqs_queue.jobs[0]`. Values that are known only after
 * apply become expressions again, through variables and outputs of modules; what the plan does not determine is in `planned.unknown`.
 * @throws StackError for what is not a plan, for a plan that changes or destroys something, and for one that is incomplete
 * Source: "JSON Output Format" in the documentation of Terraform
 */
export function stackOfPlan(json: unknown): Stack {
  const plan = parsePlan(json);
  requireCreatePlan(plan);
  const { configuration, planned_values: planned, prior_state: prior } = plan;
  const read = prior?.values ? dataSourcesIn(prior.values.root_module) : [];
  const variables = Object.fromEntries(
    Object.entries(plan.variables).flatMap(([name, { value }]) =>
      value === undefined ? [] : [[name, value] as const],
    ),
  );
  const secrets = Object.entries(configuration.root_module.variables).flatMap(([name, { sensitive }]) =>
    secretsIn(variables[name] ?? null, sensitive),
  );
  const root = rootModule({
    configuration: configuration.root_module,
    variables,
    secrets,
    planned: [planned.root_module, ...read],
  });
  const changes = new Map(plan.resource_changes.map((one) => [one.address, one.change.after_unknown] as const));
  const blocks = blocksIn(root, changes);
  const place = placeIn(root);
  return {
    name: undefined,
    resources: blocks.filter(({ kind }) => kind === 'resource'),
    dataSources: blocks.filter(({ kind }) => kind === 'data'),
    variables: variablesOf(plan),
    locals: {},
    outputs: outputsOf(root),
    providers: providersIn(configuration.provider_config, place),
    terraform: { requiredVersion: undefined, requiredProviders: {}, backend: undefined },
    // Terraform has evaluated them while planning
    conditions: [],
  };
}

function parsePlan(json: unknown): z.infer<typeof Plan> {
  const result = Plan.safeParse(json);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new StackError(issue?.path.join('.') ?? '', `${issue?.message ?? 'invalid'}; expected the JSON of a plan`);
}

/** What is read while planning is in the prior state only. */
const dataSourcesIn = (module: PlannedModule): readonly PlannedModule[] => [
  {
    ...module,
    resources: module.resources.filter(({ mode }) => mode === 'data'),
    child_modules: module.child_modules.flatMap(dataSourcesIn),
  },
];

const placeIn = (module: ModuleInstance): Place => ({ module, key: undefined, repeated: undefined });

function blocksIn(module: ModuleInstance, changes: ReadonlyMap<string, Value | undefined>): readonly Block[] {
  const configured = new Map(module.configuration.resources.map((one) => [one.address, one]));
  const own = [...module.resources].flatMap(([address, instances]) =>
    instances.map((planned) => blockOf({ planned, configured: configured.get(address), module, changes })),
  );
  return [...own, ...[...module.modules.values()].flat().flatMap((inside) => blocksIn(inside, changes))];
}

interface Declared {
  readonly planned: PlannedResource;
  readonly configured: ConfiguredResource | undefined;
  readonly module: ModuleInstance;
  /** The plan's `after_unknown` by address; data sources that are read already have no change. */
  readonly changes: ReadonlyMap<string, Value | undefined>;
}

function blockOf({ planned, configured, module, changes }: Declared): Block {
  const { address, mode, type, name, values, sensitive_values: sensitive } = planned;
  const place = { module, key: planned.index ?? undefined, repeated: configured };
  const unknown = changes.get(address);
  const isRead = mode === 'data' && !changes.has(address);
  const filled = isRead
    ? {
        values: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, templatesOf(value)])),
        missing: [],
        assumed: [],
      }
    : fillUnknown({ value: values, unknown, sensitive, configured: configured?.expressions }, place);
  const needed = isRead ? [] : referencedBlocks(configured?.expressions ?? {}, place);
  const ordered = isRead ? [] : dependedBlocks(configured?.depends_on ?? [], module);
  const provider = providerName(configured?.provider_config_key ?? '');
  return {
    kind: mode === 'data' ? 'data' : 'resource',
    address,
    type,
    name,
    attributes: filled.values,
    dependsOn: [...new Set([...ordered, ...needed])].filter((one) => one !== address),
    lifecycle: {},
    provider: provider.includes('.') ? provider : undefined,
    constructPath: undefined,
    planned: {
      isRead,
      unknown: mode === 'data' && !isRead ? [...filled.missing, ...resultsIn(unknown)] : filled.missing,
      assumed: filled.assumed,
      provisioners: configured?.provisioners.length ?? 0,
      secrets: longestFirst([...secretsIn(values, sensitive), ...module.secrets]),
    },
  };
}

/** One secret may contain another. */
const longestFirst = (texts: readonly string[]): readonly string[] =>
  [...new Set(texts)].sort((a, b) => b.length - a.length);

/** Returns the results of a data source that is read during apply. */
const resultsIn = (unknown: Value | undefined): readonly string[] =>
  unknown !== undefined && isObject(unknown)
    ? Object.keys(unknown).filter((name) => unknown[name] === true && name !== 'id')
    : [];

const variablesOf = ({ variables, configuration }: Plan): readonly Variable[] =>
  Object.entries(configuration.root_module.variables).map(([name, { default: fallback, sensitive }]) => ({
    name,
    default: variables[name]?.value ?? fallback,
    type: undefined,
    sensitive,
    description: undefined,
  }));

const outputsOf = (root: ModuleInstance): readonly Output[] =>
  Object.entries(root.configuration.outputs).flatMap(([name, { expression, sensitive }]) => {
    try {
      return [{ name, value: jsonOf(resolveConfigured(expression, placeIn(root))), sensitive }];
    } catch (error) {
      // nothing can refer to an output of the root
      if (error instanceof UnknownValue) return [];
      throw error;
    }
  });
