import { replaceFile } from '@himeshima/cli';
import { type MetricMetadata, metricMetadata } from '../audit/metric-metadata';
import type { MetricType } from '../catalogue/metric';
import { fetchMetadata } from '../datadog-api/fetch-metadata';
import type { MonitorDefinition } from '../monitor/definition';
import { apiInEnvironment } from './api-backtest';
import { readText } from './read-text';

export type MetricTypes = Readonly<Record<string, MetricType>>;

interface MetadataOptions {
  readonly live?: true | undefined;
  readonly metadata?: string | undefined;
  readonly saveMetadata?: string | undefined;
}

/**
 * Returns the account's metadata for the metrics that the given monitors use; undefined if no option requests it.
 * @throws Error for contradictory options, missing keys or an unreadable file; DatadogApiError
 */
export async function metadataFor(
  definitions: readonly MonitorDefinition[],
  { live, metadata, saveMetadata }: MetadataOptions,
): Promise<MetricMetadata | undefined> {
  if (live && metadata !== undefined) throw new Error('--live and --metadata cannot be combined; use one of them');
  if (!live && saveMetadata !== undefined) throw new Error('--save-metadata needs --live');
  if (metadata !== undefined) return read(metadata);
  if (!live) return undefined;
  const api = apiInEnvironment(process.env);
  if (api === undefined)
    throw new Error(
      '--live needs DD_API_KEY and DD_APP_KEY; the application key needs only the scopes metrics_read and timeseries_query',
    );
  const fetched = await fetchMetadata(definitions, api, Math.floor(Date.now() / 3_600_000) * 3_600_000, {
    clock: Date.now,
  });
  if (saveMetadata !== undefined) replaceFile(saveMetadata, `${JSON.stringify(fetched, null, 2)}\n`);
  return fetched;
}

function read(path: string): MetricMetadata {
  try {
    return metricMetadata.parse(JSON.parse(readText(path)));
  } catch {
    throw new Error(`${path} contains no metadata; write it with lint --live --save-metadata ${path}`);
  }
}

const types: readonly MetricType[] = ['count', 'gauge', 'rate', 'distribution'];

/** Returns the types of the metrics in the account. */
export const typesIn = (metadata: MetricMetadata | undefined): MetricTypes =>
  Object.fromEntries(
    Object.entries(metadata?.metrics ?? {}).flatMap(([name, metric]) => {
      const type = types.find((one) => one === metric?.type);
      return type === undefined ? [] : [[name, type]];
    }),
  );
