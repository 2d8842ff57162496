import pc from 'picocolors';
import type { PlatformEvent } from '../events';
import { type Description, describe } from './describe';

export interface ScreenOptions {
  /** Columns of the terminal; lines are cut to it. Undefined where the output is piped: nothing is cut then. */
  width: number | undefined;
  colour: boolean;
}

const whatColumn = 26;

/** The hour of the platform's clock, as people here read it. */
function timeOf(at: number): string {
  const date = new Date(at);
  const pad = (value: number, digits = 2) => String(value).padStart(digits, '0');
  return `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}.${pad(date.getMilliseconds(), 3)}`;
}

function paint(tone: Description['tone'], text: string, colours: ReturnType<typeof pc.createColors>): string {
  if (tone === 'bad') return colours.red(text);
  if (tone === 'good') return colours.green(text);
  if (tone === 'loud') return colours.bold(colours.yellow(text));
  return tone === 'quiet' ? colours.dim(text) : text;
}

const cut = (text: string, width: number | undefined) =>
  width !== undefined && text.length > width ? `${text.slice(0, Math.max(0, width - 1))}…` : text;

/** One event, one line; what follows from an event stands indented below it, and columns line up. */
export function lineOf(event: PlatformEvent, options: ScreenOptions): string {
  const colours = pc.createColors(options.colour);
  const { symbol, tone, what, details, below } = describe(event);
  const indent = '  '.repeat(Math.min(event.depth, 6));
  const head = `${indent}${symbol} ${what}`;
  const text = details.length === 0 ? head : `${head.padEnd(whatColumn)}  ${details.join('   ')}`;
  const time = timeOf(event.at);
  const first = `${colours.dim(time)}  ${paint(tone, cut(text, options.width === undefined ? undefined : options.width - time.length - 2), colours)}`;
  const margin = ' '.repeat(time.length + 2);
  const more = below.map(
    (line) =>
      `${margin}${indent}│ ${cut(line, options.width === undefined ? undefined : options.width - margin.length - indent.length - 2)}`,
  );
  return [first, ...more].join('\n');
}

/** The same for programs: one JSON object a line. */
export function jsonLineOf(event: PlatformEvent): string {
  return JSON.stringify({ ...event, at: new Date(event.at).toISOString() });
}
