import { parseArgs } from 'node:util';
import { codeOf, createProgress, fail, onSignal, printJson, screen, writePicture } from '@himeshima/cli';
import { environmentNamed } from '../config/environments';
import { devicesOf, measurementsOf } from './costing/asked';
import { comparedWith } from './costing/compared-with';
import { estimateOf } from './costing/estimate';
import { comparisonInWords, estimateInWords } from './costing/in-words';
import { pictureOf } from './costing/picture';
import { fleetOf } from './costing/platform-fleet';
import { platformIn } from './costing/platform-in';
import { pricesFor } from './costing/prices';
import { projectFolder } from './running/project-folder';
import { bringUpToDate } from './running/up-to-date';

const help = `npm run cost [-- --devices N --rate N/UNIT --region REGION …]

  What the platform costs in a month: from the synthesized resources, and from the messages of a fleet on their way through
  the rules. By service and by slice, what growth from 1,000 to 1,000,000 devices does, and what would save most.
  What is counted and assumed: docs/cost.md

  --devices N      devices (10000)
  --rate N/UNIT    measurements of a device: 2/s, 1/min, 4/h, 1/day (1/min)
  --region REGION  whose prices (the region of the environment)
  --prices FILE    prices in place of those of packages/serverless-cost/src/prices, by their names there
  --env NAME       the environment (dev)
  --base REF       what the working tree costs more or less than this commit
  --svg FILE       a picture of it
  --json           for programs: every line, with its quantity and price

  example   npm run cost -- --devices 100000 --rate 1/min --region ap-northeast-1 --svg cost.svg`;

const options = {
  devices: { type: 'string', default: '10000' },
  rate: { type: 'string', default: '1/min' },
  region: { type: 'string' },
  prices: { type: 'string' },
  env: { type: 'string', default: 'dev' },
  base: { type: 'string' },
  svg: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

async function cost(): Promise<void> {
  const { values } = parseArgs({ options });
  if (values.help) return console.log(help);
  const { svg, rate, base } = values;
  // before anything is synthesized: what is wrong is told at once
  const environment = environmentNamed(values.env);
  const devices = devicesOf(values.devices);
  const fleet = fleetOf({ devices, measurements: measurementsOf(rate), environment });
  const prices = pricesFor({ region: values.region ?? environment.region, file: values.prices });
  if (svg !== undefined && base !== undefined) throw new Error('--svg draws one bill; leave out --base');
  const question = { environment: environment.name, devices, rate };
  if (base !== undefined) {
    const progress = createProgress(process.stderr);
    const compared = await comparedWith(base, { environment, fleet, prices, progress });
    if (compared === undefined) {
      process.exitCode = 1;
      return;
    }
    if (values.json) return printJson({ ...question, region: prices.region, base, ...compared });
    const words = comparisonInWords(compared, question, {
      ...screen(),
      region: prices.region,
      date: prices.date,
      base,
    });
    return console.log(words);
  }
  await bringUpToDate(projectFolder(), environment);
  const estimate = estimateOf(question, { platform: platformIn('cdktf.out', environment), fleet, prices });
  if (svg !== undefined) writePicture(svg, pictureOf(estimate));
  if (values.json) return printJson(estimate);
  console.log(estimateInWords(estimate, screen()));
}

onSignal((signal) => process.exit(codeOf(signal)));
cost().catch(fail);
