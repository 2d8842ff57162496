import * as z from 'zod';
import { shownResources } from '../import/declared-resource';
import type { MetricSlo } from '../index';
import { blocksIn } from '../terraform/blocks';
import { referencedName } from './monitor-source';
import type { ReadPath } from './read-documents';

const number = z.union([z.number(), z.string().transform(Number)]);
const queries = z.object({ numerator: z.string(), denominator: z.string() });
/** Creates a schema for a Terraform block, which is an object or a list with one element. */
const block = <T>(schema: z.ZodType<T>) => z.union([schema, z.tuple([schema]).transform(([only]) => only)]);
const Slo = z.looseObject({
  id: z.string().optional(),
  name: z.string(),
  query: block(queries),
  thresholds: z.array(z.looseObject({ target: number })).min(1),
});
const AnySlo = z.looseObject({ name: z.string(), thresholds: z.array(z.looseObject({ target: number })).min(1) });

const resourceType = 'datadog_service_level_objective';
const Terraform = z.looseObject({ resource: z.unknown() });
const Answer = z.looseObject({ data: z.unknown() });
const Exported = z.looseObject({ slos: z.array(z.unknown()) });

/** SLO in a file, with the Terraform names by which alerts may refer to it. */
interface DeclaredSlo {
  readonly json: unknown;
  readonly names: readonly string[];
}

/**
 * Returns a function that finds the metric SLOs in files by id, name or Terraform name. The files contain Terraform, a plan, a state, or API
 * responses (`{"data": …}`, `{"slos": […]}`, a list or one SLO). Other SLOs have no metrics to evaluate and are not found.
 */
export function slosIn(paths: readonly ReadPath[]): (id: string) => MetricSlo | undefined {
  const documents = paths.flatMap(({ files }) => files.flatMap((one) => one.documents));
  const slos = new Map(documents.flatMap((json) => declaredSlos(json).flatMap(read)));
  return (id) => slos.get(id) ?? slos.get(referencedName(id) ?? id);
}

/** Returns whether a document contains SLOs of any type. */
export const hasSlos = (json: unknown): boolean =>
  declaredSlos(json).some((one) => block(AnySlo).safeParse(one.json).success);

function declaredSlos(json: unknown): readonly DeclaredSlo[] {
  const configured = blocksIn(Terraform.safeParse(json).data?.resource).flatMap((resources) =>
    blocksIn(resources[resourceType]).flatMap((named) =>
      Object.entries(named).map(([name, one]) => ({ json: one, names: [name] })),
    ),
  );
  const shown = shownResources(json)
    .filter(({ type }) => type === resourceType)
    .map(({ name, address, values }) => ({ json: values, names: [name, address] }));
  const inAnswer = Answer.safeParse(json).data?.data ?? Exported.safeParse(json).data?.slos ?? json;
  const listed: readonly unknown[] = Array.isArray(inAnswer) ? inAnswer : [inAnswer];
  return [...configured, ...shown, ...listed.map((one) => ({ json: one, names: [] }))];
}

function read({ json, names }: DeclaredSlo): (readonly [string, MetricSlo])[] {
  const { data } = block(Slo).safeParse(json);
  if (!data) return [];
  const [first] = data.thresholds;
  const slo = { target: first?.target ?? Number.NaN, good: data.query.numerator, total: data.query.denominator };
  return [...names, data.name, ...(data.id === undefined ? [] : [data.id])].map((name) => [name, slo] as const);
}
