import { event } from '../api/event.fixture';
import { buildTree, stopsIn } from './trace-tree';

test('places each event below its cause, in the order in which the events started', () => {
  // an invocation is recorded when it ends, after the events that it caused
  const hops = buildTree([
    event({ id: 1 }),
    event({ id: 4, cause: 2 }),
    event({ id: 2, cause: 1 }),
    event({ id: 3, cause: 1 }),
  ]);
  expect(hops.map(({ event: { id }, depth, after }) => [id, depth, after])).toEqual([
    [1, 0, 0],
    [2, 1, 1],
    [4, 2, 3],
    [3, 1, 2],
  ]);
});

test('places a batch below its first record of the trace', () => {
  const hops = buildTree([
    event({ id: 1 }),
    event({ id: 2, cause: 1 }),
    event({ id: 5, links: [90, 2] }),
    event({ id: 6, cause: 5, trace: 5 }),
  ]);
  expect(hops.map(({ event: { id }, depth, relation }) => [id, depth, relation])).toEqual([
    [1, 0, 'root'],
    [2, 1, 'effect'],
    [5, 2, 'batch'],
    [6, 3, 'effect'],
  ]);
});

test('an event whose cause is not recorded anymore starts a tree', () => {
  const [hop] = buildTree([event({ id: 8, cause: 3 })]);
  expect(hop).toMatchObject({ depth: 0, relation: 'root', isCauseMissing: true });
});

test('very long chains of causes do not overflow the stack', () => {
  const chain = Array.from({ length: 20_000 }, (_, id) => event({ id, ...(id > 0 && { cause: id - 1 }) }));
  expect(buildTree(chain).at(-1)).toMatchObject({ depth: 19_999 });
});

test('returns an empty tree if there are no events', () => {
  expect(buildTree([])).toEqual([]);
});

test('lists failures, denials and rules that did not match', () => {
  const hops = buildTree([
    event({ id: 1, decision: { outcome: 'denied' } }),
    event({ id: 2, failed: true }),
    event({ id: 3, decision: { outcome: 'not matched' } }),
    event({ id: 4, decision: { outcome: 'allowed' } }),
  ]);
  const { failures, skipped } = stopsIn(hops);
  expect([failures, skipped].map((events) => events.map(({ id }) => id))).toEqual([[1, 2], [3]]);
});
