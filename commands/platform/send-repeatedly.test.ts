import { sendRepeatedly } from './send-repeatedly';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

test('retries only rejected items, after a pause', async () => {
  const calls: (readonly string[])[] = [];
  const sent = sendRepeatedly(['a', 'b', 'c'], async (items) => {
    calls.push(items);
    return items.slice(1);
  });
  await jest.advanceTimersByTimeAsync(0);
  expect(calls).toEqual([['a', 'b', 'c']]);
  await jest.advanceTimersByTimeAsync(300);
  expect(calls).toEqual([['a', 'b', 'c'], ['b', 'c'], ['c']]);
  expect(await sent).toEqual([]);
});

test('returns the items that are still rejected after six retries', async () => {
  const send = jest.fn(async (items: readonly string[]) => items);
  const sent = sendRepeatedly(['a'], send);
  await jest.runAllTimersAsync();
  expect(await sent).toEqual(['a']);
  expect(send).toHaveBeenCalledTimes(7);
});
