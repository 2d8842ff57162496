import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { knownMetrics } from '../../monitors/authoring/catalogue';
import type { Past } from '../../review/monitors/past';
import { extentOf, seriesOf } from '../monitoring/series-options';
import { whyUnreadable } from '../printing/unreadable';

/**
 * Reads the history of metrics from the files of a folder: answers of Datadog's query API, CSV, or recordings of the local runtime.
 * @throws Error that names the folder or the file
 */
export function pastIn(folder: string): Past {
  const files = filesOf(folder).filter((name) => /\.(json|csv)$/.test(name));
  if (files.length === 0) throw new Error(`--series ${folder} holds no .json and no .csv file of exported metrics`);
  const series = seriesOf({ data: files.map((name) => join(folder, name)) });
  const { first, last } = extentOf(series);
  return { series, from: first, to: last, catalogue: knownMetrics() };
}

function filesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    throw new Error(`--series ${folder} cannot be read: ${whyUnreadable(error)}`);
  }
}
