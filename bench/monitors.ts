import { catalogue, readApiMonitor, type SeriesSource, simulate, validate } from '@himeshima/datadog-monitors';
import { peakMegabytes } from '../commands/platform/peak-memory';
import { type Figure, median, peakFigures } from './figure';
import { promtoolRate } from './promtool';

const minutes = 30 * 1440;
const groups = 10;
const count = 100;

const memoryProfile =
  'the series that the benchmark generates take 346 MB, and the program takes 75 MB before the first evaluation. Evaluating adds 105 MB: 20 MB of results, 20 MB of objects, and the freed buffers of earlier evaluations.';

/** Returns series for one monitor in the in-memory format of an export. */
function seriesOf(seed: number): ReturnType<SeriesSource['series']> {
  let state = seed + 1;
  const next = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
  return Array.from({ length: groups }, (_, group) => ({
    tags: { functionname: `f${group}` },
    from: 0,
    // the values are mostly 0 with occasional bursts, like errors
    values: new Float64Array(minutes).map(() => (next() > 0.999 ? Math.floor(next() * 20) : 0)),
  }));
}

const by = '{*} by {functionname}';
const queries = [
  `sum(last_5m):sum:METRIC${by}.as_count() >= 10`,
  `max(last_15m):max:METRIC${by} >= 10`,
  `avg(last_1h):avg:METRIC${by} > 0.5`,
  `sum(last_15m):sum:METRIC${by}.as_count() / (sum:METRIC${by}.as_count() + 100) >= 0.1`,
];

function backtest(): Figure[] {
  const all = Array.from({ length: count }, (_, at) => {
    const metric = `bench.metric_${at}`;
    const query = (queries[at % queries.length] ?? '').replaceAll('METRIC', metric);
    const options = { evaluation_delay: 900, renotify_interval: 60, on_missing_data: 'default' };
    const monitor = readApiMonitor({ name: 'n', type: 'query alert', query, message: '{{value}}', options });
    return { monitor, series: seriesOf(at) };
  });
  const metric = (name: string) => ({
    name,
    type: 'count' as const,
    unit: undefined,
    tags: ['functionname'],
    source: '',
  });
  const known = catalogue.with(all.map((_, at) => metric(`bench.metric_${at}`)));
  const started = performance.now();
  let notifications = 0;
  for (const { monitor, series } of all)
    notifications += simulate(monitor, { series: () => series }, { to: minutes - 1, catalogue: known }).notifications
      .length;
  const seconds = (performance.now() - started) / 1000;
  if (notifications === 0) throw new Error('no monitor in the benchmark alerted');
  return [
    {
      name: `${count} monitors with ${groups} groups over 30 days of one-minute data`,
      value: seconds,
      unit: 's',
      limit: { most: 3 },
    },
    ...promtoolFigures((count * groups * minutes) / seconds),
    ...peakFigures('peak memory of these 100 monitors', [peakMegabytes(process.pid)], { most: 500 }, memoryProfile),
  ];
}

/** Compares the evaluation rate with promtool's. @param rate evaluations per second, each of one monitor for one group */
function promtoolFigures(rate: number): readonly Figure[] {
  const peer = promtoolRate({ rules: count, groups });
  return peer === undefined ? [] : [{ name: '  evaluations, relative to promtool', value: rate / peer, unit: '×' }];
}

function validation(): Figure {
  const texts = Array.from({ length: 1000 }, (_, at) => {
    const query = (queries[at % queries.length] ?? '').replaceAll('METRIC', 'aws.lambda.errors');
    return readApiMonitor({ name: 'n', type: 'query alert', query: query.replace('by', ' by'), message: 'x' });
  });
  const round = () => {
    const started = performance.now();
    for (const monitor of texts) validate(monitor, catalogue);
    return performance.now() - started;
  };
  const value = median(Array.from({ length: 5 }, round));
  return { name: '1,000 queries parsed and validated', value, unit: 'ms', limit: { most: 100 } };
}

/** Measures the evaluation of monitors over a month of data, the validation of queries, and the declaration of monitors. */
export async function monitorFigures(): Promise<Figure[]> {
  const measured = [...backtest(), validation()];
  // load this module last, because the providers' classes would add to the backtest's memory usage
  const { declarationFigure } = await import('./declaration.js');
  return [...measured, declarationFigure()];
}
