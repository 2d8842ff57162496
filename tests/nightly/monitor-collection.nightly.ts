import { readFileSync } from 'node:fs';
import {
  type ApiMonitor,
  compareMonitors,
  fromDatadogMonitor,
  fromMonitorJson,
  monitorsIn,
  parseApiMonitor,
  parseMonitorQuery,
  QueryError,
  toTerraform,
} from '@himeshima/datadog-monitors';
import { tryLine } from '@himeshima/datadog-monitors/cli';
import * as z from 'zod';

/**
 * NDJSON file with real monitors. Each line is a monitor of the API, or `{"line": {"monitor": …}, "datadog": {"status": …, "answer": …}}`
 * with the recorded response to the creation or validation of the monitor.
 */
const path = process.env['MONITOR_COLLECTION'];
const isSet = path !== undefined && path !== '';
const title = (text: string) => (isSet ? text : `${text} (did not run: MONITOR_COLLECTION is not set)`);

const monitorForm = z.looseObject({ type: z.string(), query: z.string() });
const lineForm = z.union([
  z.looseObject({
    line: z.looseObject({ monitor: monitorForm }),
    datadog: z.looseObject({ status: z.number(), answer: z.string() }).optional(),
  }),
  monitorForm.transform((monitor) => ({ line: { monitor }, datadog: undefined })),
]);

const collected = isSet
  ? readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => lineForm.parse(JSON.parse(line)))
  : [];

/** Monitors, except those that Datadog rejected for a reason other than duplication. */
const monitors = collected
  .filter(({ datadog }) => datadog === undefined || datadog.status < 400 || datadog.answer.includes('Duplicate'))
  .map(({ line }) => line.monitor);
const accepted = monitors.filter((monitor) => tryLine(JSON.stringify({ monitor }))['valid'] === true);

/** Parameters for approximating anomalies; approximated monitors are counted separately. */
const approximation = { anomalies: { windowMinutes: 120, quantile: 0.84 } };
const metric = (id: string) => [id, { type: 'metric alert', query: 'avg(last_5m):avg:a.b{*} > 1' }] as const;
const slo = { target: 99.99, good: 'sum:a.good{*}.as_count()', total: 'sum:a.total{*}.as_count()' };

/** Returns a composite's members, each replaced by a simple metric monitor. */
function membersOf({ type, query: text }: z.infer<typeof monitorForm>) {
  try {
    const query = parseMonitorQuery(type, text);
    return query.kind === 'composite'
      ? { members: Object.fromEntries(monitorsIn(query.expression).map((id) => metric(id))) }
      : {};
  } catch (error) {
    if (error instanceof QueryError) return {};
    throw error;
  }
}

/** Returns why a monitor is not simulated; undefined if it is simulated. */
function obstacleTo(monitor: z.infer<typeof monitorForm>, assumptions: object = {}): unknown {
  const line = {
    monitor,
    series: {},
    assumptions,
    ...membersOf(monitor),
    ...(monitor.type === 'slo alert' && { slo }),
  };
  const { notEvaluated, error, errors, valid } = tryLine(JSON.stringify(line));
  return notEvaluated ?? error ?? (valid === true ? undefined : errors);
}

function lostIn(original: ApiMonitor): readonly string[] {
  const { type, attributes } = toTerraform(original);
  const read = type === 'datadog_monitor' ? fromDatadogMonitor : fromMonitorJson;
  const { monitor, unread } = read(JSON.parse(JSON.stringify(attributes)));
  return [...compareMonitors(original, monitor), ...unread];
}

const share = (part: number) => part / Math.max(1, accepted.length);

test(title('at least 99% of the monitors in a collection are accepted'), () => {
  if (!isSet) return;
  expect(monitors.length).toBeGreaterThan(0);
  const rejected = monitors
    .filter((monitor) => !accepted.includes(monitor))
    .map((monitor) => `${monitor.query}: ${JSON.stringify(tryLine(JSON.stringify({ monitor })))}`);
  expect({ rejected, isEnough: accepted.length / monitors.length >= 0.99 }).toMatchObject({ isEnough: true });
});

test(title('at least 85% of the accepted monitors are simulated without an approximation'), () => {
  if (!isSet) return;
  const unsimulated = accepted.filter((monitor) => obstacleTo(monitor) !== undefined);
  const approximated = unsimulated.filter((monitor) => obstacleTo(monitor, approximation) === undefined);
  const counts = { accepted: accepted.length, unsimulated: unsimulated.length, approximated: approximated.length };
  const isEnough = share(accepted.length - unsimulated.length) >= 0.85;
  expect({ counts, reasons: isEnough ? [] : unsimulated.map((one) => obstacleTo(one)), isEnough }).toMatchObject({
    isEnough: true,
  });
});

test(title('every accepted monitor survives the round trip through Terraform'), () => {
  if (!isSet) return;
  const lost = accepted.flatMap((monitor) => {
    const original = parseApiMonitor({ name: 'monitor', message: '', ...monitor });
    const differences = lostIn(original);
    return differences.length === 0 ? [] : [`${original.name}: ${differences.join('; ')}`];
  });
  expect(lost).toEqual([]);
});
