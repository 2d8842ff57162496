import * as z from 'zod';
import type { MetricSlo } from '../index';
import { referencedName } from './monitor-source';
import { readText } from './read-text';

const number = z.union([z.number(), z.string().transform(Number)]);
const queries = z.object({ numerator: z.string(), denominator: z.string() });
/** Creates a schema for a Terraform block, which is an object or a list with one element. */
const block = <T>(schema: z.ZodType<T>) => z.union([schema, z.tuple([schema]).transform(([only]) => only)]);
const Slo = z.looseObject({
  id: z.string().optional(),
  name: z.string(),
  query: block(queries),
  thresholds: z.array(z.object({ target: number })).min(1),
});

const Terraform = z.looseObject({
  resource: z.looseObject({ datadog_service_level_objective: z.record(z.string(), z.unknown()) }),
});
const Answer = z.looseObject({ data: z.array(z.unknown()) });
const Exported = z.looseObject({ slos: z.array(z.unknown()) });

/**
 * Returns a function that finds the metric SLOs in files by id, name or Terraform name. The files contain Terraform JSON or API responses
 * (`{"data": […]}`, `{"slos": […]}` or a list). Other SLOs have no metrics to evaluate and are not found.
 */
export function slosInFiles(files: readonly string[]): (id: string) => MetricSlo | undefined {
  const slos = new Map(files.flatMap((file) => slosIn(JSON.parse(readText(file)))));
  return (id) => slos.get(id) ?? slos.get(referencedName(id) ?? id);
}

function slosIn(json: unknown): (readonly [string, MetricSlo])[] {
  const declared = Object.entries(Terraform.safeParse(json).data?.resource.datadog_service_level_objective ?? {});
  const listed =
    Answer.safeParse(json).data?.data ?? Exported.safeParse(json).data?.slos ?? (Array.isArray(json) ? json : []);
  return [...declared.flatMap(([name, one]) => read(one, [name])), ...listed.flatMap((one) => read(one, []))];
}

function read(json: unknown, names: readonly string[]): (readonly [string, MetricSlo])[] {
  const { data } = block(Slo).safeParse(json);
  if (!data) return [];
  const [first] = data.thresholds;
  const slo = { target: first?.target ?? Number.NaN, good: data.query.numerator, total: data.query.denominator };
  return [...names, data.name, ...(data.id === undefined ? [] : [data.id])].map((name) => [name, slo] as const);
}
