import type { InvocationResult } from './instance';
import { createPool, type PooledInstance } from './pool';

interface Handmade extends PooledInstance {
  readonly name: string;
  alive: boolean;
  stopped: boolean;
  /** Ends the current invocation. */
  end(result: unknown): void;
}

/** Creates a pool whose invocations run until the test ends them. */
function handmade(limit: number, cores = limit) {
  const instances: Handmade[] = [];
  const ran: string[] = [];
  const start = (): PooledInstance => {
    let finish: (finished: InvocationResult) => void = () => undefined;
    const instance: Handmade = {
      name: `instance ${instances.length + 1}`,
      alive: true,
      stopped: false,
      cause: undefined,
      run: ({ requestId }) => {
        ran.push(`${requestId} on ${instance.name}`);
        return new Promise((resolve) => {
          finish = resolve;
        });
      },
      end: (result) => finish({ outcome: { status: 'success', result }, milliseconds: 1, cold: false, lines: [] }),
      stop: () => {
        instance.stopped = true;
      },
    };
    instances.push(instance);
    return instance;
  };
  let timer: (() => void) | undefined;
  let time = 0;
  const after = (_milliseconds: number, fire: () => void) => {
    timer = fire;
    return () => {
      timer = undefined;
    };
  };
  const pool = createPool({ limit, cores, real: { now: () => time, after }, start });
  const run = (requestId: string, cause?: number) => pool.run({ requestId, event: {}, cause });
  const passPatience = () => timer?.();
  const pass = (milliseconds: number) => {
    time += milliseconds;
  };
  return { pool, run, instances, ran, passPatience, pass };
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('a pool', () => {
  test('uses an idle instance, or starts a new instance if no instance is idle', async () => {
    const { pool, run, instances, ran } = handmade(4);
    const first = run('a');
    await settled();
    expect(pool.busy).toBe(1);
    instances[0]?.end('A');
    expect((await first).outcome).toEqual({ status: 'success', result: 'A' });
    expect(pool.busy).toBe(0);
    void run('b');
    void run('c');
    await settled();
    expect(ran).toEqual(['a on instance 1', 'b on instance 1', 'c on instance 2']);
  });

  test('a pool is blocked if invocations wait and no instance has become free for a second', async () => {
    const { pool, run, instances, pass } = handmade(1);
    pass(60_000);
    void run('a');
    void run('b');
    await settled();
    pass(999);
    expect(pool.isBlocked).toBe(false);
    pass(1);
    expect(pool.isBlocked).toBe(true);
    instances[0]?.end('A');
    await settled();
    expect([pool.isBlocked, pool.busy]).toEqual([false, 1]);
    pass(1_000);
    expect(pool.isBlocked).toBe(false);
  });

  test('starts more instances than there are cores only if no instance becomes free for a while', async () => {
    const { pool, run, instances, ran, passPatience } = handmade(2, 1);
    void run('a');
    void run('b');
    await settled();
    expect([ran, pool.busy]).toEqual([['a on instance 1'], 2]);
    passPatience();
    await settled();
    expect(ran.at(-1)).toBe('b on instance 2');
    void run('c');
    await settled();
    passPatience();
    await settled();
    expect([instances.length, pool.busy]).toEqual([2, 3]);
  });

  test('queues invocations beyond the limit in order of arrival', async () => {
    const { run, instances, ran } = handmade(1);
    void run('a');
    void run('b');
    void run('c');
    await settled();
    expect(ran).toEqual(['a on instance 1']);
    for (const _ of ['a', 'b']) {
      instances[0]?.end('done');
      await settled();
    }
    expect(ran).toEqual(['a on instance 1', 'b on instance 1', 'c on instance 1']);
  });

  test('replaces an instance whose thread has exited', async () => {
    const { run, instances, ran } = handmade(1);
    const first = run('a');
    await settled();
    const [dead] = instances;
    if (dead !== undefined) dead.alive = false;
    dead?.end('last words');
    await first;
    void run('b');
    await settled();
    expect(ran).toEqual(['a on instance 1', 'b on instance 2']);
  });

  test('finishes running invocations with the old code and starts later invocations with the new code', async () => {
    const { pool, run, instances, ran } = handmade(2);
    const idle = run('a');
    const running = run('b');
    await settled();
    instances[0]?.end('A');
    await idle;
    pool.renew();
    expect(instances.map((instance) => instance.stopped)).toEqual([true, false]);
    instances[1]?.end('B');
    expect((await running).outcome).toEqual({ status: 'success', result: 'B' });
    expect(instances[1]?.stopped).toBe(true);
    void run('c');
    await settled();
    expect(ran.at(-1)).toBe('c on instance 3');
  });

  test("passes an invocation's cause to its instance", async () => {
    const { run, instances } = handmade(1);
    const first = run('a', 7);
    await settled();
    expect(instances[0]?.cause).toBe(7);
    instances[0]?.end('A');
    await first;
    void run('b', 8);
    await settled();
    expect(instances[0]?.cause).toBe(8);
  });

  test('stops all instances, whether they are busy or idle', async () => {
    const { pool, run, instances } = handmade(2);
    const first = run('a');
    void run('b');
    await settled();
    instances[0]?.end('A');
    await first;
    pool.stop();
    expect(instances.map((instance) => instance.stopped)).toEqual([true, true]);
  });
});
