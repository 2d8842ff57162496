import type { InstanceKey } from '../expression/instance-address';
import type { Value, ValueObject } from '../value';
import type { ConfiguredModule, ModuleCall, PlannedModule, PlannedResource } from './plan-schema';

/** Planned instance of a resource or data source. */
export interface ResourceInstance extends PlannedResource {
  /** `after_unknown` of the resource in the plan; undefined for a data source that was read during planning. */
  readonly unknown: Value | undefined;
}

/** Module instance, with the instances of its resources and modules. */
export interface ModuleInstance {
  /** Prefix for addresses in the module, such as `module.queue["a"].`; empty for the root module. */
  readonly prefix: string;
  readonly key: InstanceKey | undefined;
  readonly configuration: ConfiguredModule;
  readonly caller: { readonly module: ModuleInstance; readonly call: ModuleCall } | undefined;
  /** Values of root variables; empty for other modules. */
  readonly variables: ValueObject;
  /** Values of sensitive root variables, as text. */
  readonly secrets: readonly string[];
  /** Resource instances, keyed by their address within the module, without the instance key: `aws_sqs_queue.jobs`. */
  readonly resources: ReadonlyMap<string, readonly ResourceInstance[]>;
  /** Module instances, keyed by the name of the module call. */
  readonly modules: ReadonlyMap<string, readonly ModuleInstance[]>;
}

/** Scope in which expressions in the configuration are resolved. */
export interface ExpressionScope {
  readonly module: ModuleInstance;
  /**
   * Instance key of the resource or module call that contains the expression; the value of `each.key` or `count.index`.
   */
  readonly key: InstanceKey | undefined;
  readonly repeated: Repetition | undefined;
}

export type Repetition = Pick<ModuleCall, 'count_expression' | 'for_each_expression'>;

interface Origin extends Pick<ModuleInstance, 'prefix' | 'key' | 'configuration' | 'caller' | 'variables' | 'secrets'> {
  /** Module in `planned_values` or, if one of its data sources was read during planning, in `prior_state`. */
  readonly planned: readonly PlannedModule[];
  /** Values of the plan's `after_unknown`, by address. */
  readonly unknown: ReadonlyMap<string, Value>;
}

export const rootOf = (module: ModuleInstance): ModuleInstance =>
  module.caller ? rootOf(module.caller.module) : module;

/** Combines the modules' configuration with their planned instances. */
export function rootModule(
  root: Pick<Origin, 'configuration' | 'variables' | 'secrets' | 'planned' | 'unknown'>,
): ModuleInstance {
  return instanceOf({ ...root, prefix: '', key: undefined, caller: undefined });
}

function instanceOf({ planned, unknown, ...origin }: Origin): ModuleInstance {
  const modules = new Map<string, readonly ModuleInstance[]>();
  const instance = { ...origin, resources: resourcesIn(planned, unknown), modules };
  const children = planned.flatMap(({ child_modules: inside }) => inside);
  for (const [name, call] of Object.entries(origin.configuration.module_calls)) {
    const prefix = `${origin.prefix}module.${name}`;
    const addresses = new Set(children.map(({ address }) => address).filter((one) => keyAfter(one, prefix) !== null));
    // a plan omits modules without resources, although they may have outputs
    if (addresses.size === 0 && !call.count_expression && !call.for_each_expression) addresses.add(prefix);
    const instances = [...addresses].map((address) =>
      instanceOf({
        prefix: `${address}.`,
        key: keyAfter(address, prefix) ?? undefined,
        configuration: call.module,
        caller: { module: instance, call },
        variables: {},
        secrets: origin.secrets,
        planned: children.filter((child) => child.address === address),
        unknown,
      }),
    );
    modules.set(name, instances);
  }
  return instance;
}

/** Returns the instance key in a module's address: undefined without a key, null if the address is in another module. */
function keyAfter(address: string, prefix: string): InstanceKey | undefined | null {
  if (!address.startsWith(prefix)) return null;
  const rest = address.slice(prefix.length);
  if (rest === '') return undefined;
  const index = /^\[(\d+)\]$/.exec(rest)?.[1];
  if (index !== undefined) return Number(index);
  const text = /^\["(.*)"\]$/s.exec(rest)?.[1];
  return text === undefined ? null : unquote(text);
}

const unquote = (text: string): string =>
  text.replace(/([$%])\1\{/g, '$1{').replace(/\\(.)/gs, (_, sign: string) => (sign === 'n' ? '\n' : sign));

function resourcesIn(
  planned: readonly PlannedModule[],
  unknown: ReadonlyMap<string, Value>,
): ReadonlyMap<string, readonly ResourceInstance[]> {
  const resources = new Map<string, ResourceInstance[]>();
  const seen = new Set<string>();
  for (const resource of planned.flatMap((module) => module.resources)) {
    // a data source may be in both the planned values and the prior state
    if (seen.has(resource.address)) continue;
    seen.add(resource.address);
    const address = `${resource.mode === 'data' ? 'data.' : ''}${resource.type}.${resource.name}`;
    const instance = { ...resource, unknown: unknown.get(resource.address) };
    resources.set(address, [...(resources.get(address) ?? []), instance]);
  }
  return resources;
}
