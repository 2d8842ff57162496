import { lightOf, signOf, type VerdictFacts, verdictOf } from './verdict';

const harmless: VerdictFacts = { broken: undefined, dangers: [], unjudged: 0, findings: 0, changes: true };

describe('verdictOf', () => {
  test.each([
    ['critical', 'cannot be applied', { broken: 'it is stale' }],
    ['critical', 'loses data', { dangers: [{ kind: 'outage' }, { kind: 'data loss' }] }],
    ['critical', 'fails partway', { dangers: [{ kind: 'cannot be applied' }] }],
    ['danger', 'has another kind of danger', { dangers: [{ kind: 'exposure' }], unjudged: 3 }],
    ['unjudged', 'has a change that no rule has judged', { unjudged: 1 }],
    ['unjudged', 'has a failed check or a new finding', { findings: 1 }],
    ['harmless', 'has only harmless changes', {}],
    ['unchanged', 'changes nothing', { changes: false }],
  ] as const)('returns %s for a plan that %s', (verdict, _, facts) =>
    expect(verdictOf({ ...harmless, ...facts })).toBe(verdict),
  );

  test('has a different mark for each verdict, with and without colors', () => {
    for (const marks of [lightOf, signOf]) expect(new Set(Object.values(marks)).size).toBe(5);
  });
});
