import { createServer } from 'node:net';

interface WantedPort {
  /** Option that selects another port: `--port`. */
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

/**
 * Checks all ports before any server starts, so that one error lists every port that is in use.
 * @throws Error with the ports that are in use
 */
export async function rejectUsedPorts(wanted: readonly WantedPort[]): Promise<void> {
  const checked = await Promise.all(wanted.map(async (one) => ({ ...one, taken: await isTaken(one) })));
  const used = checked.filter((one) => one.taken);
  if (used.length === 0) return;
  const ports = used.map(({ port }) => port).join(' and ');
  const alternatives = used.map(({ option, port }) => `${option} ${port + 1}`).join(' ');
  throw new Error(
    `port${used.length > 1 ? 's' : ''} ${ports} ${used.length > 1 ? 'are' : 'is'} already in use; start with ${alternatives}, or stop the process that uses ${used.length > 1 ? 'them' : 'it'}`,
  );
}
