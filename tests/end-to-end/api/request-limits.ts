import { connect } from 'node:net';
import { poll } from '@himeshima/local-aws/testing';
import type { ApiCaller } from './api-caller';

/** Tests the limits on request bodies and connections. */
export function describeRequestLimits(caller: () => ApiCaller): void {
  const validHeaders = async () => ({
    authorization: `Bearer ${await caller().token('read', 'admin')}`,
    'x-api-key': caller().access.key,
  });

  test('accepts a body of 10 MB, and rejects one byte more', async () => {
    const headers = { ...(await validHeaders()), 'content-type': 'application/json' };
    const sendBodyOf = (bytes: number) =>
      caller().send({
        method: 'PUT',
        path: '/rooms/room1/owner',
        body: 'x'.repeat(bytes),
        headers,
      });
    expect((await sendBodyOf(10 * 1024 * 1024)).status).toBe(400);
    expect((await sendBodyOf(10 * 1024 * 1024 + 1)).status).toBe(413);
  });

  test('limits the number of idle sockets, and serves requests again once some sockets are closed', async () => {
    const { hostname, port } = new URL(caller().access.url);
    let closed = 0;
    const sockets = Array.from({ length: 1_100 }, () => {
      const socket = connect({ host: hostname, port: Number(port) });
      socket.on('error', () => undefined);
      socket.on('close', () => {
        closed += 1;
      });
      return socket;
    });
    await poll(() => (closed >= 90 ? true : undefined), 'the closed sockets beyond a thousand');
    for (const socket of sockets.slice(0, 500)) socket.destroy();
    await poll(async () => {
      const answer = await caller()
        .send({ path: '/devices', headers: await validHeaders() })
        .catch(() => undefined);
      return answer?.status === 200 ? true : undefined;
    }, 'a successful request despite the idle sockets');
    for (const socket of sockets) socket.destroy();
  });
}
