import { cutToColumns, padToColumns, wrapToColumns } from '@himeshima/cli';
import pc from 'picocolors';
import type { PlatformEvent } from '../events';
import { type Description, describe } from './describe';

export interface ScreenOptions {
  /** Columns of the terminal at the moment; lines are cut to it. Undefined where the output is piped: nothing is cut then. */
  readonly width: number | undefined;
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

/** What devices and functions write must neither break a line nor steer the terminal. */
const visible = (text: string) => text.replace(/\p{Cc}/gu, '·');

/** @param taken columns of the line that something else takes */
const cut = (text: string, { width }: ScreenOptions, taken: number) =>
  width === undefined ? text : cutToColumns(text, width - taken);

/** What the platform itself has to say is said to its end. */
const wrapped = (text: string, { width }: ScreenOptions, taken: number) =>
  width === undefined ? [text] : wrapToColumns(text, width - taken - 2);

/** One event, one line; what follows from an event stands indented below it, and columns line up. */
export function lineOf(event: PlatformEvent, options: ScreenOptions, joined: readonly string[] = []): string {
  const colours = pc.createColors(options.colour);
  const { symbol, tone, what, below, ...described } = describe(event);
  const details = [...described.details, ...joined];
  const indent = '  '.repeat(Math.min(event.depth, 6));
  const head = `${indent}${symbol} ${what}`;
  const text = visible(details.length === 0 ? head : `${padToColumns(head, whatColumn)}  ${details.join('   ')}`);
  const time = timeOf(event.at);
  const blank = ' '.repeat(time.length + 2);
  const [own = '', ...rest] =
    event.kind === 'note' ? wrapped(text, options, blank.length) : [cut(text, options, blank.length)];
  const margin = `${blank}${indent}│ `;
  return [
    `${colours.dim(time)}  ${paint(tone, own, colours)}`,
    ...rest.map((line) => `${blank}${indent}  ${paint(tone, line, colours)}`),
    ...below.map((line) => `${margin}${cut(visible(line), options, margin.length)}`),
  ].join('\n');
}

/** The words of an event on the line of its cause; undefined where it stands alone. */
function joiningText(event: PlatformEvent): string | undefined {
  if (event.kind === 'table-written') return `${event.operation} ${event.table} ${event.item}`;
  return event.kind === 'invoked' ? describe(event).details.join('   ') : undefined;
}

/** How many events back the screen remembers what it has told. */
const remembered = 2_000;

/**
 * Tells events line by line. What a function writes is known before the function has ended, and what a batch invokes
 * before the batch has: they join the line of their cause instead of standing above it.
 * @returns for each event its text, or undefined where it waits for another
 */
export function createScreen(options: ScreenOptions): (event: PlatformEvent) => string | undefined {
  const told = new Set<number>();
  const waiting = new Map<number, string[]>();
  return (event) => {
    const joined = waiting.get(event.id) ?? [];
    waiting.delete(event.id);
    told.add(event.id);
    told.delete(event.id - remembered);
    const text = joiningText(event);
    if (text === undefined || event.cause === undefined || told.has(event.cause)) return lineOf(event, options, joined);
    waiting.set(event.cause, [...(waiting.get(event.cause) ?? []), text, ...joined]);
    return undefined;
  };
}

/** The same for programs: one JSON object a line. */
export function jsonLineOf(event: PlatformEvent): string {
  const { kind, ...more } = event;
  return JSON.stringify({ kind, ...more, at: new Date(event.at).toISOString() });
}
