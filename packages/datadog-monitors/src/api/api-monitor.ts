import * as z from 'zod';
import { withoutServerFields } from './server-fields';

/**
 * Monitor in the format of Datadog's API, with the API's option names. Unknown keys are kept, because
 * exports contain options that no published schema lists.
 */
export interface ApiMonitor {
  readonly [key: string]: unknown;
  readonly name: string;
  readonly type: string;
  readonly query: string;
  readonly message: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/** Error for a monitor without a required attribute or with an attribute of the wrong type. The message names the attribute. */
export class ApiMonitorError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ApiMonitorError';
  }
}

const text = (attribute: string) => z.string(`${attribute} must be a string`);

const schema = z.looseObject({
  name: text('name').regex(/\S/, 'name must not be empty'),
  type: text('type'),
  query: text('query').regex(/\S/, 'query must not be empty'),
  message: text('message')
    .nullish()
    .transform((message) => message ?? ''),
  options: z
    .record(z.string(), z.unknown(), 'options must be an object')
    .nullish()
    .transform((options) => options ?? {}),
});

/** Parses the JSON of a monitor and removes the fields that only the server sets. @throws ApiMonitorError */
export function parseApiMonitor(json: unknown): ApiMonitor {
  const { data, error } = schema.safeParse(json);
  if (data === undefined) throw new ApiMonitorError(error.issues[0]?.message ?? 'not a monitor');
  const { name, type, query, message, options, ...others } = data;
  return { ...withoutServerFields(others), name, type, query, message, options: withoutServerFields(options) };
}

const identified = z.looseObject({ id: z.union([z.number().int().positive(), z.string().regex(/^\d+$/)]) });

/** Returns a monitor's Datadog id; undefined if the JSON contains no id. */
export function datadogIdOf(json: unknown): string | undefined {
  const { data } = identified.safeParse(json);
  return data === undefined ? undefined : String(data.id);
}
