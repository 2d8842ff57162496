import * as z from 'zod';
import { snakeCase, withKeys } from '../api/letter-case';
import { type Found, problemAt, readMonitor } from './imported-monitor';
import { readPlanOrState, readTerraformConfig } from './read-terraform';

/** Format of JSON that can contain monitors. */
interface Format {
  readonly schema: z.ZodType;
  read(file: string, json: unknown): readonly Found[];
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
const single = z.looseObject({ type: z.string(), query: z.unknown() });
const generated = single.extend({ api_resource: z.literal('monitor') });

const list = z.array(z.unknown()).refine((entries) => entries.some((one) => single.safeParse(one).success));

const all = (file: string, entries: readonly unknown[]) =>
  entries.map((one, at) => readMonitor(file, one, `entry ${at + 1}`));

function kennelReferenceTo(file: string): string | undefined {
  const [, project, id] = /([^/\\]+)[/\\]([^/\\]+)\.json$/.exec(file) ?? [];
  return id && `%{${project}:${id}}`;
}

/** Formats in the order in which they are tried. */
const formats: readonly Format[] = [
  // an export of several monitors, or the response to `GET /api/v1/monitor`
  { schema: list, read: (file, json) => all(file, z.array(z.unknown()).parse(json)) },
  { schema: exported, read: (file, json) => all(file, exported.parse(json).monitors) },
  // DataDog/integrations-core: assets/monitors/*.json
  {
    schema: titled,
    read(file, json) {
      const { title, definition } = titled.parse(json);
      return [readMonitor(file, { name: title, ...definition }, 'definition')];
    },
  },
  // DataDog/datadog-operator: names in camel case, thresholds as strings
  {
    schema: custom,
    read(file, json) {
      const { metadata, spec, status } = custom.parse(json);
      const { controllerOptions: _options, ...definition } = spec;
      const monitor = z.looseObject({}).parse(withKeys(definition, snakeCase));
      const name = metadata?.name ?? 'DatadogMonitor';
      return [readMonitor(file, { ...monitor, name: monitor['name'] ?? name, ...(status && { id: status.id }) }, name)];
    },
  },
  { schema: listed, read: (file, json) => listed.parse(json).items.flatMap((item) => readObject(file, item)) },
  { schema: configured, read: (file, json) => readTerraformConfig(file, configured.parse(json)) },
  {
    schema: z.union([
      z.looseObject({ planned_values: z.looseObject({}) }),
      z.looseObject({ values: z.looseObject({}) }),
    ]),
    read: readPlanOrState,
  },
  // kennel: generated/project/id.json
  {
    schema: generated,
    read(file, json) {
      const found = readMonitor(file, json, 'monitor');
      return [found.kind === 'monitor' ? { ...found, kennelReference: kennelReferenceTo(file) } : found];
    },
  },
  // last, because it accepts almost any object: a monitor's JSON from the UI
  { schema: single, read: (file, json) => [readMonitor(file, json, 'monitor')] },
];

/** Reads the monitors in JSON of any supported format; an empty list if the JSON contains no monitors. */
export function readObject(file: string, json: unknown): readonly Found[] {
  const format = formats.find(({ schema }) => schema.safeParse(json).success);
  return format === undefined ? [] : format.read(file, json);
}

/** Reads the monitors in the text of a JSON file. */
export function readJsonText(file: string, text: string): readonly Found[] {
  try {
    return readObject(file, JSON.parse(text));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return [problemAt(file, `is not valid JSON (${error.message}); save the complete response or export again`)];
  }
}
