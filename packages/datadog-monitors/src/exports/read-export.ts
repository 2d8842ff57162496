import { recordedSeries } from '../series/saved-series';
import type { TestSeries } from '../series/series';
import { readCsv } from './csv';
import { ExportError } from './export-error';
import { faultIn, lineOfOffset } from './json-places';
import { readQueryAnswer } from './query-answer';
import { seriesOfMoments } from './series-of-moments';

/**
 * Reads series from exported data, in minutes since the epoch. The format is detected: a response from Datadog's `/api/v1/query`, CSV
 * with the `timestamp,metric,tags,value` header, or the recording of a local run (`SavedSeries`).
 * @param now milliseconds since the epoch; points more than a day later are rejected
 * @throws ExportError with the line number
 */
export function readExport(text: string, now: number): TestSeries[] {
  // PowerShell and Excel write a byte order mark
  const all = seriesIn(text.replace(/^\uFEFF/, ''), now);
  if (all.length === 0) throw new ExportError('contains no points', undefined);
  return all;
}

function seriesIn(text: string, now: number): TestSeries[] {
  if (text.trim() === '') return [];
  if (!/^\s*[[{]/.test(text)) return readCsv(text).map((series) => seriesOfMoments(series, now));
  const json = jsonIn(text);
  if (has(json, 'series') || has(json, 'error') || has(json, 'errors')) {
    return readQueryAnswer(json, text).map((series) => seriesOfMoments(series, now));
  }
  if (has(json, 'data')) {
    throw new ExportError(
      'is a response from /api/v2, which contains no metric names; export with GET /api/v1/query',
      1,
    );
  }
  try {
    return recordedSeries(json);
  } catch (error) {
    if (error instanceof Error) throw new ExportError(`is not an export of metrics (${error.message})`, undefined);
    throw error;
  }
}

function has(json: unknown, key: string): boolean {
  return typeof json === 'object' && json !== null && Object.hasOwn(json, key);
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const end = text.trimEnd().length;
    // A document that does not end with a bracket is truncated. Node.js does not report the position of every error.
    const offset = /[\]}]$/.test(text.trimEnd()) ? (faultIn(text) ?? end) : end;
    const rest = text.slice(offset).trim();
    const what =
      rest === '' ? 'ends unexpectedly; the export may be truncated' : `is not valid JSON at ${rest.slice(0, 20)}`;
    throw new ExportError(what, lineOfOffset(text, Math.min(offset, end)));
  }
}
