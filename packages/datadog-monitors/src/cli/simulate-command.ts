import { createCommand, printJson, repeated, terminalWidth, writePicture } from '@himeshima/cli';
import { svgChart } from '../chart/svg';
import { textChart } from '../chart/text';
import { downtimesIn } from './downtime-files';
import { type MonitorSource, monitorNamed } from './monitor-source';
import { runOver } from './run-over-series';
import { seriesOf, withSeriesOptions } from './series-options';
import { simulationJson } from './simulation-json';

interface SimulateOptions {
  readonly series?: readonly string[] | undefined;
  readonly data?: readonly string[] | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly start?: string | undefined;
  readonly downtimes?: readonly string[] | undefined;
  readonly svg?: string | undefined;
  readonly json?: true | undefined;
}

/** Creates the command that runs a monitor over series. @param name name of the program */
export const simulateCommand = (name: string) =>
  withSeriesOptions(
    createCommand('simulate', {
      summary: 'Runs a monitor over series: values, thresholds, states, notifications.',
      example: `${name} simulate states_executions_failed --series 'aws.states.executions_failed=0x4 1 0x20'`,
    }),
  )
    .option(
      '--start <time>',
      'time of the first value of each --series, such as 2026-11-28T22:00Z (default: 1970-01-01T00:00Z)',
    )
    .option(
      '--downtimes <file>',
      'downtimes that mute the monitor: Terraform with datadog_downtime_schedule, or JSON from /api/v2/downtime; repeatable',
      repeated,
    )
    .option('--svg <file>', 'also write a chart to a file')
    .option('--json', 'print JSON');

export async function simulate(id: string, options: SimulateOptions, source: MonitorSource): Promise<void> {
  const monitor = monitorNamed(id, source);
  const { definition } = monitor;
  const { downtimes: files = [] } = options;
  const downtimes = await downtimesIn(files, monitor);
  if (files.length > 0 && downtimes.length === 0)
    console.error(`! no downtime in ${files.join(', ')} selects ${monitor.id} by its id or its tags`);
  const run = runOver(definition, seriesOf(options), { ...options, downtimes }, source);
  if (options.svg !== undefined) writePicture(options.svg, svgChart(run));
  if (options.json) {
    printJson({ id, from: run.from, to: run.to, ...simulationJson(run, false) });
    return;
  }
  console.log(`${definition.name}\n${definition.query}\n\n${textChart(run, terminalWidth() ?? 100)}`);
  for (const assumption of run.assumed) console.log(`${'assumed'.padEnd(20)}${assumption}`);
}
