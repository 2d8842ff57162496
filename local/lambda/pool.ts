import type { Finished, Instance } from './instance';

/** The execution environments of one function: idle ones are taken first, new ones are started up to a limit. */
export interface Pool {
  run(invocation: { requestId: string; event: unknown; cause: number | undefined }): Promise<Finished>;
  /** Replaces the code: running invocations end on the old one, later ones start on the new one. */
  renew(): void;
  stop(): void;
  readonly busy: number;
}

export interface PooledInstance extends Instance {
  /** The event in whose course the instance works at the moment. */
  cause: number | undefined;
}

export function createPool({ limit, start }: { limit: number; start: () => PooledInstance }): Pool {
  let idle: PooledInstance[] = [];
  let generation = 0;
  const running = new Set<PooledInstance>();
  const waiting: (() => void)[] = [];

  const take = async (): Promise<PooledInstance> => {
    for (;;) {
      idle = idle.filter((instance) => instance.alive);
      const free = idle.pop() ?? (running.size < limit ? start() : undefined);
      if (free !== undefined) {
        running.add(free);
        return free;
      }
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
  };

  return {
    get busy() {
      return running.size;
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
        waiting.shift()?.();
      }
    },
    renew() {
      generation += 1;
      for (const instance of idle.splice(0)) instance.stop();
    },
    stop() {
      generation += 1;
      for (const instance of [...idle.splice(0), ...running]) instance.stop();
    },
  };
}
