import * as z from 'zod';
import { ApiMonitorError } from '../api/api-monitor';
import { blocksIn, isObject } from '../terraform/blocks';
import { type ReadResource, resourceReaders } from '../terraform/from-terraform';
import { ExpressionError, unescapeTemplates } from '../terraform/template-text';
import { type Found, problemAt } from './imported-monitor';

type Json = Readonly<Record<string, unknown>>;

const advice = 'run terraform show -json > state.json and import state.json';

/** Reads the monitors in Terraform's JSON syntax: `*.tf.json`, `cdk.tf.json`, or HCL that was converted to it. */
export function readTerraformConfig(file: string, json: Json): readonly Found[] {
  const ids = importIds(json['import']);
  return blocksIn(json['resource']).flatMap((resources) =>
    [...resourceReaders].flatMap(([type, read]) =>
      blocksIn(resources[type]).flatMap((named) =>
        Object.entries(named).map(([name, block]): Found => {
          const place = `${file}: ${type}.${name}`;
          const [only] = blocksIn(block);
          if (only === undefined) return problemAt(place, 'is not a resource block');
          const repeated = ['for_each', 'count'].find((key) => only[key] !== undefined);
          if (repeated !== undefined) return problemAt(place, `uses ${repeated}; ${advice}`);
          return readResource({ place, name, datadogId: ids.get(`${type}.${name}`) }, () =>
            read(literal(withMemberIds(only, ids))),
          );
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

/** Replaces references to monitors whose Datadog id is known from an import block, in the query or in the monitor's JSON. */
function withMemberIds(block: Json, ids: ReadonlyMap<string, string>): Json {
  const replaced = ['query', 'monitor'].flatMap((attribute) => {
    const text = block[attribute];
    return typeof text === 'string' ? [[attribute, withIds(text, ids)] as const] : [];
  });
  return { ...block, ...Object.fromEntries(replaced) };
}

const withIds = (text: string, ids: ReadonlyMap<string, string>) =>
  // `$${` is an escaped `${`
  text.replace(/(?<!\$)\$\{(datadog_monitor(?:_json)?\.[\w-]+)\.id\}/g, (found, to: string) => ids.get(to) ?? found);

function literal(block: Json): Json {
  const { lifecycle: _lifecycle, depends_on: _depends, provider: _provider, '//': _comment, ...attributes } = block;
  const text = unescapeTemplates(attributes);
  return isObject(text) ? text : {};
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

/** Reads the monitors in the output of `terraform show -json`, of a state or a plan. */
export function readPlanOrState(file: string, json: unknown): readonly Found[] {
  const { data } = shown.safeParse(json);
  return data === undefined ? [] : inModule(file, data.root_module);
}

function inModule(file: string, { resources = [], child_modules = [] }: Module): readonly Found[] {
  const own = resources.flatMap(({ address, mode, type, name, values }): readonly Found[] => {
    const read = resourceReaders.get(type);
    if (read === undefined || mode === 'data' || !isObject(values)) return [];
    const { id } = values;
    const datadogId = typeof id === 'string' && /^\d+$/.test(id) ? id : undefined;
    return [readResource({ place: `${file}: ${address}`, name, datadogId }, () => read(values))];
  });
  return [...own, ...child_modules.flatMap((child) => inModule(file, child))];
}

interface Resource {
  readonly place: string;
  readonly name: string;
  readonly datadogId: string | undefined;
}

function readResource({ place, name, datadogId }: Resource, read: () => ReadResource): Found {
  try {
    const { monitor, unread } = read();
    const notes = unread.map(
      (path) => `${path} is unknown and is not imported; import the monitor's JSON from Datadog`,
    );
    return { kind: 'monitor', place, monitor, datadogId, terraformId: name, notes };
  } catch (error) {
    if (error instanceof ExpressionError)
      return problemAt(place, `${error.message}, whose value is not in the file; ${advice}`);
    if (error instanceof ApiMonitorError) return problemAt(place, error.message);
    throw error;
  }
}
