import { readFileSync } from 'node:fs';
import { type createCommand, repeated } from '@himeshima/cli';
import { ExportError, joinSeries, NotationError, readExport, series, type TestSeries } from '../index';
import { eachOnce } from './each-once';

/** Adds the options that name series and a stretch of time. */
export const withSeriesOptions = (command: ReturnType<typeof createCommand>) =>
  command
    .option(
      '--series <name=values>',
      "a series, minute by minute: 'metric{tag:value}=0x4 1 0x20'; with --data, 'metric=_' for a metric that is empty; repeatable",
      repeated,
    )
    .option(
      '--data <file>',
      'exported points: JSON of /api/v1/query, CSV, or what /_local/metrics returns; every metric of the query must be there; repeatable',
      repeated,
    )
    .option('--from <time>', 'minutes since the first point, or a moment such as 2026-09-01T08:00Z')
    .option('--to <time>', 'minutes since the first point, or a moment such as 2026-09-01T08:00Z');

interface Given {
  readonly series?: readonly string[] | undefined;
  readonly data?: readonly string[] | undefined;
}

/** Series as written, or out of files; beside files, a written one says that a metric is empty. @throws Error with file, line and what to do */
export function seriesOf({ series: written = [], data = [] }: Given): TestSeries[] {
  if (data.length > 0) return withEmpty(joinedData(data), written.map(readWritten));
  if (written.length > 0) return eachOnce(written.map(readWritten));
  throw new Error("there is nothing to look at: give --data FILE, or --series 'metric{tag:value}=0x4 1 0x20'");
}

/** Empty series count for no time of their own: the minutes of `--series` are no times of an export. */
function withEmpty(exported: readonly TestSeries[], written: readonly TestSeries[]): TestSeries[] {
  if (written.some((one) => 'values' in one && !one.values.every(Number.isNaN))) {
    throw new Error("--series and --data exclude each other, but for 'metric=_': that it is known to be empty");
  }
  return eachOnce([...exported, ...written.map(({ metric, tags }) => ({ metric, tags, minutes: [] }))]);
}

function readWritten(text: string): TestSeries {
  // the name ends at the first = after its tags
  const at = text.indexOf('=', text.indexOf('}') + 1);
  if (at < 0) throw new Error(`--series ${text} has no =: write 'metric{tag:value}=0x4 1 0x20'`);
  if (text.slice(at + 1).trim() === '')
    throw new Error(`--series ${text} has no values: write 0x4 1 0x20, or _ for none`);
  try {
    return series(text.slice(0, at), text.slice(at + 1));
  } catch (error) {
    if (error instanceof NotationError) throw new Error(`--series ${text}: ${error.message}`);
    throw error;
  }
}

function joinedData(paths: readonly string[]): TestSeries[] {
  const all = paths.flatMap((path) => explained(path, () => readExport(textOf(path), Date.now())));
  return explained(paths.join(', '), () => joinSeries(all));
}

function explained(path: string, read: () => TestSeries[]): TestSeries[] {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ExportError)) throw error;
    throw new Error(`${path}${error.line === undefined ? '' : `:${error.line}`} ${error.message}`);
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new Error(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** First and last minute of all series that hold any. @throws Error where none does */
export function extentOf(all: readonly TestSeries[]): { readonly first: number; readonly last: number } {
  const ends = all.flatMap((one) => {
    if (!('minutes' in one))
      return one.values.length === 0 ? [] : [{ first: one.from, last: one.from + one.values.length - 1 }];
    const [first, last] = [one.minutes[0], one.minutes.at(-1)];
    return first && last ? [{ first: first.minute, last: last.minute }] : [];
  });
  if (ends.length === 0) throw new Error('the series hold no points: there is no stretch of time to go over');
  return {
    first: ends.reduce((least, { first }) => Math.min(least, first), Number.POSITIVE_INFINITY),
    last: ends.reduce((most, { last }) => Math.max(most, last), Number.NEGATIVE_INFINITY),
  };
}

/**
 * A moment as it is given on the command line, in minutes.
 * @param first the minute from which a plain number counts
 * @throws Error
 */
export function minuteIn(name: string, text: string, first: number): number {
  if (/^-?\d+$/.test(text)) return first + Number(text);
  if (/^[+-]?[\d.]+(e[+-]?\d+)?$/i.test(text)) throw new Error(`--${name} ${text} must be a whole minute`);
  // Date.parse finds a year in almost any text
  const moment = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(moment)) return Math.floor(moment / 60_000);
  throw new Error(`--${name} ${text} is neither minutes since the first point nor a moment such as 2026-09-01T08:00Z`);
}
