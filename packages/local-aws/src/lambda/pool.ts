import type { Clock } from '../clock';
import type { Finished, Instance } from './instance';

/** The execution environments of one function: idle ones are taken first, new ones are started up to a limit. */
export interface Pool {
  run(invocation: { requestId: string; event: unknown; cause: number | undefined }): Promise<Finished>;
  /** Replaces the code: running invocations end on the old one, later ones start on the new one. */
  renew(): void;
  stop(): void;
  /** How many invocations run or wait. */
  readonly busy: number;
}

export interface PooledInstance extends Instance {
  /** The event in whose course the instance works at the moment. */
  cause: number | undefined;
}

/** More than a cold start takes, so that none is started because another one is starting. */
const patienceMilliseconds = 1_000;

export interface PoolOptions {
  /** How many environments there may be. */
  limit: number;
  /** How many compute at once: more would only share the cores, and each warms up anew. */
  cores: number;
  real: Clock['real'];
  start: () => PooledInstance;
}

/** Starts more environments than there are cores where none comes free for a while: they wait, and compute nothing. */
export function createPool({ limit, cores, real, start }: PoolOptions): Pool {
  let most = Math.min(limit, cores);
  let stopWatching = () => {};
  let idle: PooledInstance[] = [];
  let generation = 0;
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
    async run({ requestId, event, cause }) {
      const instance = await take();
      const born = generation;
      instance.cause = cause;
      try {
        return await instance.run({ requestId, event });
      } finally {
        running.delete(instance);
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
