import { parseMetricQuery } from '@himeshima/datadog-monitors';
import { createMetricStore } from '../metrics';
import { memoryStore } from '../store';
import { contributingEvents } from './contributing-events';

const minute = 29_000_000;

interface RecordedValue {
  readonly metric: string;
  readonly value?: number;
  readonly tags?: Readonly<Record<string, string>>;
  /** Minutes before the evaluation. */
  readonly ago?: number;
}

/** Returns the contributing events for a query, if event 1 recorded the first value, event 2 the second, and so on. */
function eventsOf(query: string, recorded: readonly RecordedValue[], group: Readonly<Record<string, string>> = {}) {
  const metrics = createMetricStore(memoryStore());
  for (const [index, { metric, value = 1, tags = {}, ago = 0 }] of recorded.entries())
    metrics.record({ metric, tags, value, at: (minute - ago) * 60_000, causes: [index + 1, undefined] });
  const notification = { minute, tags: group };
  const evaluated = { query: parseMetricQuery(query), evaluationDelaySeconds: 0, notification };
  // each trace contains two consecutive events
  return contributingEvents(evaluated, { metrics, traceOf: (event) => Math.ceil(event / 2) });
}

const errors = 'sum(last_5m):sum:errors{*}.as_count() >= 2';

describe('contributingEvents', () => {
  test('returns the events that recorded the values of a count, newest first', () => {
    expect(eventsOf(errors, [{ metric: 'errors' }, { metric: 'calls' }, { metric: 'errors' }])).toEqual([3, 1]);
  });

  test('leaves out zeros, and values before the window', () => {
    expect(
      eventsOf(errors, [
        { metric: 'errors', ago: 5 },
        { metric: 'errors', value: 0 },
      ]),
    ).toEqual([]);
    expect(eventsOf(errors, [{ metric: 'errors', ago: 4 }])).toEqual([1]);
  });

  test('leaves out series that are not in the scope or the group', () => {
    const query = 'sum(last_5m):sum:errors{env:dev} by {name}.as_count() >= 2';
    const tagged = (env: string, name: string) => ({ metric: 'errors', tags: { env, name } });
    expect(eventsOf(query, [tagged('dev', 'a'), tagged('dev', 'b'), tagged('prod', 'a')], { name: 'a' })).toEqual([1]);
  });

  test('returns the events with a value that meets the condition on its own, if the query has no sum', () => {
    const query = 'max(last_5m):max:duration{*} > 10';
    expect(
      eventsOf(query, [
        { metric: 'duration', value: 11 },
        { metric: 'duration', value: 10 },
      ]),
    ).toEqual([1]);
  });

  test('returns the events that recorded the numerator of a ratio', () => {
    const query = 'sum(last_5m):sum:errors{*}.as_count() / sum:calls{*}.as_count() > 0.5';
    expect(eventsOf(query, [{ metric: 'calls' }, { metric: 'errors' }])).toEqual([2]);
  });

  test('returns, for the burn rate of an SLO, the events of traces without a good event', () => {
    const query = 'sum(last_5m):100 * (1 - (sum:good{*}.as_count()) / (sum:total{*}.as_count())) / 0.1 > 14.4';
    expect(eventsOf(query, [{ metric: 'total' }, { metric: 'good' }, { metric: 'total' }])).toEqual([3]);
  });

  test('returns no events if the monitor alerts on low values', () => {
    expect(eventsOf('sum(last_5m):sum:errors{*}.as_count() < 2', [{ metric: 'errors' }])).toEqual([]);
  });

  test('returns only the newest events', () => {
    const recorded = Array.from({ length: 1_000 }, () => ({ metric: 'errors' }));
    const found = eventsOf(errors, recorded);
    expect([found[0], found.length]).toEqual([1_000, 20]);
  });
});
