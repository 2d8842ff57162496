import { CsvError, parse } from 'csv-parse/sync';
import * as z from 'zod';
import { NotationError } from '../series/notation';
import { readName } from '../series/series';
import { ExportError } from './export-error';
import type { ExportedSeries, Moment } from './series-of-moments';

/**
 * Reads points from CSV, one per line, with the columns `timestamp,metric,tags,value` in any order. Times are ISO 8601, or
 * seconds or milliseconds since 1970; tags are `key:value`, separated by `;`, `|`, a space or (in quotes) a comma.
 * @throws ExportError
 */
export function readCsv(text: string): ExportedSeries[] {
  const [header = [], ...rows] = recordsIn(text);
  const [timeAt, metricAt, tagsAt, valueAt] = placesIn(header);
  const names = new Map<string, string>();
  const found = new Map<string, { name: string; moments: Moment[]; records: number[] }>();
  for (const [at, row] of rows.entries()) {
    const written = `${row[metricAt]}{${row[tagsAt]}`;
    const name = names.get(written) ?? nameOf(row[metricAt], row[tagsAt]);
    names.set(written, name);
    const series = found.get(name) ?? { name, moments: [], records: [] };
    found.set(name, series);
    const line = () => lineOf(text, at);
    series.moments.push({ at: momentIn(row[timeAt] ?? '', line), value: valueIn(row[valueAt] ?? '', line) });
    series.records.push(at);
  }
  return [...found.values()].map(({ name, moments, records }) => {
    const line = (index: number) => lineOf(text, records[index] ?? 0);
    return { ...named(name, () => line(0)), moments, lineOf: line };
  });
}

type Line = () => number | undefined;

const nameOf = (metric = '', tags = ''): string =>
  `${metric}{${tags
    .split(/[;,|\s]+/)
    .sort()
    .join(',')}}`;

const options = { bom: true, skip_empty_lines: true, trim: true } as const;

function recordsIn(text: string): string[][] {
  try {
    return parse(text, options);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = 'lines' in error && typeof error['lines'] === 'number' ? error['lines'] : undefined;
    throw new ExportError(`incomplete line (${error.message.split('\n')[0]}); the export may be truncated`, line);
  }
}

const withLine = z.array(z.object({ info: z.object({ lines: z.number() }) }));

/**
 * Returns the line number of a data record. Parses the text again, because tracking lines would
 * double the time of the first pass.
 */
function lineOf(text: string, record: number): number | undefined {
  const records: unknown = parse(text, { ...options, info: true, to: record + 2 });
  return withLine.parse(records).at(-1)?.info.lines;
}

function placesIn(header: readonly string[]): [number, number, number, number] {
  const names = header.map((name) => name.toLowerCase());
  const place = (name: string): number => {
    const at = names.indexOf(name);
    if (at >= 0) return at;
    throw new ExportError(`the header has no ${name}; it must contain timestamp, metric, tags, value`, 1);
  };
  return [place('timestamp'), place('metric'), place('tags'), place('value')];
}

function momentIn(text: string, line: Line): number {
  const number = decimalIn(text);
  // distinguish seconds from milliseconds: 1e11 seconds is in the year 5138, 1e11 milliseconds is in 1973
  if (!Number.isNaN(number)) return Math.abs(number) < 1e11 ? number * 1000 : number;
  const moment = Date.parse(text);
  if (Number.isNaN(moment))
    throw new ExportError(`invalid time ${text || '(empty)'}: expected a time such as 2026-09-01T08:00:00Z`, line());
  return moment;
}

/** Parses a decimal number; NaN if it is invalid. `Number` would accept 0x10 and an empty string. */
const decimalIn = (text: string): number =>
  /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;

function valueIn(text: string, line: Line): number {
  const infinite = /^[+-]?inf(inity)?$/i.exec(text);
  const value = infinite ? Number.POSITIVE_INFINITY : decimalIn(text);
  if (Number.isFinite(value)) return value;
  const other = infinite || text === '' || /^nan$/i.test(text) ? '' : ', not a decimal number';
  throw new ExportError(`the value is ${text || 'empty'}${other}; remove the line to leave a gap`, line());
}

function named(name: string, line: Line) {
  try {
    return readName(name);
  } catch (error) {
    if (error instanceof NotationError) throw new ExportError(error.message, line());
    throw error;
  }
}
