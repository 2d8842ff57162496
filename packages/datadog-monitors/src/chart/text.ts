import type { State } from '../evaluate/state';
import { round } from '../evaluate/threshold';
import { printNumber } from '../query/print-number';
import type { GroupTimeline, SentNotification, Simulation } from '../simulate/timelines';
import { type Column, type Columns, columnsOf, span } from './columns';
import { thresholdsOf } from './thresholds';

const bars = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const names: Readonly<Record<State, string>> = { OK: 'OK', Warn: 'WARN', Alert: 'ALERT', 'No Data': 'NO DATA' };
const label = 20;

/**
 * Draws a simulation as text for a terminal or for the message of a failing test: values, thresholds, states, notifications.
 * @param width width of the terminal in columns
 */
export function textChart(simulation: Simulation, width = 100): string {
  const { groups, notifications } = simulation;
  if (groups.length === 0) return `${'state'.padEnd(label)}never had data`;
  return groups
    .map((group) => {
      const own = notifications.filter((one) => one.group === group.group || groups.length === 1);
      return chartOf(simulation, group, own, Math.max(20, width - label));
    })
    .join('\n\n');
}

function chartOf(
  simulation: Simulation,
  group: GroupTimeline,
  notifications: readonly SentNotification[],
  width: number,
): string {
  const columns = columnsOf(simulation, group, width);
  const lines: [string, string][] = [
    ['value', sparkline(columns.columns)],
    ...thresholdsOf(simulation.monitor).map(({ name, value }): [string, string] => [
      `${name} ${printNumber(value)}`,
      '─'.repeat(columns.columns.length),
    ]),
    ['state', band(columns)],
    ['', axis(columns)],
    ['notifications', notifications.map((one) => notificationText(one, simulation.from)).join('; ') || 'none'],
  ];
  const heading = group.group === '*' ? [] : [group.group];
  return [...heading, ...lines.map(([name, text]) => `${name.padEnd(label)}${text}`.trimEnd())].join('\n');
}

function sparkline(columns: readonly Column[]): string {
  const values = columns.flatMap(({ value }) => value ?? []);
  const [least, most] = [Math.min(0, ...values), Math.max(0, ...values)];
  const scale = most === least ? 0 : (bars.length - 1) / (most - least);
  const drawn = columns.map(({ value }) => (value === undefined ? ' ' : bars[Math.round((value - least) * scale)]));
  return values.length === 0
    ? 'no values'
    : `${drawn.join('')}  ${printNumber(round(least))} to ${printNumber(round(most))}`;
}

/**
 * Draws the states as a line such as `OK ALERT OK`. Each name starts in the first column of its state, or in the second if the
 * name before it leaves no space. A name that does not fit is shortened to its initial.
 */
function band({ columns }: Columns): string {
  let text = '';
  for (let at = 0; at < columns.length; ) {
    const state = columns[at]?.state;
    let end = at + 1;
    while (end < columns.length && columns[end]?.state === state) end += 1;
    const name = state === undefined ? '' : names[state];
    const isCramped = text !== '' && !text.endsWith(' ') && end - at > 1;
    const room = end - at - (isCramped ? 1 : 0);
    const fits = name.length < room || end === columns.length;
    text = `${text}${isCramped ? ' ' : ''}${fits ? name : name.slice(0, 1)}`.padEnd(end);
    at = end;
  }
  return text;
}

function axis({ columns, minutesEach }: Columns): string {
  let text = '';
  for (let at = 0; at < columns.length; at += 10)
    if (at === 0 || text.length < at) text = text.padEnd(at) + span(at * minutesEach);
  return text;
}

function notificationText({ minute, transition, handles, from, to }: SentNotification, start: number): string {
  const what = transition === 'recovery' && from !== to ? 'recovery' : transition;
  return [span(minute - start), what, ...(handles.length === 0 ? [] : [`→ ${handles.join(' ')}`])].join(' ');
}
