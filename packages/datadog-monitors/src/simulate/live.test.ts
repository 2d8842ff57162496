import { fc, test as property } from '@fast-check/jest';
import { createCompositeEvaluator } from '../evaluate/composite-evaluator';
import { createEvaluator, createSloEvaluator, type Evaluation } from '../evaluate/evaluator';
import { monitor, testCatalogue } from '../evaluate/monitor.fixture';
import { type MonitorState, untouched } from '../evaluate/state';
import { messageOf } from '../message/render';
import type { MonitorDefinition } from '../monitor/definition';
import { readApiMonitor } from '../monitor/read-monitor';
import { series, sourceOf } from '../series/series';
import { simulate } from './simulate';
import { simulateComposite } from './simulate-composite';
import { simulateSlo } from './simulate-slo';
import type { SentNotification, Simulation } from './timelines';

const options = { catalogue: testCatalogue };
// keep the number of runs low, because each run evaluates every minute twice
const numRuns = 12;
const minutes = (to: number) => Array.from({ length: to + 1 }, (_, minute) => minute);
const row = (from: readonly string[]) =>
  fc.array(fc.constantFrom(...from), { minLength: 1, maxLength: 40 }).map((values) => values.join(' '));

const line = ({
  minute,
  group,
  transition,
  text,
}: Pick<SentNotification, 'minute' | 'group' | 'transition' | 'text'>) => `${minute} ${group} ${transition} ${text}`;
const lines = ({ notifications }: Simulation) => notifications.map(line).sort();

const composite = readApiMonitor({
  name: 'both',
  type: 'composite',
  query: 'a && !b || c',
  message: '{{a.value}}, {{b.value}} and {{c.value}}',
  options: { renotify_interval: 3 },
});

/** Returns the notifications of a composite. Evaluates the members before the composite in every minute. */
function liveLines(
  definition: MonitorDefinition,
  members: ReadonlyMap<string, MonitorDefinition>,
  to: number,
  source: ReturnType<typeof sourceOf>,
) {
  const evaluator = createCompositeEvaluator(definition);
  const states = new Map<string, MonitorState>();
  const stateOf = (id: string) => states.get(id) ?? untouched;
  const render = messageOf(definition, undefined, ({ group }) => evaluator.variablesOf(group, stateOf));
  const evaluators = [...members].map(([id, member]) => [id, createEvaluator(member, options)] as const);
  const sent = minutes(to).flatMap((minute) => {
    for (const [id, member] of evaluators) states.set(id, member.evaluateAt(minute, source, stateOf(id)).state);
    const { state, notifications } = evaluator.evaluateAt(minute, stateOf, stateOf('both'));
    states.set('both', state);
    return notifications.map((one) => line({ ...one, ...render(one) }));
  });
  return sent.sort();
}

describe('live evaluation', () => {
  const gauge = (metric: string, by: string) =>
    monitor(`max(last_1m):max:${metric}{*}${by} > 5`, { new_group_delay: 0, on_missing_data: 'show_no_data' });

  property.prop([row(['1', '9', '_']), row(['1', '9', '_']), row(['1', '9', '_']), fc.boolean()], { numRuns })(
    'sends the same notifications for a composite as the simulator',
    (first, second, third, notifiesNoData) => {
      const source = sourceOf(
        series('t.gauge{k:x}', first),
        series('t.gauge{k:y}', second),
        series('t.other{l:x}', second),
        series('t.other{l:y}', third),
        series('t.rate', third),
      );
      const members = new Map([
        ['a', gauge('t.gauge', ' by {k}')],
        ['b', gauge('t.other', ' by {l}')],
        ['c', gauge('t.rate', '')],
      ]);
      const definition = { ...composite, notifyNoData: notifiesNoData };
      const runs = new Map([...members].map(([id, one]) => [id, simulate(one, source, { ...options, to: 45 })]));
      expect(liveLines(definition, members, 45, source)).toEqual(
        lines(simulateComposite(definition, runs, { to: 45 })),
      );
    },
  );

  const slo = {
    target: 99,
    good: 'sum:t.count{*}.as_count()',
    total: 'sum:t.count{*}.as_count() + sum:t.errors{*}.as_count()',
  };
  const queries = [
    'burn_rate("x").over("30d").long_window("1h").short_window("5m") > 5',
    'error_budget("x").over("7d") > 75',
  ];

  property.prop([fc.constantFrom(...queries), row(['0x7', '90x7', '_x7']), row(['0x7', '10x7', '_x7'])], { numRuns })(
    'sends the same notifications for an SLO alert as the simulator',
    (query, good, errors) => {
      const definition = readApiMonitor({ name: 'burns', type: 'slo alert', query, message: '{{value}}' });
      const source = sourceOf(series('t.count', good), series('t.errors', errors));
      const evaluator = createSloEvaluator(definition, slo, options);
      const render = messageOf(definition, evaluator.query);
      let state: MonitorState = untouched;
      const sent = minutes(150).flatMap((minute) => {
        const evaluation: Evaluation = evaluator.evaluateAt(minute, source, state);
        state = evaluation.state;
        return evaluation.notifications.map((one) => line({ ...one, ...render(one) }));
      });
      expect(sent.sort()).toEqual(lines(simulateSlo(definition, slo, source, { ...options, to: 150 })));
    },
  );
});
