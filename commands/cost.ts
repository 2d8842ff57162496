import { codeOf, createCommand, createProgress, onSignal, printJson, runCommand, screen } from '@himeshima/cli';
import { environmentNamed } from '../config/environments';
import { compareWithCommit } from './cost-estimate/compare-with-commit';
import { devicesOf, measurementsOf } from './cost-estimate/cost-options';
import { estimateOf } from './cost-estimate/estimate';
import { formatComparison, formatEstimate } from './cost-estimate/format-estimate';
import { loadPlatform } from './cost-estimate/load-platform';
import { fleetOf } from './cost-estimate/platform-fleet';
import { pricesFor } from './cost-estimate/price-book';
import { projectFolder } from './platform/project-folder';
import { synthesizeIfStale } from './platform/synthesize-if-stale';

interface Options {
  readonly devices: number;
  readonly rate: string;
  readonly region?: string | undefined;
  readonly prices?: string | undefined;
  readonly env: string;
  readonly base?: string | undefined;
  readonly json: boolean;
}

async function cost(options: Options): Promise<void> {
  const { devices, rate, base, json } = options;
  // parse the options before the slow synthesis, so that invalid options are reported immediately
  const environment = environmentNamed(options.env);
  const fleet = fleetOf({ devices, measurements: measurementsOf(rate), environment });
  const prices = pricesFor({ region: options.region ?? environment.region, file: options.prices });
  const question = { environment: environment.name, devices, rate };
  if (base !== undefined) {
    const progress = createProgress(process.stderr);
    const comparison = await compareWithCommit(base, { environment, fleet, prices, progress });
    if (comparison === undefined) {
      process.exitCode = 1;
      return;
    }
    if (json) return printJson({ ...question, region: prices.region, base, ...comparison });
    const text = formatComparison(comparison, question, {
      ...screen(),
      region: prices.region,
      date: prices.date,
      base,
    });
    return console.log(text);
  }
  await synthesizeIfStale(projectFolder(), environment);
  const estimate = estimateOf(question, { platform: loadPlatform('cdktf.out', environment), fleet, prices });
  if (json) return printJson(estimate);
  console.log(formatEstimate(estimate, screen()));
}

const command = createCommand('npm run cost --', {
  summary:
    "Estimates the monthly cost of the platform, by service and slice, from the synthesized resources and a fleet's messages. Method and assumptions: docs/cost.md",
  example: 'npm run cost -- --devices 100000 --rate 1/min --region ap-northeast-1',
})
  .option('--devices <count>', 'number of devices', devicesOf, 10_000)
  .option('--rate <count/unit>', 'measurements per device: 2/s, 1/min, 4/h, 1/day', '1/min')
  .option('--region <region>', "region whose prices to use (default: the environment's region)")
  .option('--prices <file>', 'file whose prices override the prices in packages/serverless-cost/src/prices')
  .option('--env <name>', 'environment', 'dev')
  .option('--base <commit>', 'compare the working tree with this commit')
  .option('--json', 'print every line with its quantity and price as JSON', false)
  .action(cost);

onSignal((signal) => process.exit(codeOf(signal)));
void runCommand(command);
