import { cutToColumns, padToColumns, wrapToColumns } from '@himeshima/cli';
import pc from 'picocolors';
import { type EventNames, modelOf, type PayloadReference } from '../console/event-model';
import type { PlatformEvent } from '../events';
import { type Description, describe } from './describe';

export interface ScreenOptions {
  /**
   * Width of the terminal in columns. Lines are truncated to this width. If the output is piped, the width is undefined and
   * lines are not truncated.
   */
  readonly width: number | undefined;
  colour: boolean;
  /** Returns the URL of a trace in the web console; undefined without the console. */
  traceUrl?: ((trace: number) => string) | undefined;
  /** Returns the URL of a monitor in the web console; undefined without the console. */
  monitorUrl?: ((monitor: string) => string) | undefined;
}

const detailsColumn = 26;

/** Formats a platform time in the local time zone. */
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

/** Replaces control characters, because text from devices and functions must not break lines or control the terminal. */
const visible = (text: string) => text.replace(/\p{Cc}/gu, '·');

/**
 * Truncates text to the line's width.
 * @param taken number of the line's columns that are already in use
 */
const cut = (text: string, { width }: ScreenOptions, taken: number) =>
  width === undefined ? text : cutToColumns(text, width - taken);

/** Returns text that terminals show as a link (OSC 8). */
const hyperlink = (url: string, text: string) => `\u001B]8;;${url}\u0007${text}\u001B]8;;\u0007`;

/** Wraps the platform's own text, which is never truncated. */
const wrapped = (text: string, { width }: ScreenOptions, taken: number) =>
  width === undefined ? [text] : wrapToColumns(text, width - taken - 2);

/** Formats an event as one line with aligned columns, indented below its cause. */
export function lineOf(event: PlatformEvent, options: ScreenOptions, joined: readonly string[] = []): string {
  const colours = pc.createColors(options.colour);
  const { symbol, tone, what, below, ...described } = describe(event);
  const details = [...described.details, ...joined];
  const indent = '  '.repeat(Math.min(event.depth, 6));
  const head = `${indent}${symbol} ${what}`;
  const text = visible(details.length === 0 ? head : `${padToColumns(head, detailsColumn)}  ${details.join('   ')}`);
  const time = timeOf(event.at);
  const blank = ' '.repeat(time.length + 2);
  const [own = '', ...rest] =
    event.kind === 'note' ? wrapped(text, options, blank.length) : [cut(text, options, blank.length)];
  const margin = `${blank}${indent}│ `;
  const url = options.traceUrl?.(event.trace);
  const shownTime = url !== undefined && options.colour ? hyperlink(url, colours.dim(time)) : colours.dim(time);
  return [
    `${shownTime}  ${paint(tone, own, colours)}`,
    ...rest.map((line) => `${blank}${indent}  ${paint(tone, line, colours)}`),
    ...below.map((line) => `${margin}${cut(visible(line), options, margin.length)}`),
    ...(event.kind === 'monitor-message' && options.monitorUrl !== undefined
      ? [`${margin}${options.monitorUrl(event.monitor)}`]
      : []),
  ].join('\n');
}

/** Returns the text that an event adds to the line of its cause, or undefined if it has a separate line. */
function joiningText(event: PlatformEvent): string | undefined {
  if (event.kind === 'table-written') return `${event.operation} ${event.table} ${event.item}`;
  return event.kind === 'invoked' ? describe(event).details.join('   ') : undefined;
}

/** Number of recent events whose IDs the screen remembers. */
const remembered = 2_000;

/**
 * Formats events line by line. Events that occur before their cause has ended, such as a function's writes or a batch's
 * invocation, are appended to the line of their cause.
 * @returns a function that returns the text to print for an event, or undefined if the event waits for its cause
 */
export function createScreen(options: ScreenOptions): (event: PlatformEvent) => string | undefined {
  const shown = new Set<number>();
  const waiting = new Map<number, string[]>();
  return (event) => {
    const joined = waiting.get(event.id) ?? [];
    waiting.delete(event.id);
    shown.add(event.id);
    shown.delete(event.id - remembered);
    const text = joiningText(event);
    if (text === undefined || event.cause === undefined || shown.has(event.cause))
      return lineOf(event, options, joined);
    waiting.set(event.cause, [...(waiting.get(event.cause) ?? []), text, ...joined]);
    return undefined;
  };
}

/** Sources of the values that a line of JSON contains in addition to the event. */
export interface JsonSources extends EventNames {
  /** Returns the references of an event's recorded payloads; undefined without the console. */
  payloadsOf?: ((id: number) => readonly PayloadReference[]) | undefined;
}

/**
 * Formats an event as a line of JSON, for programs: its own values, and the thing, the Terraform address, the decision and the
 * payloads that the console shows.
 */
export function jsonLineOf(event: PlatformEvent, sources: JsonSources): string {
  const { kind, ...more } = event;
  const payloads = sources.payloadsOf?.(event.id);
  const line = { kind, ...more, at: new Date(event.at).toISOString(), ...modelOf(event, sources) };
  return JSON.stringify({ ...line, ...(payloads !== undefined && { payloads }) });
}
