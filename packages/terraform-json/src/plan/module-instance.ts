import type { InstanceKey } from '../expression/instance-address';
import type { Value, ValueObject } from '../value';
import type { ConfiguredModule, ModuleCall, PlannedModule, PlannedResource } from './plan-schema';

/** An instance of a resource. */
export interface ResourceInstance extends PlannedResource {
  /** The plan's `after_unknown`. Undefined if nothing changes: a data source that was read while planning. */
  readonly unknown: Value | undefined;
}

/** An instance of a module with what is planned in it. */
export interface ModuleInstance {
  /** Empty for the root, otherwise such as `module.queue["a"].`, to put before an address. */
  readonly prefix: string;
  readonly key: InstanceKey | undefined;
  readonly configuration: ConfiguredModule;
  readonly caller: { readonly module: ModuleInstance; readonly call: ModuleCall } | undefined;
  /** Values of variables, of the root only. */
  readonly variables: ValueObject;
  /** Texts of sensitive variables of the root. */
  readonly secrets: readonly string[];
  /** By address in the module without keys, such as `aws_sqs_queue.jobs`. */
  readonly resources: ReadonlyMap<string, readonly ResourceInstance[]>;
  /** By name of the call. */
  readonly modules: ReadonlyMap<string, readonly ModuleInstance[]>;
}

/** Scope of an expression of the configuration. */
export interface ExpressionScope {
  readonly module: ModuleInstance;
  /** Key of the resource or module call for `each` and `count`, which are in the module. */
  readonly key: InstanceKey | undefined;
  readonly repeated: Repeated | undefined;
}

export type Repeated = Pick<ModuleCall, 'count_expression' | 'for_each_expression'>;

interface Origin extends Pick<ModuleInstance, 'prefix' | 'key' | 'configuration' | 'caller' | 'variables' | 'secrets'> {
  /** The module in `planned_values`, and in `prior_state` if a data source was read in it. */
  readonly planned: readonly PlannedModule[];
  /** The plan's `after_unknown` by address. */
  readonly unknown: ReadonlyMap<string, Value>;
}

export const rootOf = (module: ModuleInstance): ModuleInstance =>
  module.caller ? rootOf(module.caller.module) : module;

/** Combines the configuration of modules with their planned instances. */
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
    // a module without resources is not listed, but has outputs
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

/** Returns undefined for no key, and null if it is another module. */
function keyAfter(address: string, prefix: string): InstanceKey | undefined | null {
  if (!address.startsWith(prefix)) return null;
  const rest = address.slice(prefix.length);
  if (rest === '') return undefined;
  const index = /^\[(\d+)\]$/.exec(rest)?.[1];
  if (index !== undefined) return Number(index);
  const text = /^\["(.*)"\]$/s.exec(rest)?.[1];
  return text === undefined ? null : unquoted(text);
}

const unquoted = (text: string): string =>
  text.replace(/([$%])\1\{/g, '$1{').replace(/\\(.)/gs, (_, sign: string) => (sign === 'n' ? '\n' : sign));

function resourcesIn(
  planned: readonly PlannedModule[],
  unknown: ReadonlyMap<string, Value>,
): ReadonlyMap<string, readonly ResourceInstance[]> {
  const resources = new Map<string, ResourceInstance[]>();
  const seen = new Set<string>();
  for (const resource of planned.flatMap((module) => module.resources)) {
    // a data source may be in both states
    if (seen.has(resource.address)) continue;
    seen.add(resource.address);
    const address = `${resource.mode === 'data' ? 'data.' : ''}${resource.type}.${resource.name}`;
    const instance = { ...resource, unknown: unknown.get(resource.address) };
    resources.set(address, [...(resources.get(address) ?? []), instance]);
  }
  return resources;
}
