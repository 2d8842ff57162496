import { createServer } from 'node:net';

interface WantedPort {
  /** That chooses another: `--port`. */
  readonly option: string;
  readonly port: number;
}

function isTaken({ port }: WantedPort): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      if ('code' in error && error.code === 'EADDRINUSE') resolve(true);
      else reject(error);
    });
    server.listen({ port, host: '127.0.0.1' }, () => server.close(() => resolve(false)));
  });
}

/** Looks at all ports before any is used, so that one start tells all of them. @throws Error with those that are taken */
export async function refuseTakenPorts(wanted: readonly WantedPort[]): Promise<void> {
  const looked = await Promise.all(wanted.map(async (one) => ({ ...one, taken: await isTaken(one) })));
  const taken = looked.filter((one) => one.taken);
  if (taken.length === 0) return;
  const ports = taken.map(({ port }) => port).join(' and ');
  const others = taken.map(({ option, port }) => `${option} ${port + 1}`).join(' ');
  throw new Error(
    `port${taken.length > 1 ? 's' : ''} ${ports} ${taken.length > 1 ? 'are' : 'is'} taken. Start with ${others}, or stop what listens there.`,
  );
}
