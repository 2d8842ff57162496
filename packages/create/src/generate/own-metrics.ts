import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInThisContext } from 'node:vm';
import type { Metric } from '@himeshima/datadog-monitors';
import ts from 'typescript';
import * as z from 'zod';

/** File with a platform's own metrics, as the exported object `ownMetrics`. */
export const metricsFile = 'contracts/metrics.ts';

const Module = z.object({
  ownMetrics: z.record(
    z.string(),
    z.object({
      datadog: z.string(),
      kind: z.enum(['count', 'gauge', 'rate', 'distribution']),
      tags: z.array(z.string()),
    }),
  ),
});

/**
 * Returns the metrics that a platform declares; none if the file is missing.
 * @throws one-line Error if the file cannot be evaluated, or declares invalid metrics
 */
export function ownMetricsIn(root: string): readonly Metric[] {
  const file = join(root, metricsFile);
  if (!existsSync(file)) return [];
  const { data, error } = Module.safeParse(evaluate(readFileSync(file, 'utf8')));
  if (error)
    throw new Error(`${metricsFile} does not declare valid metrics: ${z.prettifyError(error).replace(/\s+/g, ' ')}`);
  return Object.values(data.ownMetrics).map(({ datadog: name, kind: type, tags }) => {
    return { name, type, tags, unit: undefined, source: metricsFile };
  });
}

/** Evaluates a module without imports. @returns its exports @throws one-line Error if the module throws */
function evaluate(text: string): unknown {
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
  const exports: Record<string, unknown> = {};
  try {
    const module: unknown = runInThisContext(
      `(exports) => {${ts.transpileModule(text, { compilerOptions }).outputText}\n}`,
    );
    if (typeof module === 'function') module(exports);
    return exports;
  } catch (error) {
    throw new Error(`${metricsFile} cannot be evaluated: ${String(error).split('\n')[0]}`);
  }
}
