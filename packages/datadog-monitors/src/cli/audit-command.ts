import { createCommand, createProgress, printJson, repeated } from '@himeshima/cli';
import { monitorStatus } from '../audit/monitor-status';
import { type AuditedMonitor, type RankedMonitor, rankMonitors } from '../audit/rank-monitors';
import { parseTimeZone } from '../backtest/clock';
import { type BacktestComparison, compareBacktests, type NotCompared } from '../backtest/compare-backtests';
import { span } from '../chart/columns';
import type { DatadogApi } from '../datadog-api/datadog-api';
import { fetchBacktests } from '../datadog-api/fetch-backtests';
import { fetchMonitors } from '../datadog-api/fetch-monitors';
import { apiInEnvironment, rangeOfDays } from './api-backtest';
import { countEvents, eventsOfApi } from './count-events';
import { catalogueFor } from './line-catalogue';
import { monitorsIn, monitorsOfApi, placeOf } from './monitor-files';
import { filesArgument, readDocuments } from './read-documents';
import { extentOf, seriesOf } from './series-options';

/** Maximum number of monitors to print. */
const mostListed = 50;

interface AuditOptions {
  readonly fromApi?: true | undefined;
  readonly data?: readonly string[] | undefined;
  readonly events?: readonly string[] | undefined;
  readonly days: string;
  readonly timeZone: string;
  readonly json?: true | undefined;
}

/** Creates the command that ranks monitors by pager burden. @param name name of the program */
export const auditCommand = (name: string) =>
  createCommand('audit', {
    summary:
      'Ranks monitors by pager burden: pages in recorded alert events or in a backtest over past metrics, or signals in the definitions.',
    example: `${name} audit monitors.json --events events.ndjson
DD_SITE=datadoghq.eu ${name} audit --from-api --events api --days 7 --time-zone Europe/Berlin`,
  })
    .argument('[files...]', filesArgument)
    .option(
      '--from-api',
      'read metrics and, if no files are given, monitors from Datadog; needs DD_API_KEY and DD_APP_KEY',
    )
    .option(
      '--events <file>',
      'recorded alert events: a response to GET /api/v2/events, or NDJSON; "api" reads them from Datadog; repeatable',
      repeated,
    )
    .option('--data <file>', 'exported points, as for backtest; repeatable', repeated)
    .option('--days <days>', 'number of days to read from Datadog', '7')
    .option(
      '--time-zone <zone>',
      'time zone of the on-call staff, for pages at night (22:00 to 7:00)',
      parseTimeZone,
      'UTC',
    )
    .option('--json', 'print JSON')
    .action(audit);

/** Pages of the monitors, and how they were counted. */
interface Results {
  readonly results: NonNullable<Parameters<typeof rankMonitors>[1]['results']>;
  readonly basis: string;
  /** One line for each event or metric that was not counted. */
  readonly problems?: readonly string[];
}

async function audit(files: readonly string[], options: AuditOptions): Promise<void> {
  if (options.events !== undefined && options.data !== undefined)
    throw new Error('--events and --data cannot be combined; --events counts recorded pages, --data simulates pages');
  const api = accountOf(options);
  const audited = await monitorsOf(files, options.fromApi ? api : undefined);
  const { monitors } = audited;
  const found = await resultsOf(monitors, options, api);
  const problems = [...audited.problems, ...(found?.problems ?? [])];
  const ranked = rankMonitors(monitors, { results: found?.results, now: Date.now() });
  for (const problem of problems) console.error(`✗ ${problem}`);
  if (problems.length > 0) process.exitCode = 1;
  const basis = found?.basis ?? 'the definitions only; add --events FILE, --from-api or --data FILE to count pages';
  if (options.json) return printJson({ basis, monitors: ranked, problems });
  const more = ranked.length - mostListed;
  console.log(
    [
      `${counted(ranked.length, 'monitor')}, ranked by ${basis}`,
      '',
      ...ranked.slice(0, mostListed).flatMap(lines),
      ...(more > 0 ? [`… and ${more} more; use --json to list all`] : []),
    ].join('\n'),
  );
}

