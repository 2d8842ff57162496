import { printJson, terminalWidth, writePicture } from '@himeshima/cli';
import { svgChart, textChart } from '@himeshima/datadog-monitors';
import { seriesOf, seriesOptions } from '@himeshima/datadog-monitors/cli';
import { definitionOf } from '../../monitors/authoring/definition';
import { readArgs } from './command';
import { monitorNamed } from './declared';
import { outcomeOf } from './outcome';
import { runOver } from './over-series';

export async function simulateMonitor(args: readonly string[]): Promise<void> {
  const { values, positionals } = readArgs(args, {
    options: { ...seriesOptions, svg: { type: 'string' }, json: { type: 'boolean' } },
    least: 1,
  });
  const definition = definitionOf(monitorNamed(positionals[0] ?? ''));
  const run = runOver(definition, seriesOf(values), values);
  if (values.svg !== undefined) writePicture(values.svg, svgChart(run));
  if (values.json) return printJson({ id: positionals[0], from: run.from, to: run.to, ...outcomeOf(run, false) });
  console.log(`${definition.name}\n${definition.query}\n\n${textChart(run, terminalWidth() ?? 100)}`);
  for (const assumption of run.assumed) console.log(`${'assumed'.padEnd(20)}${assumption}`);
}
