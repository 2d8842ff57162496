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
  const rejectedAttack = { what: 'an attack', outcome: 'refused' } as const;
  const of = (hostile: number, attempts: Outcome['attempts']) => formatOutcome({ ...outcome, hostile, attempts });
  expect(of(1, [rejectedAttack])).toContain('1 device, 1 attack rejected, 0 succeeded');
  expect(of(2, [rejectedAttack, rejectedAttack])).toContain('2 devices, 2 attacks rejected, 0 succeeded');
});

test('reports unacknowledged measurements in the summary and as a failure', () => {
  expect(formatOutcome(outcome)).toContain('290 acknowledged, 290 stored, 0 lost, 290 counted');
  expect(failuresOf(outcome)).toEqual([]);
  const dropped = { ...outcome, sent: { count: 290, unanswered: 10 } };
  expect(formatOutcome(dropped)).toContain('290 acknowledged, 10 not acknowledged, 290 stored, 0 lost, 290 counted');
  expect(failuresOf(dropped)).toEqual(['the broker did not acknowledge 10 measurements']);
});

test('reports lost, unexpected and miscounted measurements separately', () => {
  const wrong = { ...outcome, read: { ...outcome.read, stored: 291, lost: 1, unsent: 2, miscounted: -3 } };
  expect(formatOutcome(wrong)).toContain(
    '290 acknowledged, 291 stored (2 without an acknowledgement), 1 lost, 288 counted',
  );
  expect(failuresOf(wrong)).toEqual([
    'the table lacks 1 acknowledged measurement',
    'the table contains 2 measurements without an acknowledgement',
    'the room counters add up to 288 measurements, but the table contains 291',
  ]);
});

test('reports commands that did not succeed', () => {
  expect(failuresOf({ ...outcome, commands: { asked: 3, answered: 2 } })).toEqual(['1 command did not succeed']);
});
