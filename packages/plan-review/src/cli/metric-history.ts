import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { whyUnreadable } from '@himeshima/cli';
import type { Catalogue } from '@himeshima/datadog-monitors';
import { extentOf, seriesOf } from '@himeshima/datadog-monitors/cli';
import type { Past } from '../index';

/**
 * Reads past metrics from the files in a folder: responses of Datadog's query API, CSV files, or recordings of the local runtime.
 * @param catalogue metrics that a query can use
 * @throws Error with the path of the folder or file
 */
export function pastIn(folder: string, catalogue: Catalogue): Past {
  const files = filesOf(folder).filter((name) => /\.(json|csv)$/.test(name));
  if (files.length === 0)
    throw new Error(
      `--series ${folder} has no .json or .csv file with exported metrics (docs/guides/test-a-monitor.md)`,
    );
  const series = exported(folder, files);
  const { first, last } = extentOf(series);
  return { series, from: first, to: last, catalogue };
}

/** Reads exported metrics from files. @throws Error with the folder's path if a file contains other data */
function exported(folder: string, files: readonly string[]) {
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
    throw new Error(`--series ${folder} cannot be read: ${whyUnreadable(error)}`);
  }
}
