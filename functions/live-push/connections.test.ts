import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { connections } from './connections';

let server: Server;
let url: string;
let sockets: Socket[];
let requests: { path: string | undefined; signed: string | undefined; body: string }[];
beforeEach(async () => {
  requests = [];
  sockets = [];
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      requests.push({ path: request.url, signed: request.headers.authorization, body });
      const name = request.url?.split('/').at(-1) ?? '';
      if (name !== 'silent') response.writeHead(Number(name.slice(0, 3))).end();
    });
  });
  server.on('connection', (socket) => sockets.push(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/live`;
  process.env['AWS_ACCESS_KEY_ID'] = 'AKIDEXAMPLE';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'secret';
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const pages = (withinMs = 5_000) => connections({ url, region: 'eu-west-1', withinMs });

describe('connections', () => {
  test.each([
    ['200=', 'sent'],
    ['410', 'gone'],
    ['403', { failed: 'status 403' }],
    ['429', { failed: 'status 429' }],
    ['500', { failed: 'status 500' }],
  ])('maps status %s to %j', async (connection, outcome) => {
    await expect(pages().send(connection, '{"a":"ä"}')).resolves.toEqual(outcome);
    const path = `/live/@connections/${encodeURIComponent(connection)}`;
    const signed = expect.stringMatching(/^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/execute-api\//);
    expect(requests).toEqual([{ path, signed, body: '{"a":"ä"}' }]);
  });

  test('times out if there is no response, without delaying other messages', async () => {
    const to = pages(300);
    const silent = Array.from({ length: 60 }, () => to.send('silent', 'text'));
    await expect(to.send('200', 'text')).resolves.toBe('sent');
    expect(await Promise.all(silent)).toEqual(silent.map(() => ({ failed: 'timed out' })));
  });

  test('resends a message if the server has closed the idle connection', async () => {
    const to = pages();
    await to.send('200', 'one');
    for (const socket of sockets) socket.resetAndDestroy();
    await expect(to.send('200', 'two')).resolves.toBe('sent');
  });

  test('fails if the connection is rejected', async () => {
    const to = pages();
    server.close();
    await expect(to.send('200', 'text')).resolves.toEqual({ failed: expect.stringContaining('ECONNREFUSED') });
  });
});
