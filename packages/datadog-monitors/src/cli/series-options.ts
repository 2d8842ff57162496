import { type createCommand, repeated } from '@himeshima/cli';
import type { AnomalyAssumptions } from '../evaluate/assumptions';
import { ExportError, joinSeries, NotationError, readExport, series, type TestSeries } from '../index';
import { eachOnce } from './each-once';
import { readText } from './read-text';

/** Adds the options for series and the time range. */
export const withSeriesOptions = (command: ReturnType<typeof createCommand>) =>
  command
    .option(
      '--series <name=values>',
      "a series, minute by minute: 'metric{tag:value}=0x4 1 0x20'; with --data, only 'metric=_' for an empty metric; repeatable",
      repeated,
    )
    .option(
      '--data <file>',
      'exported points: JSON from /api/v1/query, CSV, or JSON from /_local/metrics; must contain every metric of the query; repeatable',
      repeated,
    )
    .option(
      '--events <source=file>',
      'events as NDJSON, such as logs=errors.ndjson, for monitors of logs, RUM, traces and other events; repeatable',
      repeated,
    )
    .option(
      '--anomalies <minutes,quantile>',
      "approximate anomalies(…, 'basic', …) by a quantile of the previous minutes: minutes and quantile, such as 120,0.84",
    )
    .option('--from <time>', 'minutes since the first point, or a time such as 2026-09-01T08:00Z')
    .option('--to <time>', 'minutes since the first point, or a time such as 2026-09-01T08:00Z');

interface SeriesOptions {
  readonly events?: readonly string[] | undefined;
  /** Time of the first value of each series given with `--series`. */
  readonly start?: string | undefined;
  readonly series?: readonly string[] | undefined;
  readonly data?: readonly string[] | undefined;
}

/** Reads series from options and files. With files, `--series` only declares empty metrics. @throws Error with file, line and fix */
export function seriesOf({ series: texts = [], data = [], events = [], start }: SeriesOptions): TestSeries[] {
  if (start !== undefined && (texts.length === 0 || data.length > 0))
    throw new Error('--start needs --series without --data, because the points in files already have timestamps');
  const first = start === undefined ? 0 : startIn(start);
  const written = texts.map((text) => readWritten(text, first));
  if (data.length > 0) return withEmpty(joinedData(data), written);
  if (written.length > 0) return eachOnce(written);
  if (events.length > 0) return [];
  throw new Error("missing series: use --data FILE, or --series 'metric{tag:value}=0x4 1 0x20'");
}

/** Adds empty series without changing the time range, because the minutes of `--series` are unrelated to the times in an export. */
function withEmpty(exported: readonly TestSeries[], written: readonly TestSeries[]): TestSeries[] {
  if (written.some((one) => 'values' in one && !one.values.every(Number.isNaN))) {
    throw new Error(
      "--series cannot be combined with --data, except 'metric=_' for a metric that is known to be empty",
    );
  }
  return eachOnce([...exported, ...written.map(({ metric, tags }) => ({ metric, tags, minutes: [] }))]);
}

function startIn(text: string): number {
  const moment = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(moment)) return Math.floor(moment / 60_000);
  throw new Error(`invalid --start ${text}: expected a time such as 2026-11-28T22:00Z`);
}

function readWritten(text: string, first: number): TestSeries {
  // the name ends at the first = after the tags
  const at = text.indexOf('=', text.indexOf('}') + 1);
  if (at < 0) throw new Error(`invalid --series ${text}: missing =; use 'metric{tag:value}=0x4 1 0x20'`);
  if (text.slice(at + 1).trim() === '')
    throw new Error(`invalid --series ${text}: missing values; use 0x4 1 0x20, or _ for none`);
  try {
    return series(text.slice(0, at), text.slice(at + 1), first);
  } catch (error) {
    if (error instanceof NotationError) throw new Error(`invalid --series ${text}: ${error.message}`);
    throw error;
  }
}

function joinedData(paths: readonly string[]): TestSeries[] {
  const all = paths.flatMap((path) => explained(path, () => readExport(readText(path), Date.now())));
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

/** Parses the parameters for approximating anomalies. @throws Error if they are invalid */
export function anomaliesOf(text: string): AnomalyAssumptions {
  const [windowMinutes = Number.NaN, quantile = Number.NaN, ...others] = text.split(',').map(Number);
  const isValid = Number.isInteger(windowMinutes) && windowMinutes > 0 && quantile > 0.5 && quantile < 1;
  if (isValid && others.length === 0) return { windowMinutes, quantile };
  throw new Error(`invalid --anomalies ${text}: expected minutes and a quantile between 0.5 and 1, such as 120,0.84`);
}

/** Returns the first and last minute with a point. @throws Error if there are no points */
export function extentOf(all: readonly TestSeries[]): { readonly first: number; readonly last: number } {
  const ends = all.flatMap((one) => {
    if (!('minutes' in one))
      return one.values.length === 0 ? [] : [{ first: one.from, last: one.from + one.values.length - 1 }];
    const [first, last] = [one.minutes[0], one.minutes.at(-1)];
    return first && last ? [{ first: first.minute, last: last.minute }] : [];
  });
  if (ends.length === 0) throw new Error('the series contain no points, so there is no time range to evaluate');
  return {
    first: ends.reduce((least, { first }) => Math.min(least, first), Number.POSITIVE_INFINITY),
    last: ends.reduce((most, { last }) => Math.max(most, last), Number.NEGATIVE_INFINITY),
  };
}

/**
 * Parses a time from the command line into minutes.
 * @param minute to which a plain number is relative
 * @throws Error if the text is neither a number of minutes nor a time
 */
export function minuteIn(name: string, text: string, first: number): number {
  if (/^-?\d+$/.test(text)) return first + Number(text);
  if (/^[+-]?[\d.]+(e[+-]?\d+)?$/i.test(text)) throw new Error(`invalid --${name} ${text}: expected a whole minute`);
  // Date.parse accepts almost any text that contains a year
  const moment = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(moment)) return Math.floor(moment / 60_000);
  throw new Error(
    `invalid --${name} ${text}: expected minutes since the first point, or a time such as 2026-09-01T08:00Z`,
  );
}
