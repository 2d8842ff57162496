import type { Clock } from '../clock';
import type { Instance, InvocationResult } from './instance';

/** Pool of a function's execution environments. It uses idle environments first, and starts new environments up to a limit. */
export interface Pool {
  run(invocation: { requestId: string; event: unknown; cause: number | undefined }): Promise<InvocationResult>;
  /** Replaces the code. Running invocations finish with the old code; later invocations use the new code. */
  renew(): void;
  stop(): void;
  /** Number of running and waiting invocations. */
  readonly busy: number;
  /**
   * Whether invocations are waiting and no environment has become free for a while. The running environments are then probably
   * waiting too, for example for a response, rather than computing.
   */
  readonly isBlocked: boolean;
}

export interface PooledInstance extends Instance {
  /** ID of the event that caused the current invocation. */
  cause: number | undefined;
}

/**
 * Time that must pass without a free environment before another environment starts. It exceeds the duration of a cold
 * start, so that an environment that is still starting does not cause another start.
 */
const patienceMilliseconds = 1_000;

export interface PoolOptions {
  /** Maximum number of environments. */
  limit: number;
  /** Number of environments that start without a delay. More environments would compete for the cores. */
  cores: number;
  real: Clock['real'];
  start: () => PooledInstance;
}

/**
 * Creates a pool. It starts more environments than there are cores only if no environment becomes free for a while,
 * because the running environments are then probably waiting rather than computing.
 */
export function createPool({ limit, cores, real, start }: PoolOptions): Pool {
  let most = Math.min(limit, cores);
  let stopWatching = () => {};
  let idle: PooledInstance[] = [];
  let generation = 0;
  /** Real time at which an environment last became free, or at which the first environment became busy. */
  let freedAt = 0;
  const running = new Set<PooledInstance>();
  const waiting: (() => void)[] = [];

  const watch = () => {
    stopWatching();
    if (waiting.length === 0 || most >= limit) return;
    stopWatching = real.after(patienceMilliseconds, () => {
      most += 1;
      next();
    });
  };

  const next = () => {
    waiting.shift()?.();
    watch();
  };

  const take = async (): Promise<PooledInstance> => {
    for (;;) {
      idle = idle.filter((instance) => instance.alive);
      const free = idle.pop() ?? (running.size < most ? start() : undefined);
      if (free !== undefined) {
        if (running.size === 0) freedAt = real.now();
        running.add(free);
        return free;
      }
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        if (waiting.length === 1) watch();
      });
    }
  };

  return {
    get busy() {
      return running.size + waiting.length;
    },
    get isBlocked() {
      return waiting.length > 0 && real.now() - freedAt >= patienceMilliseconds;
    },
    async run({ requestId, event, cause }) {
      const instance = await take();
      const born = generation;
      instance.cause = cause;
      try {
        return await instance.run({ requestId, event });
      } finally {
        running.delete(instance);
        freedAt = real.now();
        if (instance.alive && born === generation) idle.push(instance);
        else instance.stop();
        next();
      }
    },
    renew() {
      generation += 1;
      for (const instance of idle.splice(0)) instance.stop();
    },
    stop() {
      generation += 1;
      stopWatching();
      for (const instance of [...idle.splice(0), ...running]) instance.stop();
    },
  };
}
