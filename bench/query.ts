import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { type CatalogTable, duckdbType, missingDuckdbReason, runQuery, writeFiles } from '@himeshima/local-aws/athena';
import { measurements } from '../contracts/archived-tables';
import { questions } from '../contracts/questions';
import { type Figure, measureRepeatedly, median } from './figure';

const rows = 1_000_000;
/** Number of files in the archive, each with about 5 MiB of lines, like Firehose's buffer. */
const files = 40;
const days = 10;
const dayMs = 86_400_000;
const first = Date.parse('2026-11-10T00:00:00Z');

/** Returns the archive objects of 500 sensors over several days. */
function objects(): { key: string; day: string; body: Uint8Array }[] {
  return Array.from({ length: files }, (_, file) => {
    const from = first + Math.floor((file * days) / files) * dayMs;
    const day = new Date(from).toISOString().slice(0, 10);
    const lines = Array.from({ length: rows / files }, (_line, index) => {
      const receivedAt = from + Math.floor((index * dayMs * files) / rows);
      const value = 20 + (index % 97) / 10;
      const of = { thing: `sensor-${index % 500}`, kind: 'temp', room: `room${index % 50}` };
      return JSON.stringify({ v: 1, at: receivedAt - 50, value, ...of, receivedAt, traceId: randomUUID() });
    });
    return { key: `${day}/${file}.jsonl.gz`, day, body: gzipSync(`${lines.join('\n')}\n`, { level: 1 }) };
  });
}

/** Measures a named query over the archive, including writing its files. @returns no figures if DuckDB is not installed */
export async function queryFigures(): Promise<Figure[]> {
  const missing = missingDuckdbReason();
  if (missing !== undefined) {
    console.error(`query: ${missing}`);
    return [];
  }
  const columns = measurements.columns.map((column) => ({ ...column, type: duckdbType(column.type) }));
  const table: CatalogTable = {
    ...measurements,
    columns,
    database: 'd',
    bucket: 'b',
    folder: '',
    partition: 'day',
    days,
  };
  const kept = objects();
  const { sql, parameters } = questions['messages-a-day'];
  const literals = parameters.map((parameter) => (parameter === 'from' ? "'2026-11-01'" : "'2026-11-30'"));
  const ask = async () => {
    const started = performance.now();
    const { rows: answer } = await runQuery({
      sql,
      parameters: literals,
      tablesOf: () => new Map([[table.name, table]]),
      files: (selection, folder) => writeFiles(selection, kept, folder),
      now: first + 30 * dayMs,
      ending: new AbortController().signal,
    });
    const counted = answer.reduce((sum, row) => sum + Number(row[2]), 0);
    if (counted !== rows) throw new Error(`messages-a-day counted ${counted} of ${rows} messages`);
    return (performance.now() - started) / 1000;
  };
  const durations = await measureRepeatedly(ask);
  return [{ name: 'a named query over 1 M rows', value: median(durations), unit: 's', limit: { most: 2 } }];
}
