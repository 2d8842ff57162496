import { conformance } from './conformance';

describe("the developer guide's examples", () => {
  const outcomes = conformance();
  const run = outcomes.filter(({ status }) => status !== 'not run');

  test('at least 98 in 100 give what is printed, and each other says why', () => {
    const passing = run.filter(({ status }) => status === 'passes');
    expect(passing.length / run.length).toBeGreaterThanOrEqual(0.98);
    const silent = outcomes.filter(({ status, example }) => status === 'differs' && example.note === undefined);
    expect(silent).toEqual([]);
  });
});
