import { readFileSync } from 'node:fs';
import { ExportError, joinSeries, NotationError, readExport, series, type TestSeries } from '../../lib/datadog';

/** The options by which a command is told its series. */
export const seriesOptions = {
  series: { type: 'string', multiple: true },
  data: { type: 'string', multiple: true },
  from: { type: 'string' },
  to: { type: 'string' },
} as const;

interface Given {
  readonly series?: readonly string[] | undefined;
  readonly data?: readonly string[] | undefined;
}

/** @throws Error with file, line and what to do */
export function seriesOf({ series: written = [], data = [] }: Given): TestSeries[] {
  if (written.length > 0 && data.length > 0) throw new Error('--series and --data exclude each other');
  if (data.length > 0) return joinedData(data);
  if (written.length > 0) return written.map(readWritten);
  throw new Error("there is nothing to look at: give --data FILE, or --series 'metric{tag:value}=0x4 1 0x20'");
}

function readWritten(text: string): TestSeries {
  // the name ends at the first = after its tags
  const at = text.indexOf('=', text.indexOf('}') + 1);
  if (at < 0) throw new Error(`--series ${text} has no =: write 'metric{tag:value}=0x4 1 0x20'`);
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

/** First and last minute of all series. */
export function extentOf(all: readonly TestSeries[]): { readonly first: number; readonly last: number } {
  const ends = all.map((one) =>
    'minutes' in one
      ? { first: one.minutes[0]?.minute ?? 0, last: one.minutes.at(-1)?.minute ?? 0 }
      : { first: one.from, last: one.from + one.values.length - 1 },
  );
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
  if (/^\d+$/.test(text)) return first + Number(text);
  const moment = Date.parse(text);
  if (!Number.isNaN(moment)) return Math.floor(moment / 60_000);
  throw new Error(`--${name} ${text} is neither minutes since the first point nor a moment such as 2026-09-01T08:00Z`);
}
