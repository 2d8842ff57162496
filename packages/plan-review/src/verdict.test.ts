import { type Judged, lightOf, signOf, verdictOf } from './verdict';

const harmless: Judged = { broken: undefined, dangers: [], unjudged: 0, changes: true };

describe('the verdict', () => {
  test.each([
    ['critical', 'cannot be applied', { broken: 'it is stale' }],
    ['critical', 'loses data', { dangers: [{ kind: 'outage' }, { kind: 'data loss' }] }],
    ['critical', 'fails partway', { dangers: [{ kind: 'cannot be applied' }] }],
    ['danger', 'has another danger', { dangers: [{ kind: 'exposure' }], unjudged: 3 }],
    ['unjudged', 'has a change that no rule classifies', { unjudged: 1 }],
    ['harmless', 'has only changes that are known to be harmless', {}],
    ['unchanged', 'changes nothing', { changes: false }],
  ] as const)('is %s if a plan %s', (verdict, _, facts) => expect(verdictOf({ ...harmless, ...facts })).toBe(verdict));

  test('has a different mark for each value, with and without colours', () => {
    for (const marks of [lightOf, signOf]) expect(new Set(Object.values(marks)).size).toBe(5);
  });
});
