import { CsvError, parse } from 'csv-parse/sync';
import { z } from 'zod';
import { NotationError } from '../series/notation';
import { readName } from '../series/series';
import { ExportError } from './export-error';
import type { ExportedSeries, Moment } from './series-of-moments';

const columns = ['timestamp', 'metric', 'tags', 'value'] as const;

const rows = z.array(
  z.object({
    info: z.object({ lines: z.number() }),
    record: z.object({ timestamp: z.string(), metric: z.string(), tags: z.string(), value: z.string() }),
  }),
);

/**
 * Points, a line each, under the header `timestamp,metric,tags,value` in any order. Times are ISO 8601, or seconds or
 * milliseconds since 1970; tags are `key:value`, with `;`, `|`, a space or (in quotes) a comma between them.
 * @throws ExportError
 */
export function readCsv(text: string): ExportedSeries[] {
  const found = new Map<string, { name: string; moments: Moment[]; lines: number[] }>();
  for (const { info, record } of rows.parse(recordsIn(text))) {
    const { timestamp, metric, tags, value } = record;
    const name = `${metric}{${tags.split(/[;,|\s]+/).join(',')}}`;
    const series = found.get(name) ?? { name, moments: [], lines: [] };
    found.set(name, series);
    series.moments.push({ at: momentIn(timestamp, info.lines), value: valueIn(value, info.lines) });
    series.lines.push(info.lines);
  }
  return [...found.values()].map(({ name, moments, lines }) => ({
    ...named(name, lines[0]),
    moments,
    lineOf: (index) => lines[index],
  }));
}

function recordsIn(text: string): unknown {
  try {
    return parse(text, { bom: true, columns: headerOf, info: true, skip_empty_lines: true, trim: true });
  } catch (error) {
    if (error instanceof ExportError) throw error;
    if (!(error instanceof CsvError)) throw error;
    const line = 'lines' in error && typeof error['lines'] === 'number' ? error['lines'] : undefined;
    throw new ExportError(`the line is not whole (${error.message.split('\n')[0]}); was the export cut off?`, line);
  }
}

function headerOf(header: readonly string[]): string[] {
  const names = header.map((name) => name.trim().toLowerCase());
  const missing = columns.find((name) => !names.includes(name));
  if (missing === undefined) return names;
  throw new ExportError(`the header has no ${missing}; it must name ${columns.join(', ')}`, 1);
}

function momentIn(text: string, line: number): number {
  const number = text === '' ? Number.NaN : Number(text);
  // seconds of the year 5138 are milliseconds of 1973
  if (!Number.isNaN(number)) return Math.abs(number) < 1e11 ? number * 1000 : number;
  const moment = Date.parse(text);
  if (Number.isNaN(moment)) throw new ExportError(`${text || 'nothing'} is no time: write 2026-09-01T08:00:00Z`, line);
  return moment;
}

function valueIn(text: string, line: number): number {
  const infinite = /^[+-]?inf(inity)?$/i.exec(text);
  const value = infinite ? Number.POSITIVE_INFINITY : text === '' ? Number.NaN : Number(text);
  if (Number.isFinite(value)) return value;
  throw new ExportError(`its value is ${text || 'nothing'}: take the line out, a gap is no point`, line);
}

function named(name: string, line: number | undefined) {
  try {
    return readName(name);
  } catch (error) {
    if (error instanceof NotationError) throw new ExportError(error.message, line);
    throw error;
  }
}
