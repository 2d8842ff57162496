import { didYouMean } from '../near-miss';
import type { Change, Name, TimeAggregation, TimeAggregator, Window, WindowUnit } from './query-tree';
import type { Scanner, Token } from './scanner';

const aggregators: readonly TimeAggregator[] = ['avg', 'sum', 'min', 'max', 'percentile'];
const changes = ['change', 'pct_change'] as const;

const minutesOf: Readonly<Record<WindowUnit, number>> = { m: 1, h: 60, d: 1440, w: 10_080, mo: 43_200 };

// The API schema allows up to 10,080 minutes, but the documentation allows 730 hours; the larger value is accepted
// (docs.datadoghq.com/monitors/configuration).
const longest = 730 * 60;

/** Reads a time aggregation such as `sum(last_5m):` or `change(avg(last_5m),1h_ago):`, including the colon. */
export function readTimeAggregation(scanner: Scanner): TimeAggregation {
  const start = scanner.next();
  const change = changes.find((name) => name === start.text);
  const known: readonly string[] = [...aggregators, ...changes];
  if (start.kind !== 'word') throw scanner.unexpected(start, 'a time aggregation such as sum(last_5m)');
  if (!known.includes(start.text)) {
    throw scanner.error(
      `${start.text} is not a time aggregation (${known.join(', ')})${didYouMean(start.text, known)}`,
      start.column,
      'a time aggregation such as sum(last_5m)',
    );
  }
  scanner.expect('(', `after ${start.text}`);
  const inner = change === undefined ? start : openInner(scanner);
  const aggregator = aggregators.find((name) => name === inner.text);
  if (!aggregator) throw scanner.unexpected(inner, `one of ${aggregators.join(', ')}`);
  const window = readWindow(scanner);
  const shifted = change === undefined ? undefined : readChange(scanner, change, start);
  const closing = scanner.expect(')', 'after the window');
  scanner.expect(':', 'after the time aggregation');
  return { aggregator, window, change: shifted, column: start.column, end: closing.end };
}

function openInner(scanner: Scanner): Token {
  const inner = scanner.next();
  scanner.expect('(', `after ${inner.text}`);
  return inner;
}

function readChange(scanner: Scanner, kind: Change['kind'], start: Token): Change {
  scanner.expect(')', 'after the window');
  scanner.expect(',', 'before the shift, as in change(avg(last_5m),1h_ago)');
  const shift = readShift(scanner);
  return { kind, shift, column: start.column, end: shift.end };
}

const windowPattern = /^(last|current|next)_(\d+)(mo|[mhdw])$/;

function readWindow(scanner: Scanner): Window {
  const token = scanner.next();
  const example = 'a window such as last_5m, last_1h or current_1d';
  if (token.kind !== 'word') throw scanner.unexpected(token, example);
  const [, kind, amount, unit] = windowPattern.exec(token.text) ?? [];
  if (amount === undefined) throw scanner.unexpected(token, example);
  const window = windowOf(kindOf(kind), Number(amount), unitOf(unit), token);
  if (window.minutes < 1) throw scanner.error(`${token.text} is empty; a window is at least one minute`, token.column);
  const current = ['1h', '1d', '1mo'];
  if (window.kind === 'current' && !current.includes(`${amount}${unit}`)) {
    throw scanner.error(`${token.text} does not exist; use current_1h, current_1d or current_1mo`, token.column);
  }
  if (window.minutes > longest && window.kind !== 'current') {
    throw scanner.error(`${token.text} is too long: a window is at most 730 hours`, token.column);
  }
  return window;
}

/**
 * Parses the window of a search: `5m`, `1d`, `current_1h`. A rolling window is limited to two days
 * (docs.datadoghq.com/monitors/types/log).
 */
export function searchWindow(scanner: Scanner, { text, column, end }: Name): Window {
  const [, current, amount, unit] = /^(current_)?([1-9]\d{0,4})([mhdw])$/.exec(text) ?? [];
  if (amount === undefined) throw scanner.error(`${text} is not a window such as 5m, 1h or current_1d`, column);
  const window = windowOf(current === undefined ? 'last' : 'current', Number(amount), unitOf(unit), { column, end });
  if (window.minutes > 2 * 1440) throw scanner.error(`${text} is too long: a search covers at most two days`, column);
  return window;
}

/** Reads the shift of a change function: `1h_ago`, or `last_1h` in the older form. */
function readShift(scanner: Scanner): Window {
  const number = scanner.peek();
  if (number.kind === 'word') return readWindow(scanner);
  const start = scanner.next();
  const unit = scanner.next();
  const [, name] = /^(mo|[mhdw])_ago$/.exec(unit.text) ?? [];
  if (start.kind !== 'number' || name === undefined || unit.column !== start.end) {
    throw scanner.unexpected(start, 'a shift such as 5m_ago, 1h_ago or 1d_ago');
  }
  return windowOf('last', Number(start.text), unitOf(name), { column: start.column, end: unit.end });
}

// Windows such as `next_1w` are for forecasts (docs.datadoghq.com/monitors/types/forecasts).
function kindOf(text: string | undefined): Window['kind'] {
  return text === 'current' || text === 'next' ? text : 'last';
}

function unitOf(text: string | undefined): WindowUnit {
  return text === 'h' || text === 'd' || text === 'w' || text === 'mo' ? text : 'm';
}

function windowOf(kind: Window['kind'], amount: number, unit: WindowUnit, at: { column: number; end: number }): Window {
  return { kind, amount, unit, minutes: amount * minutesOf[unit], column: at.column, end: at.end };
}
