import * as z from 'zod';
import { gathered } from '../gathered';

const Configured = z.object({
  address: z.string(),
  expressions: z.record(z.string(), z.unknown()).nullish().catch(undefined),
});
const Module = z.object({
  resources: z.array(z.unknown()).nullish().catch(undefined),
  module_calls: z
    .record(z.string(), z.object({ module: z.unknown().optional() }))
    .nullish()
    .catch(undefined),
});
const Root = z.object({ root_module: z.unknown().optional() });

/** Address without keys → attribute → what it refers to. */
type Configuration = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

const expressionsIn = gathered((configuration: object): Configuration => {
  const root = Root.safeParse(configuration);
  return new Map(root.success ? ofModule(root.data.root_module, '') : []);
});

function ofModule(module: unknown, path: string): readonly [string, Readonly<Record<string, unknown>>][] {
  const parsed = Module.safeParse(module);
  if (!parsed.success) return [];
  const own = (parsed.data.resources ?? []).flatMap((resource): [string, Readonly<Record<string, unknown>>][] => {
    const one = Configured.safeParse(resource);
    return one.success ? [[`${path}${one.data.address}`, one.data.expressions ?? {}]] : [];
  });
  const calls = Object.entries(parsed.data.module_calls ?? {});
  return [...own, ...calls.flatMap(([name, call]) => ofModule(call.module, `${path}module.${name}.`))];
}

/**
 * What the attributes of a resource refer to, as they are declared: `aws_sqs_queue.jobs.arn`. Other resources, data sources and
 * modules, the whole path of each.
 * @param configuration of the plan's JSON
 */
export function referencesOf(
  configuration: unknown,
  address: string,
  attributes: readonly string[],
): readonly string[] {
  if (typeof configuration !== 'object' || configuration === null) return [];
  const expressions = expressionsIn(configuration).get(withoutKeys(address)) ?? {};
  const all = attributes.flatMap((name) => (Object.hasOwn(expressions, name) ? referencesIn(expressions[name]) : []));
  const others = [...new Set(all)].filter((one) => !/^(?:var|local|each|count|path|self|terraform)\./.test(one));
  // Terraform tells of `a.b.arn` that it refers to `a.b`, too
  return others.filter((one) => !others.some((other) => other.startsWith(`${one}.`) || other.startsWith(`${one}[`)));
}

const withoutKeys = (address: string) => address.replace(/\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g, '');

function referencesIn(expression: unknown): readonly string[] {
  if (Array.isArray(expression)) return expression.flatMap(referencesIn);
  if (typeof expression !== 'object' || expression === null) return [];
  return Object.entries(expression).flatMap(([name, value]: [string, unknown]) =>
    name === 'references' && Array.isArray(value)
      ? value.filter((one): one is string => typeof one === 'string')
      : name === 'constant_value'
        ? []
        : referencesIn(value),
  );
}
