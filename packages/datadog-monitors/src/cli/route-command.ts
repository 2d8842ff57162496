import { columnsOf, createCommand, printJson } from '@himeshima/cli';
import { clockIn, parseTimeZone } from '../backtest/clock';
import type { Tags } from '../query/matches';
import { type RoutedTransition, routeOf } from '../routing/route';
import { apiInEnvironment } from './api-backtest';
import { type MonitorSource, monitorNamed, type NamedMonitor } from './monitor-source';
import { readDocuments } from './read-documents';
import { type RoutingRules, routingRulesIn, routingRulesOf } from './routing-sources';

interface RouteOptions {
  readonly tags?: string | undefined;
  readonly at?: string | undefined;
  readonly fromApi?: true | undefined;
  readonly timeZone: string;
  readonly json?: true | undefined;
}

/** Creates the command that shows who is notified. @param name name of the program */
export const routeCommand = (name: string, { timeZone }: { readonly timeZone: string }) =>
  createCommand('route', {
    summary: 'Shows who is notified of each transition of a monitor, and why: message, notification rules, downtimes.',
    example: `${name} route high_error_rate --tags env:prod,service:shop
${name} route high_error_rate --at 2026-12-24T03:00Z --from-api`,
  })
    .option('--tags <tags>', 'tags of the group that changes its state, such as env:prod,service:shop')
    .option(
      '--at <time>',
      'time of the notification, which determines the active downtimes, such as 2026-12-24T03:00Z (default: now)',
    )
    .option('--from-api', 'also read notification rules and downtimes from Datadog, with DD_API_KEY and DD_APP_KEY')
    .option('--time-zone <zone>', 'time zone of the printed times', parseTimeZone, timeZone)
    .option('--json', 'print JSON');

/** Prints who is notified. @param files files with notification rules and downtimes @throws Error with a one-line message */
export async function route(
  id: string,
  options: RouteOptions,
  source: MonitorSource,
  files: readonly string[],
): Promise<void> {
  const monitor = monitorNamed(id, source);
  const tags = tagsIn(options.tags ?? '');
  const minute = minuteOf(options.at);
  const { rules, downtimes, problems } = joined(
    routingRulesIn(await readDocuments(files)),
    await rulesOfAccount(options),
  );
  for (const problem of problems) console.error(`✗ ${problem}`);
  if (problems.length > 0) process.exitCode = 1;
  const transitions = routeOf(monitor, { tags, minute, rules, downtimes });
  if (options.json) printJson({ id: monitor.id, tags, at: new Date(minute * 60_000), transitions, problems });
  else console.log(formatted(monitor, transitions, { ...options, minute }));
}

async function rulesOfAccount({ fromApi }: RouteOptions): Promise<RoutingRules> {
  if (!fromApi) return { rules: [], downtimes: [], problems: [] };
  const api = apiInEnvironment(process.env, undefined);
  if (api === undefined) throw new Error('--from-api needs DD_API_KEY and DD_APP_KEY');
  return routingRulesOf(api);
}

const joined = (one: RoutingRules, other: RoutingRules): RoutingRules => ({
  rules: [...one.rules, ...other.rules],
  downtimes: [...one.downtimes, ...other.downtimes],
  problems: [...one.problems, ...other.problems],
});

function tagsIn(text: string): Tags {
  const pairs = text
    .split(',')
    .filter(Boolean)
    .map((pair): [string, string] => {
      const colon = pair.indexOf(':');
      if (colon < 1)
        throw new Error(`invalid --tags ${text}: expected key:value pairs, for example env:prod,service:shop`);
      return [pair.slice(0, colon).trim(), pair.slice(colon + 1).trim()];
    });
  return Object.fromEntries(pairs);
}

function minuteOf(at: string | undefined): number {
  const moment = at === undefined ? Date.now() : Date.parse(at);
  if (Number.isNaN(moment) || (at !== undefined && !/^\d{4}-/.test(at)))
    throw new Error(`invalid --at ${at}: expected a time, for example 2026-12-24T03:00Z`);
  return Math.floor(moment / 60_000);
}

interface RouteView {
  readonly tags?: string | undefined;
  readonly timeZone: string;
  readonly minute: number;
}

function formatted(
  { id, definition }: NamedMonitor,
  transitions: readonly RoutedTransition[],
  { tags, timeZone, minute }: RouteView,
): string {
  const time = clockIn(timeZone);
  const width =
    Math.max(...transitions.flatMap(({ recipients }) => recipients.map(({ handle }) => columnsOf(handle))), 8) + 2;
  const rows = rowsOf(transitions.map((one) => ({ ...one, lines: linesOf(one) })));
  const labels = Math.max(8, ...rows.map(({ label }) => label.length)) + 2;
  const labelled = ({ label, lines }: Row) =>
    lines.map((line, at) => `  ${(at === 0 ? label : '').padEnd(labels)}${line}`.trimEnd());

  function linesOf({ transition, never, recipients, mutedBy }: RoutedTransition): readonly string[] {
    if (never !== undefined) return [`never sent: ${never}`];
    const muted = mutedBy.map(
      (one) =>
        `muted ${Number.isFinite(one.until) ? `until ${time(one.until)}` : 'indefinitely'} by downtime ${one.id}`,
    );
    const handles = recipients.map(
      ({ handle, reason }) => `${handle}${' '.repeat(Math.max(1, width - columnsOf(handle)))}${reason}`,
    );
    const every = transition === 'renotify' ? [`every ${definition.renotifyMinutes} min`] : [];
    return [...every, ...muted, ...(handles.length === 0 ? ['no recipient'] : handles)];
  }

  return [
    `${definition.name}   ${id}`,
    `  at ${time(minute)} ${timeZone}${tags === undefined ? '' : `, group ${tags}`}`,
    '',
    ...rows.flatMap(labelled),
  ].join('\n');
}

/** Printed transition: a label such as `recovery from Warn`, and the lines about its recipients. */
interface Row {
  readonly label: string;
  readonly lines: readonly string[];
}

/**
 * Returns one row per transition, for example `recovery`, or a row for each earlier state if the recipients depend on it. Omits earlier
 * states from which the transition never sends a notification. If that applies to all of them, returns one row with the reason.
 */
function rowsOf(transitions: readonly (RoutedTransition & Pick<Row, 'lines'>)[]): readonly Row[] {
  return [...new Set(transitions.map(({ transition }) => transition))].flatMap((transition): readonly Row[] => {
    const all = transitions.filter((one) => one.transition === transition);
    const sent = all.filter(({ never }) => never === undefined);
    const shown = sent.length > 0 ? sent : all.slice(0, 1);
    const isSame = new Set(shown.map(({ lines }) => lines.join('\n'))).size === 1;
    if (isSame) return [{ label: transition, lines: shown[0]?.lines ?? [] }];
    const verb = transition === 'renotify' ? 'in' : 'from';
    return shown.map(({ from, lines }) => ({ label: `${transition} ${verb} ${from}`, lines }));
  });
}
