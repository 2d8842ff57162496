import { didYouMean } from '../near-miss';
import { argumentOf, readSteps, readText } from './parse-chain';
import { readComparison } from './parse-comparison';
import type { Name, SloQuery } from './query-tree';
import { type Scanner, scannerOf } from './scanner';

const measures = ['error_budget', 'burn_rate'];
const spans = { '7d': 7, '30d': 30, '90d': 90 } as const;

/**
 * Parses `error_budget("id").over("7d") > 75` or `burn_rate("id").over("30d").long_window("1h").short_window("5m") > 14.4`.
 * @throws QueryError
 * Source: API reference, "Create a monitor", "SLO alert query"; docs.datadoghq.com/service_level_objectives/burn_rate
 */
export function parseSlo(text: string): SloQuery {
  const scanner = scannerOf(text);
  const measure = scanner.next();
  if (!measures.includes(measure.text)) {
    const message = `${measure.text} is not a measure of SLO alerts (${measures.join(', ')})${didYouMean(measure.text, measures)}`;
    throw scanner.error(message, measure.column);
  }
  scanner.expect('(', `after ${measure.text}`);
  const slo = readText(scanner, 'the id of an SLO in quotes');
  scanner.expect(')', 'after the SLO');
  const burns = measure.text === 'burn_rate';
  const steps = readSteps(scanner, burns ? ['over', 'long_window', 'short_window'] : ['over']);
  const over = argumentOf(scanner, steps, 'over', '.over("30d")');
  const windows = () => ({
    long: argumentOf(scanner, steps, 'long_window', '.long_window("1h")'),
    short: argumentOf(scanner, steps, 'short_window', '.short_window("5m")'),
  });
  const burnRate = burns ? windowsOf(scanner, windows()) : undefined;
  return { kind: 'slo', text, slo, days: daysOf(scanner, over), burnRate, ...readComparison(scanner) };
}

function daysOf(scanner: Scanner, { text, column }: Name): SloQuery['days'] {
  if (text === '7d' || text === '30d' || text === '90d') return spans[text];
  throw scanner.error(`an SLO target applies to ${Object.keys(spans).join(', ')}, not ${text}`, column);
}

function windowsOf(scanner: Scanner, { long, short }: { long: Name; short: Name }): SloQuery['burnRate'] {
  const longMinutes = minutesOf(scanner, long);
  const shortMinutes = minutesOf(scanner, short);
  if (longMinutes < 60 || longMinutes > 48 * 60) {
    throw scanner.error(`the long window must be between 1 and 48 hours, not ${long.text}`, long.column);
  }
  if (shortMinutes >= longMinutes) {
    throw scanner.error(
      `the short window (${short.text}) must be shorter than the long window (${long.text})`,
      short.column,
    );
  }
  return { longMinutes, shortMinutes, short };
}

function minutesOf(scanner: Scanner, { text, column }: Name): number {
  const [, amount, unit] = /^([1-9]\d{0,4})([mh])$/.exec(text) ?? [];
  if (amount === undefined) throw scanner.error(`${text} is not a window such as 5m or 1h`, column);
  return Number(amount) * (unit === 'h' ? 60 : 1);
}