/** Returns the client for options that read from Datadog; undefined if no option reads from Datadog. */
function accountOf({ fromApi, events = [] }: AuditOptions): DatadogApi | undefined {
  const reading = fromApi ? '--from-api' : events.includes(eventsOfApi) ? '--events api' : undefined;
  if (reading === undefined) return undefined;
  const api = apiInEnvironment(process.env);
  if (api === undefined) throw new Error(`${reading} needs DD_API_KEY and DD_APP_KEY`);
  return api;
}

interface AuditInput {
  readonly monitors: readonly AuditedMonitor[];
  /** One line for each file or monitor that could not be read. */
  readonly problems: readonly string[];
}

async function monitorsOf(files: readonly string[], api: DatadogApi | undefined): Promise<AuditInput> {
  const found =
    files.length > 0 ? monitorsIn(await readDocuments(files)) : monitorsOfApi('Datadog', await entriesOf(api));
  if (found.length === 0)
    throw new Error(
      files.length > 0
        ? `${files.join(', ')} contain no monitors`
        : 'the account has no monitors that these keys can read',
    );
  return {
    monitors: found.flatMap((one) =>
      one.definition === undefined
        ? []
        : [{ id: one.id, definition: one.definition, status: monitorStatus(one.json ?? {}) }],
    ),
    problems: found.flatMap((one) => (one.definition === undefined ? [`${placeOf(one)}: ${one.problem}`] : [])),
  };
}

function entriesOf(api: DatadogApi | undefined): Promise<readonly unknown[]> {
  if (api === undefined) throw new Error('nothing to audit; expected files with monitors, or --from-api');
  return fetchMonitors(api);
}

async function resultsOf(
  monitors: readonly AuditedMonitor[],
  options: AuditOptions,
  api: DatadogApi | undefined,
): Promise<Results | undefined> {
  const { timeZone, days, data, events } = options;
  if (events !== undefined) return countEvents(monitors, events, { range: rangeOfDays(days, timeZone), api });
  if (data !== undefined) {
    const series = seriesOf({ data });
    const { first: from, last: to } = extentOf(series);
    const catalogue = catalogueFor(
      { series, metricTypes: {} },
      monitors.map(({ definition }) => definition.query),
    );
    const results = monitors.map(({ id, definition }) => {
      const versions = { before: undefined, after: definition };
      return [id, outcomeOf(compareBacktests(versions, { series, from, to, timeZone, catalogue }))] as const;
    });
    return {
      results: new Map(results),
      basis: `pages in ${((to - from + 1) / 1440).toFixed(1)} days of recorded metrics`,
    };
  }
  if (api === undefined) return undefined;
  const progress = createProgress(process.stderr);
  try {
    const cases = monitors.map(({ id, definition }) => ({ id, before: undefined, after: definition }));
    const onProgress = (done: number, of: number) => progress.reach(done, of, 'reading metrics from Datadog');
    const found = await fetchBacktests(cases, rangeOfDays(days, timeZone), { api, onProgress });
    return {
      results: new Map([...found.results].map(([id, result]) => [id, outcomeOf(result)])),
      basis: `pages in the last ${days} days, with a point every ${found.resolutionMinutes} min`,
    };
  } finally {
    progress.clear();
  }
}

const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;

const outcomeOf = (result: BacktestComparison | NotCompared) =>
  'reason' in result ? result : { tally: result.after?.tally };

function lines({ id, name, tally, notEvaluated, signals }: RankedMonitor): readonly string[] {
  const pages =
    tally === undefined
      ? notEvaluated === undefined
        ? []
        : [`not evaluated: ${notEvaluated}`]
      : [
          `${counted(tally.pages, 'page')}, ${tally.pagesAtNight} at night, ${counted(tally.alerts, 'alert')}, flapping ${tally.flapping}, longest ${span(tally.longestAlert)}`,
        ];
  const found = signals.map(({ id: signal, message }) => `${message} (${signal})`);
  return [`${name}   ${id}`, ...[...pages, ...found].map((line) => `  ${line}`)];
}
