import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { unreadableReason } from '@himeshima/cli';
import type { TestSeries } from '@himeshima/datadog-monitors';
import { seriesOf } from '@himeshima/datadog-monitors/cli';

/**
 * Reads past metrics from files in a folder: responses of Datadog's query API, CSV files, or recordings of the local runtime.
 * @throws Error with the path of the folder or file
 */
export function recordedMetrics(folder: string): readonly TestSeries[] {
  const files = filesOf(folder).filter((name) => /\.(json|csv)$/.test(name));
  if (files.length === 0)
    throw new Error(
      `--series ${folder} has no .json or .csv file with exported metrics (docs/guides/test-a-monitor.md)`,
    );
  try {
    return seriesOf({ data: files.map((name) => join(folder, name)) });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`--series ${folder} must contain only exported metrics (docs/guides/test-a-monitor.md): ${reason}`);
  }
}

function filesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    throw new Error(`--series ${folder} cannot be read: ${unreadableReason(error)}`);
  }
}
