import { setImmediate } from 'node:timers/promises';
import { createCallOrder } from './exclusive-calls';

test('an exclusive call waits for earlier calls, and later calls wait for the exclusive call', async () => {
  const inOrder = createCallOrder();
  const log: string[] = [];
  const end = new Map<string, () => void>();
  const call = (name: string, isExclusive = false) =>
    inOrder(isExclusive, () => {
      log.push(`start ${name}`);
      return new Promise<void>((resolve) => end.set(name, resolve));
    });
  const finish = async (name: string) => {
    end.get(name)?.();
    await setImmediate();
  };
  call('a');
  call('b');
  call('x', true);
  call('c');
  expect(log).toEqual(['start a', 'start b']);
  await finish('b');
  expect(log).toHaveLength(2);
  await finish('a');
  expect(log.at(-1)).toBe('start x');
  await finish('x');
  expect(log.at(-1)).toBe('start c');
});

test('the next call starts after a failed call', async () => {
  const inOrder = createCallOrder();
  const started: string[] = [];
  inOrder(true, () => Promise.reject(new Error('no')).catch(() => started.push('first')));
  inOrder(true, async () => started.push('second'));
  await setImmediate();
  expect(started).toEqual(['first', 'second']);
});
