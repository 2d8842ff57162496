import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** V8 lets so much that is dead lie outside its heap before it collects it: kExternalAllocationSoftLimit. */
const uncollectedBytes = 64 * 2 ** 20;

/** An allocation below this is seen by the next look at the memory. */
const largeBytes = 2 ** 20;

/** How often one looks while a handler waits for something. */
const lookMilliseconds = 50;

/** The memory of a function's own: its heap, and what lies outside of it, such as Buffers. Node itself is not counted. */
export const usedBytes = () => {
  const { used_heap_size: heap, external_memory: outside } = getHeapStatistics();
  return heap + outside;
};

/** A full collection. What lies outside the heap is let go by the second. */
function collect(): void {
  setFlagsFromString('--expose-gc');
  const gc: unknown = runInNewContext('gc');
  if (typeof gc !== 'function') return;
  for (const _time of ['heap', 'outside']) gc();
}

/** Buffers are made by these, in one step that nobody could interrupt. */
const allocations = ['alloc', 'allocUnsafe', 'allocUnsafeSlow'] as const;

/**
 * Ends the environment of a function that takes more than it may: V8 limits its own heap alone.
 * @param exceeded does not return
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
    /** Looks again and again until it is told to stop. */
    watch(): () => void {
      const timer = setInterval(() => endBeyond(0), lookMilliseconds).unref();
      return () => clearInterval(timer);
    },
  };
}
