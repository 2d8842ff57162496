import * as z from 'zod';
import { blocksIn, isObject } from '../terraform/blocks';
import { resourceReaders } from '../terraform/from-terraform';

type Json = Readonly<Record<string, unknown>>;

/** Resource in Terraform that declares a monitor. */
export interface DeclaredResource {
  /** Origin of the values: a configuration may contain expressions; a plan or state contains zero values for unset attributes. */
  readonly kind: 'configuration' | 'values';
  /** Type, for example `datadog_monitor`. */
  readonly type: string;
  readonly name: string;
  /** Address with modules, for example `module.a.datadog_monitor.cpu`. */
  readonly address: string;
  /** Attributes; undefined if the file contains no block. */
  readonly values: Json | undefined;
  /** Id of the monitor in Datadog, from an import block or a state. */
  readonly datadogId: string | undefined;
  /** Datadog ids in import blocks by resource address, for references in composites. */
  readonly ids?: ReadonlyMap<string, string>;
}

/** Finds the monitors in Terraform's JSON syntax: `*.tf.json`, `cdk.tf.json`, or HCL that was converted to it. */
export function resourcesInConfig(json: Json): readonly DeclaredResource[] {
  const ids = importIds(json['import']);
  return blocksIn(json['resource']).flatMap((resources) =>
    [...resourceReaders.keys()].flatMap((type) =>
      blocksIn(resources[type]).flatMap((named) =>
        Object.entries(named).map(([name, block]): DeclaredResource => {
          const address = `${type}.${name}`;
          const [values] = blocksIn(block);
          return { kind: 'configuration', type, name, address, values, datadogId: ids.get(address), ids };
        }),
      ),
    ),
  );
}

/** Returns the Datadog ids in import blocks by resource address. */
function importIds(imports: unknown): ReadonlyMap<string, string> {
  return new Map(
    blocksIn(imports).flatMap(({ to, id }) =>
      typeof to === 'string' && typeof id === 'string' ? [[to.replace(/^\$\{(.*)\}$/, '$1'), id] as const] : [],
    ),
  );
}

interface Module {
  resources?:
    | { address: string; mode?: string | undefined; type: string; name: string; values?: unknown }[]
    | undefined;
  child_modules?: Module[] | undefined;
}
const moduleSchema: z.ZodType<Module> = z.lazy(() =>
  z.object({
    resources: z
      .array(
        z.object({
          address: z.string(),
          mode: z.string().optional(),
          type: z.string(),
          name: z.string(),
          values: z.unknown(),
        }),
      )
      .optional(),
    child_modules: z.array(moduleSchema).optional(),
  }),
);
const shown = z.union([
  z
    .looseObject({ planned_values: z.looseObject({ root_module: moduleSchema }) })
    .transform((plan) => plan.planned_values),
  z.looseObject({ values: z.looseObject({ root_module: moduleSchema }) }).transform((state) => state.values),
]);

/** Resource in the output of `terraform show -json`. */
export interface ShownResource {
  readonly type: string;
  readonly name: string;
  readonly address: string;
  readonly values: Json;
}

/** Returns the managed resources of every module in the output of `terraform show -json`; an empty list for other JSON. */
export function shownResources(json: unknown): readonly ShownResource[] {
  const { data } = shown.safeParse(json);
  return data === undefined ? [] : inModule(data.root_module);
}

function inModule({ resources = [], child_modules = [] }: Module): readonly ShownResource[] {
  const own = resources.flatMap(({ address, mode, type, name, values }) =>
    mode === 'data' || !isObject(values) ? [] : [{ address, type, name, values }],
  );
  return [...own, ...child_modules.flatMap(inModule)];
}

/** Finds the monitors in the output of `terraform show -json`, of a state or a plan. */
export const resourcesInPlanOrState = (json: unknown): readonly DeclaredResource[] =>
  shownResources(json)
    .filter(({ type }) => resourceReaders.has(type))
    .map((one) => {
      const { id } = one.values;
      return { kind: 'values', ...one, datadogId: typeof id === 'string' && /^\d+$/.test(id) ? id : undefined };
    });
