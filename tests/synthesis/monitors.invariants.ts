import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { membersOf } from '@himeshima/constructs/monitors';
import { expectEveryResourceMonitored } from '@himeshima/constructs/testing';
import {
  handlesIn,
  type MetricSeries,
  type MonitorDefinition,
  parseMonitorQuery,
  readTerraformMonitor,
  renderTemplate,
  seriesIn,
  validate,
} from '@himeshima/datadog-monitors';
import { knownMetrics } from '../../monitors/catalogue';
import { monitors } from '../../monitors/monitors';
import { severities } from '../../monitors/severities';
import { at, ofType, references, type SynthesizedEnvironment, textAt, valueAt } from './synthesized-environments';

const shards = 'The number of shards limits the concurrency, and a slow reader raises the iterator age.';

/** Reasons why no monitor watches a metric. */
const unwatched = {
  'aws_kinesis_stream.alert_message_stream: aws.kinesis.incoming_records':
    'The absence of error lines is not a problem.',
  'aws_lambda_function.alert_message: aws.lambda.concurrent_executions.maximum': shards,
  'aws_lambda_function.telemetry_writer: aws.lambda.concurrent_executions.maximum': shards,
};

/** Tests invariants of monitors, and of resources that require a monitor. */
export function monitorInvariants(
  synthesized: () => SynthesizedEnvironment,
  foundation: () => SynthesizedEnvironment,
): void {
  const blocks = () => ofType(synthesized(), 'datadog_monitor');
  const definitions = (): readonly MonitorDefinition[] =>
    blocks().map(({ attributes }) => readTerraformMonitor(attributes));

  test('every resource has a monitor, or a declared reason why no monitor is needed', () => {
    expectEveryResourceMonitored(synthesized().text, { because: unwatched });
    expectEveryResourceMonitored(foundation().text, { monitoredBy: [synthesized().text] });
  });

  test('every function has a monitor that alerts before the function times out', () => {
    const slow = definitions().filter((one) =>
      metricsIn(one).some(({ metric }) => metric.text.endsWith('duration.maximum')),
    );
    for (const block of ofType(synthesized(), 'aws_lambda_function')) {
      const name = textAt(block, 'function_name');
      const own = slow.filter(({ query }) => query.includes(`{functionname:${name}}`));
      const others = slow.filter(
        ({ query }) => query.includes('{!functionname:') && !new RegExp(`!functionname:${name}[,}]`).test(query),
      );
      const limits = [...own, ...others].map(({ thresholds }) => thresholds.critical);
      expect({ name, limits }).toEqual({ name, limits: [Number(valueAt(block, 'timeout')) * 1000 * 0.8] });
    }
  });

  test('lambda_concurrency watches every function with reserved concurrency, and alerts in prod at 80% of the reservation', () => {
    const { reservedConcurrency } = synthesized().environment.functions;
    const reserving = ofType(synthesized(), 'aws_lambda_function')
      .filter(({ attributes }) => attributes['reserved_concurrent_executions'] === reservedConcurrency)
      .map((block) => textAt(block, 'function_name'));
    const { query, thresholds } = readTerraformMonitor(
      at(synthesized(), 'datadog_monitor.lambda_concurrency').attributes,
    );
    expect(query).toContain(`{functionname IN (${reserving.sort().join(',')})`);
    // check only prod: an environment that reserves fewer executions than prod relies on lambda_throttles instead
    if (synthesized().environment.name === 'prod') expect(thresholds.critical).toBe(0.8 * reservedConcurrency);
  });

  test('the monitor for parked records uses the declared metrics filter', () => {
    const { query } = readTerraformMonitor(at(synthesized(), 'datadog_monitor.records_parked').attributes);
    for (const block of ofType(synthesized(), 'aws_s3_bucket_metric')) {
      expect(query).toContain(`filterid:${textAt(block, 'name')}`);
    }
  });

  test('every monitor is declared under its id, and is valid in Datadog', () => {
    const names = blocks().map(({ name }) => name);
    expect(names.sort()).toEqual(monitors.map(({ id }) => id).sort());
    for (const definition of definitions()) expect(validate(definition, knownMetrics())).toEqual([]);
  });

  test('composites and burn rates refer to monitors and SLOs in the same plan', () => {
    for (const monitor of monitors) {
      const named = references(textAt(at(synthesized(), `datadog_monitor.${monitor.id}`), 'query'));
      const members = membersOf(monitor).map((id) => `datadog_monitor.${id}`);
      expect(named).toEqual(monitor.kind === 'slo alert' ? [expect.stringMatching(/^datadog_service_level/)] : members);
      for (const address of named) expect(at(synthesized(), address).address).toBe(address);
    }
  });

  test('every message contains summary, impact, runbook, owner and graph', () => {
    for (const { id, runbook, summary, impact } of monitors) {
      expect({ runbook, there: existsSync(`docs/runbooks/${runbook}.md`) }).toEqual({ runbook, there: true });
      const message = textAt(at(synthesized(), `datadog_monitor.${id}`), 'message');
      for (const part of [summary, impact, `docs/runbooks/${runbook}.md`, 'Owner: ']) expect(message).toContain(part);
      expect(message).toContain(`Graph: https://app.${synthesized().environment.datadog.site}`);
      // Datadog would not escape the value of a variable in triple braces
      expect(message).not.toContain('{{{');
    }
  });

  test("every monitor notifies its severity's handles of alerts and recoveries, but not of warnings", () => {
    for (const { id, severity } of monitors) {
      const block = at(synthesized(), `datadog_monitor.${id}`);
      const calls = severities[severity].notifyOn.length === 0 ? [] : synthesized().environment.notify[severity];
      const handlesOf = (from: 'OK' | 'Alert' | 'Warn', to: 'OK' | 'Alert' | 'Warn') =>
        handlesIn(
          renderTemplate(textAt(block, 'message'), {
            transition: to === 'OK' ? 'recovery' : to === 'Warn' ? 'warn' : 'alert',
            from,
            to,
            tags: {},
            variables: {},
            priority: undefined,
          }),
        );
      expect({ id, alert: handlesOf('OK', 'Alert'), over: handlesOf('Alert', 'OK') }).toEqual({
        id,
        alert: calls,
        over: calls,
      });
      expect({ id, warning: handlesOf('OK', 'Warn'), over: handlesOf('Warn', 'OK') }).toEqual({
        id,
        warning: [],
        over: [],
      });
      expect(block.attributes['tags']).toContain(`severity:${severity}`);
    }
  });

  test('renotification is limited, or a reason for no limit is declared', () => {
    const endless = monitors.filter(({ id }) => {
      const { attributes } = at(synthesized(), `datadog_monitor.${id}`);
      return Number(attributes['renotify_interval']) > 0 && attributes['renotify_occurrences'] === undefined;
    });
    for (const { id, accepts } of endless)
      expect({ id, why: accepts?.['renotify-without-end'] }).toEqual({ id, why: expect.stringMatching(/\w/) });
    expect(endless.map(({ id }) => id)).toEqual(['states_executions_failed']);
  });

  test('every monitor has tests in which it alerts, stays just below the threshold, and lacks data', () => {
    const files = readdirSync('monitors', { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => readFileSync(`monitors/${name}`, 'utf8'));
    const constants = files.flatMap((text) => [...text.matchAll(/export const (\w+) = \w+\(\{\s*id: '(\w+)'/g)]);
    // `describeMonitorBehavior` declares all three tests of a monitor; tests in a loop list their monitors in an array
    const tested = files.flatMap((text) =>
      [...text.matchAll(/(?:describeMonitorBehavior\(|^ {2}\[)(\w+),/gm)].map(([, name]) => name),
    );
    const untested = monitors.filter(({ id }) => !tested.includes(constants.find((match) => match[2] === id)?.[1]));
    expect(untested.map(({ id }) => id)).toEqual([]);
  });

  test('every runbook lists its monitors, and has commands for the account and the local runtime', () => {
    for (const file of readdirSync('docs/runbooks')) {
      const text = readFileSync(`docs/runbooks/${file}`, 'utf8');
      const own = monitors.filter(({ runbook }) => `${runbook}.md` === file).map(({ id }) => id);
      expect({ file, unnamed: own.filter((id) => !text.includes(`\`${id}\``)), orphan: own.length === 0 }).toEqual({
        file,
        unnamed: [],
        orphan: false,
      });
      const [account = '', local = ''] = text.split('## Locally');
      expect(account).toMatch(/```\n\s*aws /);
      expect(local).toContain('export AWS_CONFIG_FILE=.himeshima/aws-config');
    }
  });

  test('the monitor from the conference talk has exactly the values from the talk', () => {
    expect(at(synthesized(), 'datadog_monitor.states_executions_failed').attributes).toMatchObject({
      name: '[Step Functions] ExecutionsFailed 監視',
      type: 'metric alert',
      query: 'sum(last_5m):sum:aws.states.executions_failed{*}.as_count() >= 1',
      monitor_thresholds: { critical: '1' },
      notify_no_data: false,
      renotify_interval: 10,
      notify_audit: false,
      timeout_h: 0,
      evaluation_delay: 900,
      include_tags: false,
      locked: false,
      new_host_delay: 300,
      no_data_timeframe: 10,
      require_full_window: false,
    });
  });
}

function metricsIn({ type, query }: MonitorDefinition): readonly MetricSeries[] {
  const parsed = parseMonitorQuery(type, query);
  return parsed.kind === 'metric' ? seriesIn(parsed.expression) : [];
}
