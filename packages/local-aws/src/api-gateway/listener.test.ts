import { once } from 'node:events';
import { connect } from 'node:net';
import { serverLimits } from '../http/limits';
import { type ApiListener, listenForApis } from './listener';

const impatient = { ...serverLimits, connections: 2, headersMs: 200, requestMs: 400 };

let listener: ApiListener;
const listen = (limits: typeof impatient, text?: string) => {
  const answer = async ({ body, tooLarge }: { body: Uint8Array; tooLarge: boolean }) => ({
    status: tooLarge ? 413 : 200,
    headers: {},
    body: text ?? String(body.byteLength),
  });
  return listenForApis(0, { answer, upgrade: async ({ socket }) => void socket.destroy() }, limits);
};
beforeEach(async () => {
  listener = await listen(impatient);
});
afterEach(() => listener.close());

/** Sends text and returns all data received until the server closes the connection. */
async function conversation(sent: string): Promise<string> {
  const socket = connect(listener.port, '127.0.0.1');
  let received = '';
  socket.on('data', (chunk: Buffer) => {
    received += chunk.toString();
  });
  socket.on('error', () => undefined);
  socket.write(sent);
  // do not use `once` from node:events, because it rejects if the connection is reset
  await new Promise((resolve) => socket.once('close', resolve));
  return received;
}

describe('listenForApis', () => {
  test('closes a connection after a timeout if the body never ends', async () => {
    const response = await conversation('POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100\r\n\r\n{');
    expect(response).toContain('408 Request Timeout');
  });

  test('closes a connection after a timeout if the headers never end', async () => {
    expect(await conversation('GET / HTTP/1.1\r\nhost: localhost\r\nx-slow: ')).toContain('408 Request Timeout');
  });

  test.each(['host: rebound.example', 'host: localhost\r\norigin: https://elsewhere.example'])(
    'rejects a request and a WebSocket handshake from a web page on another host, with the headers %j',
    async (headers) => {
      expect(await conversation(`GET / HTTP/1.1\r\n${headers}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 403 /);
      const upgrade = 'connection: upgrade\r\nupgrade: websocket';
      expect(await conversation(`GET /live HTTP/1.1\r\n${headers}\r\n${upgrade}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 403 /);
    },
  );

  test('rejects headers of more than 10,240 bytes', async () => {
    const response = await conversation(`GET / HTTP/1.1\r\nhost: localhost\r\nx-large: ${'x'.repeat(11_000)}\r\n\r\n`);
    expect(response).toContain('431 Request Header Fields Too Large');
  });

  test('limits the number of connections', async () => {
    const open = [1, 2].map(() => connect(listener.port, '127.0.0.1').on('error', () => undefined));
    await Promise.all(open.map((socket) => once(socket, 'connect')));
    expect(await conversation('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n')).toBe('');
    for (const socket of open) socket.destroy();
  });

  test('rejects a body while other bodies use up the memory limit, and accepts a body afterwards', async () => {
    await listener.close();
    listener = await listen({ ...serverLimits, heldBytes: 100_000 });
    const post = (length: number) => `POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: ${length}\r\n`;
    const half = connect(listener.port, '127.0.0.1').on('error', () => undefined);
    half.write(`${post(90_001)}\r\n${'x'.repeat(90_000)}`);
    const answered = async (status: number) => {
      const line = `HTTP/1.1 ${status} `;
      const ask = () => conversation(`${post(20_000)}connection: close\r\n\r\n${'x'.repeat(20_000)}`);
      const deadline = performance.now() + 3_000;
      while (!(await ask()).startsWith(line))
        if (performance.now() > deadline) throw new Error(`no response ${status}`);
    };
    await answered(503);
    half.destroy();
    await answered(200);
  });

  test('closes a connection whose client does not read the response', async () => {
    const bytes = 20_000_000;
    await listener.close();
    listener = await listen(impatient, 'x'.repeat(bytes));
    const socket = connect(listener.port, '127.0.0.1').on('error', () => undefined);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.write('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n');
    socket.pause();
    await new Promise((resolve) => setTimeout(resolve, impatient.requestMs * 3));
    let received = 0;
    socket.on('data', (chunk: Buffer) => {
      received += chunk.byteLength;
    });
    socket.resume();
    await closed;
    expect(received).toBeLessThan(bytes);
  });

  test('responds immediately to a body larger than 10 MB and closes the connection', async () => {
    // the timeouts are long, because sending this much data can take a while on a busy machine
    await listener.close();
    listener = await listen({ ...impatient, headersMs: 60_000, requestMs: 60_000 });
    const length = 10 * 1024 * 1024 + 1;
    const response = await conversation(
      `POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: ${length}\r\n\r\n${'x'.repeat(length)}`,
    );
    expect(response).toMatch(/^HTTP\/1\.1 413 /);
  });
});
