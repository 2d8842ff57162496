import type { TraceSummary } from '../api/operations';
import { addNewest, addOlder, mostTraces, type TraceList } from './trace-list';

const trace = (id: number, events = 1): TraceSummary => ({
  trace: id,
  at: '2026-01-01T00:00:00.000Z',
  symbol: '→',
  tone: 'plain',
  title: `trace ${id}`,
  details: [],
  events,
  failed: false,
  denied: false,
  resources: [],
});
const idsOf = ({ traces }: TraceList) => traces.map((one) => one.trace);
const listOf = (ids: readonly number[], before: number | undefined = 1): TraceList => ({
  traces: ids.map((id) => trace(id)),
  before,
});

test('adds new traces, and replaces the summaries of known traces', () => {
  const list = addNewest(listOf([5, 4, 3]), { traces: [trace(6), trace(5, 9)], before: 5 });
  expect(idsOf(list)).toEqual([6, 5, 4, 3]);
  expect(list.traces[1]?.events).toBe(9);
  expect(list.before).toBe(1);
});

test('starts again if traces between the list and the page are unknown', () => {
  expect(idsOf(addNewest(listOf([5, 4]), { traces: [trace(9), trace(8)], before: 8 }))).toEqual([9, 8]);
});

test('an old trace with a new event does not hide a gap in the list', () => {
  expect(idsOf(addNewest(listOf([5, 4]), { traces: [trace(9), trace(8), trace(4)], before: 8 }))).toEqual([9, 8, 4]);
});

test('a complete page replaces the list, because the platform may have dropped traces', () => {
  const list = addNewest(listOf([5, 4, 3]), { traces: [trace(5)] });
  expect(idsOf(list)).toEqual([5]);
  expect(list.before).toBeUndefined();
});

test('adds older traces, and keeps the newer summary of a trace in both lists', () => {
  const list = addOlder({ traces: [trace(5), trace(4, 9)], before: 4 }, { traces: [trace(4), trace(2), trace(3)] });
  expect(idsOf(list)).toEqual([5, 4, 3, 2]);
  expect(list.traces[1]?.events).toBe(9);
  expect(list.before).toBeUndefined();
});

test('ends after the maximum number of traces, and does not request older ones', () => {
  const full = Array.from({ length: mostTraces }, (_, index) => 2 * mostTraces - index);
  const list = addOlder(listOf(full.slice(1)), { traces: [trace(9), trace(8)], before: 8 });
  expect([list.traces.length, list.traces.at(-1)?.trace, list.before]).toEqual([mostTraces, 9, undefined]);
  const newest = 2 * mostTraces + 1;
  const updated = addNewest(listOf(full), { traces: [trace(newest), trace(newest - 1)], before: newest - 1 });
  expect([updated.traces.length, updated.traces[0]?.trace, updated.before]).toEqual([mostTraces, newest, undefined]);
});
