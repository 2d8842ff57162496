import * as z from 'zod';
import { snakeCase, withKeys } from '../api/letter-case';
import { type DeclaredResource, resourcesInConfig, resourcesInPlanOrState } from './declared-resource';

/** Monitor in the format of Datadog's API. */
interface ApiDeclaration {
  readonly kind: 'api';
  readonly json: unknown;
  /** Name or position in the file, for a monitor without a name. */
  readonly fallback: string;
  /** Name by which kennel's composites refer to the monitor. */
  readonly kennelReference?: string | undefined;
}

/** Monitor in a file of any supported format, whose attributes are not yet validated. */
export type DeclaredMonitor = ApiDeclaration | DeclaredResource;

/** Format of JSON that can contain monitors. */
interface Format {
  readonly schema: z.ZodType;
  read(file: string, json: unknown): readonly DeclaredMonitor[];
}

const exported = z.looseObject({ monitors: z.array(z.unknown()) });
const titled = z.looseObject({ title: z.string().optional(), definition: z.looseObject({ query: z.unknown() }) });
const custom = z.looseObject({
  kind: z.literal('DatadogMonitor'),
  metadata: z.looseObject({ name: z.string().optional() }).optional(),
  spec: z.record(z.string(), z.unknown()),
  status: z.looseObject({ id: z.unknown() }).optional(),
});
const listed = z.looseObject({ kind: z.literal('List'), items: z.array(z.unknown()) });
const configured = z.looseObject({ resource: z.union([z.looseObject({}), z.array(z.unknown())]) });
// SLOs also have a type and a query
const single = z.looseObject({ type: z.string().regex(/^(?!(?:metric|monitor|time_slice)$)/), query: z.unknown() });
const isSlo = (json: unknown) => z.looseObject({ thresholds: z.array(z.unknown()) }).safeParse(json).success;
const generated = single.extend({ api_resource: z.literal('monitor') });

const list = z.array(z.unknown()).refine((entries) => entries.some((one) => single.safeParse(one).success));

const all = (entries: readonly unknown[]) =>
  entries.flatMap((json, at): DeclaredMonitor[] =>
    isSlo(json) ? [] : [{ kind: 'api', json, fallback: `entry ${at + 1}` }],
  );

function kennelReferenceTo(file: string): string | undefined {
  const [, project, id] = /([^/\\]+)[/\\]([^/\\]+)\.json$/.exec(file) ?? [];
  return id && `%{${project}:${id}}`;
}

/** Formats in the order in which they are tried. */
const formats: readonly Format[] = [
  // an export of several monitors, or the response to `GET /api/v1/monitor`
  { schema: list, read: (_file, json) => all(z.array(z.unknown()).parse(json)) },
  { schema: exported, read: (_file, json) => all(exported.parse(json).monitors) },
  // DataDog/integrations-core: assets/monitors/*.json
  {
    schema: titled,
    read(_file, json) {
      const { title, definition } = titled.parse(json);
      return [{ kind: 'api', json: { name: title, ...definition }, fallback: 'definition' }];
    },
  },
  // DataDog/datadog-operator: names in camel case, thresholds as strings
  {
    schema: custom,
    read(_file, json) {
      const { metadata, spec, status } = custom.parse(json);
      const { controllerOptions: _options, ...definition } = spec;
      const monitor = z.looseObject({}).parse(withKeys(definition, snakeCase));
      const name = metadata?.name ?? 'DatadogMonitor';
      const named = { ...monitor, name: monitor['name'] ?? name, ...(status && { id: status.id }) };
      return [{ kind: 'api', json: named, fallback: name }];
    },
  },
  { schema: listed, read: (file, json) => listed.parse(json).items.flatMap((item) => declaredMonitors(file, item)) },
  { schema: configured, read: (_file, json) => resourcesInConfig(configured.parse(json)) },
  {
    schema: z.union([
      z.looseObject({ planned_values: z.looseObject({}) }),
      z.looseObject({ values: z.looseObject({}) }),
    ]),
    read: (_file, json) => resourcesInPlanOrState(json),
  },
  // kennel: generated/project/id.json
  {
    schema: generated,
    read: (file, json) => [{ kind: 'api', json, fallback: 'monitor', kennelReference: kennelReferenceTo(file) }],
  },
  // last, because it accepts almost any object: a monitor's JSON from the UI
  { schema: single, read: (_file, json) => [{ kind: 'api', json, fallback: 'monitor' }] },
];

/**
 * Finds the monitors in JSON of any supported format; an empty list if the JSON contains no monitors. Every command that reads files
 * uses this list of formats.
 */
export function declaredMonitors(file: string, json: unknown): readonly DeclaredMonitor[] {
  const format = formats.find(({ schema }) => schema.safeParse(json).success);
  return format === undefined ? [] : format.read(file, json);
}
