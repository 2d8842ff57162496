import { fc, test as property } from '@fast-check/jest';
import { createEvaluator } from '../evaluate/evaluator';
import { monitor, testCatalogue } from '../evaluate/monitor.fixture';
import { type MonitorState, untouched } from '../evaluate/state';
import type { MonitorDefinition } from '../monitor/definition';
import { series, sourceOf } from '../series/series';
import { type ReferenceSeries, reference } from './reference.fixture';
import { simulate } from './simulate';

// include decimals: their sums must cross a threshold in exactly the same minute in both evaluators
const value = fc.oneof(fc.integer({ min: 0, max: 6 }), fc.constantFrom(0.1, 0.2, 0.3, 0.7));
const values = fc.array(fc.option(value, { nil: undefined, freq: 3 }), { maxLength: 50 });

const metrics = ['t.count', 't.gauge'];
const allSeries: fc.Arbitrary<ReferenceSeries[]> = fc
  .tuple(values, values, values, values)
  .map((rows) => rows.map((row, at) => ({ metric: metrics[at % 2] ?? '', k: at < 2 ? 'a' : 'b', values: row })));

const space = fc.constantFrom('sum', 'avg', 'max');
const by = fc.constantFrom('', ' by {k}');
const operand = (groups: string, counted: string) =>
  fc
    .tuple(space, fc.constantFrom(...metrics))
    .map(([aggregator, metric]) => `${aggregator}:${metric}{*}${groups}${counted}`);
const expression = by.chain((groups) =>
  fc.constantFrom('', '.as_count()').chain((counted) => {
    const one = operand(groups, counted);
    const pair = fc
      .tuple(one, fc.constantFrom('+', '-', '*', '/'), one)
      .map(([left, operator, right]) => `${left} ${operator} ${right}`);
    return fc.oneof(
      one,
      one,
      pair,
      one.map((inner) => `abs(${inner})`),
      one.map((inner) => `${inner} * 2`),
    );
  }),
);
const query = fc
  .tuple(
    fc.constantFrom('sum', 'avg', 'min', 'max'),
    fc.constantFrom(1, 3, 5),
    expression,
    fc.constantFrom('>', '>=', '<', '<='),
  )
  .map(([time, minutes, inner, sign]) => ({
    text: `${time}(last_${minutes}m):${inner} ${sign} 3`,
    up: sign.startsWith('>'),
  }));

const options = fc.record(
  {
    evaluation_delay: fc.constantFrom(60, 180),
    on_missing_data: fc.constantFrom('default', 'show_no_data', 'show_and_notify_no_data', 'resolve'),
    renotify_interval: fc.constantFrom(1, 4),
    require_full_window: fc.boolean(),
    has_warning: fc.boolean(),
    has_recovery: fc.boolean(),
    timeout_h: fc.constantFrom(0, 1),
  },
  { requiredKeys: [] },
);
const missing = fc.record({ notify_no_data: fc.constant(true), no_data_timeframe: fc.constantFrom(5, 10) });

const definition: fc.Arbitrary<MonitorDefinition> = fc
  .tuple(query, options, fc.option(missing))
  .map(([{ text, up }, { has_warning, has_recovery, ...rest }, noData]) => {
    const thresholds = {
      critical: 3,
      ...(has_warning && { warning: up ? 2 : 4 }),
      ...(has_recovery && { critical_recovery: up ? 1 : 5 }),
    };
    return monitor(text, { ...rest, ...(rest.on_missing_data ? {} : noData), thresholds });
  });

const to = 130;
const sourced = (all: readonly ReferenceSeries[]) =>
  sourceOf(...all.map(({ metric, k, values: row }) => series(`${metric}{k:${k}}`, row)));

describe('the reference evaluator', () => {
  property.prop([definition, allSeries], { numRuns: 150 })('matches the simulation in every minute', (chosen, all) => {
    const run = simulate(chosen, sourced(all), { to, catalogue: testCatalogue });
    const expected = reference(chosen, all, to);
    const states = run.groups.flatMap(({ group, evaluations }) =>
      evaluations().flatMap(({ minute, state }) => (state === undefined ? [] : [`${minute} ${group} ${state}`])),
    );
    expect(states.sort()).toEqual(expected.states.sort());
    const sent = run.notifications.map(({ minute, group, transition }) => `${minute} ${group} ${transition}`);
    expect(sent.sort()).toEqual(expected.sent.sort());
  });

  property.prop([definition, allSeries], { numRuns: 50 })('matches the evaluator of a live run', (chosen, all) => {
    const evaluator = createEvaluator(chosen, { catalogue: testCatalogue });
    const source = sourced(all);
    const sent: string[] = [];
    let state: MonitorState = untouched;
    for (let minute = 0; minute <= to; minute += 1) {
      const evaluation = evaluator.evaluateAt(minute, source, state);
      state = evaluation.state;
      for (const { group, transition } of evaluation.notifications) sent.push(`${minute} ${group} ${transition}`);
    }
    expect(sent.sort()).toEqual(reference(chosen, all, to).sent.sort());
  });
});
