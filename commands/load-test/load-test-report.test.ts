import { failuresOf, formatOutcome, type Outcome } from './load-test-report';

const outcome: Outcome = {
  devices: 3,
  hostile: 0,
  secondsToConnect: 0.4,
  megabytes: undefined,
  sent: { count: 290, unanswered: 0 },
  read: { stored: 290, lost: 0, unsent: 0, miscounted: 0, latencies: [10, 20] },
  commands: { asked: 0, answered: 0 },
  attempts: [],
};

test('uses the singular for one hostile device and one attack', () => {
  const refused = { what: 'an attack', outcome: 'refused' } as const;
  const of = (hostile: number, attempts: Outcome['attempts']) => formatOutcome({ ...outcome, hostile, attempts });
  expect(of(1, [refused])).toContain('1 device, 1 attack rejected, 0 succeeded');
  expect(of(2, [refused, refused])).toContain('2 devices, 2 attacks rejected, 0 succeeded');
});

test('reports unacknowledged measurements in the summary and as a failure', () => {
  expect(formatOutcome(outcome)).toContain('290 acknowledged, 290 stored, 0 lost, 0 duplicated');
  expect(failuresOf(outcome)).toEqual([]);
  const dropped = { ...outcome, sent: { count: 290, unanswered: 10 } };
  expect(formatOutcome(dropped)).toContain('290 acknowledged, 10 never acknowledged, 290 stored, 0 lost, 0 duplicated');
  expect(failuresOf(dropped)).toEqual(['10 measurements were never acknowledged']);
});
