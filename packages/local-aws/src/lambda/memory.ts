import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** External memory, in bytes, that can accumulate before V8 collects garbage (kExternalAllocationSoftLimit). */
const uncollectedBytes = 64 * 2 ** 20;

/**
 * Minimum size in bytes of an allocation that is checked immediately. The periodic check detects smaller allocations.
 */
const largeBytes = 2 ** 20;

/** Interval of the periodic check while a handler waits. */
const lookMilliseconds = 50;

/**
 * Returns the number of bytes that a function uses: its heap, and external memory such as Buffers. Node.js
 * itself is not counted.
 */
export const usedBytes = () => {
  const { used_heap_size: heap, external_memory: outside } = getHeapStatistics();
  return heap + outside;
};

/** Runs two full garbage collections, because only the second collection frees external memory. */
function collect(): void {
  setFlagsFromString('--expose-gc');
  const gc: unknown = runInNewContext('gc');
  if (typeof gc !== 'function') return;
  for (const _time of ['heap', 'outside']) gc();
}

/** Buffer methods that can exceed the limit in one step, before the next periodic check. */
const allocations = ['alloc', 'allocUnsafe', 'allocUnsafeSlow'] as const;

/**
 * Terminates the environment of a function that exceeds its memory limit. V8 itself limits only its heap.
 * @param exceeded called if the limit is exceeded; must not return
 */
export function limitMemory(limitBytes: number, exceeded: () => never) {
  const endBeyond = (wanted: number) => {
    if (usedBytes() + wanted <= limitBytes) return;
    if (getHeapStatistics().external_memory + wanted > limitBytes + uncollectedBytes) exceeded();
    collect();
    if (usedBytes() + wanted > limitBytes) exceeded();
  };

  for (const name of allocations) {
    const allocate: unknown = Reflect.get(Buffer, name);
    if (typeof allocate !== 'function') continue;
    Reflect.set(Buffer, name, (size: unknown, ...filled: unknown[]) => {
      if (typeof size === 'number' && size >= largeBytes) endBeyond(size);
      return Reflect.apply(allocate, Buffer, [size, ...filled]);
    });
  }

  return {
    check: () => endBeyond(0),
    /** Checks the memory periodically until the returned function is called. */
    watch(): () => void {
      const timer = setInterval(() => endBeyond(0), lookMilliseconds).unref();
      return () => clearInterval(timer);
    },
  };
}
