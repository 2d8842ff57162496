import { stopped } from '../stopped-platform.fixture';
import { createThroughput } from './throughput';

function table(units = { readUnits: 2, writeUnits: 1 }) {
  const { clock } = stopped();
  const throughput = createThroughput(clock);
  throughput.provision('a', units);
  const spend = (kind: 'read' | 'write', amount: number) => throughput.spend([{ table: 'a', units: amount }], kind);
  const exhausted = (kind: 'read' | 'write') => throughput.exhausted(['b', 'a'], kind);
  return { clock, spend, exhausted };
}

// Source: DynamoDB developer guide, "burst-adaptive-capacity".
describe('a table with provisioned capacity', () => {
  test('a table allows a burst that uses 300 seconds of capacity, and then throttles', () => {
    const { spend, exhausted } = table();
    spend('write', 299);
    expect(exhausted('write')).toBeUndefined();
    spend('write', 1);
    expect(exhausted('write')).toBe('a');
    expect(exhausted('read')).toBeUndefined();
  });

  test('a table gains capacity each second, and a large call can overdraw the capacity', async () => {
    const { clock, spend, exhausted } = table();
    spend('write', 310);
    await clock.advance(10_000);
    expect(exhausted('write')).toBe('a');
    await clock.advance(1_000);
    expect(exhausted('write')).toBeUndefined();
  });

  test('a table retains at most 300 seconds of unused capacity', async () => {
    const { clock, spend, exhausted } = table();
    await clock.advance(3_600_000);
    spend('read', 600);
    expect(exhausted('read')).toBe('a');
  });
});

test('an on-demand table has unlimited capacity', () => {
  const throughput = createThroughput(stopped().clock);
  throughput.spend([{ table: 'b', units: 1e9 }], 'write');
  expect(throughput.exhausted(['b'], 'write')).toBeUndefined();
});
