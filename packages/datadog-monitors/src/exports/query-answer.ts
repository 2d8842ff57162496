import * as z from 'zod';
import { NotationError } from '../series/notation';
import { readName } from '../series/series';
import { ExportError } from './export-error';
import { lineAt } from './json-places';
import type { ExportedSeries } from './series-of-moments';

/** Response of `GET /api/v1/query`. Source: API reference, "Query timeseries points" */
const answer = z.object({
  series: z.array(
    z.object({
      metric: z.string(),
      scope: z.string().default('*'),
      tag_set: z.array(z.string()).optional(),
      pointlist: z.array(z.tuple([z.number(), z.number().nullable()])),
    }),
  ),
});

const refusal = z.object({
  status: z.string().optional(),
  error: z.string().nullish(),
  errors: z.array(z.string()).default([]),
  series: z.unknown().optional(),
});

/** Parses a response from the query API. @param text text of `json`, to find line numbers for errors @throws ExportError */
export function readQueryAnswer(json: unknown, text: string): ExportedSeries[] {
  rejectErrorAnswer(json);
  const parsed = answer.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const path = issue?.path ?? [];
    throw new ExportError(
      `is not a response from Datadog's query API (${pathOf(path)}: ${issue?.message})`,
      lineAt(text, path),
    );
  }
  return parsed.data.series.map(({ metric, scope, tag_set: tagSet, pointlist }, at) => {
    const tags = tagSet && tagSet.length > 0 ? tagSet : scope.split(',');
    // null means that there is no point
    const kept = pointlist.flatMap(([moment, value], index) => (value === null ? [] : [{ at: moment, value, index }]));
    return {
      ...named(metric, tags, () => lineAt(text, ['series', at, 'metric'])),
      moments: kept,
      lineOf: (index) => lineAt(text, ['series', at, 'pointlist', kept[index]?.index ?? 0]),
    };
  });
}

/** Rejects an error response: `{"errors":["Forbidden"]}` for a missing key, `status` and `error` for an invalid query. */
function rejectErrorAnswer(json: unknown): void {
  const { success, data } = refusal.safeParse(json);
  if (!success) return;
  const reason = data.errors.join('; ') || data.error || '';
  const hasFailed = data.status === 'error' || data.errors.length > 0 || (reason !== '' && data.series === undefined);
  if (hasFailed) throw new ExportError(`Datadog returned an error: ${reason || 'unknown'}`, 1);
}

function named(metric: string, tags: readonly string[], line: () => number | undefined) {
  try {
    return readName(`${metric}{${tags.filter((tag) => tag.includes(':')).join(',')}}`);
  } catch (error) {
    if (!(error instanceof NotationError)) throw error;
    throw new ExportError(`${metric} is not a metric; export each metric of the query separately`, line());
  }
}

/** Formats a path as `series[0].pointlist[3]`. */
function pathOf(path: readonly PropertyKey[]): string {
  const steps = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
  return steps.replace(/^\./, '') || 'the export';
}
