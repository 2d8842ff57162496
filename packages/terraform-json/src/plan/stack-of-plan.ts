import type * as z from 'zod';
import type { Output, Stack, Variable } from '../stack/stack';
import { StackError } from '../stack/stack-error';
import { requireCreatePlan } from './create-plan';
import { jsonOf } from './expression-text';
import { type ExpressionScope, type ModuleInstance, rootModule } from './module-instance';
import { Plan, type PlannedModule } from './plan-schema';
import { blocksIn } from './planned-blocks';
import { providersIn } from './provider-configurations';
import { resolveConfigured } from './resolve';
import { secretsIn } from './secrets';
import { UnknownValue } from './unknown-value';

/** Returns whether a value looks like a plan's JSON. */
export const isPlan = (json: unknown): boolean =>
  typeof json === 'object' && json !== null && 'format_version' in json && 'planned_values' in json;

/**
 * Reads the JSON output of `terraform show -json` or `tofu show -json` for a plan that creates every resource. Each instance of a
 * resource becomes a block with Terraform's address: `module.queue["a"].aws_sqs_queue.jobs[0]`. Values known only after apply
 * become expressions again, in which module inputs and outputs are resolved. `planned.unknown` lists values that the plan does
 * not determine. Source: Terraform documentation, "JSON Output Format".
 * @throws StackError if the JSON is not a plan, or if the plan is incomplete or updates or destroys resources
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
    unknown: new Map(plan.resource_changes.flatMap(unknownOf)),
  });
  const blocks = blocksIn(root);
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
    // Terraform has already evaluated all conditions during planning
    conditions: [],
  };
}

function parsePlan(json: unknown): z.infer<typeof Plan> {
  const result = Plan.safeParse(json);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new StackError(issue?.path.join('.') ?? '', `${issue?.message ?? 'invalid'}; expected the JSON of a plan`);
}

const unknownOf = ({ address, change: { actions, after_unknown: unknown = {} } }: Plan['resource_changes'][number]) =>
  actions.includes('no-op') ? [] : [[address, unknown] as const];

/**
 * Returns the data sources in the prior state, by module. Only the prior state contains data sources that were read
 * during planning.
 */
const dataSourcesIn = (module: PlannedModule): readonly PlannedModule[] => [
  {
    ...module,
    resources: module.resources.filter(({ mode }) => mode === 'data'),
    child_modules: module.child_modules.flatMap(dataSourcesIn),
  },
];

const placeIn = (module: ModuleInstance): ExpressionScope => ({ module, key: undefined, repeated: undefined });

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
      // an unknown output is omitted, because nothing can refer to an output of the root module
      if (error instanceof UnknownValue) return [];
      throw error;
    }
  });
