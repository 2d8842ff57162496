import { request as requestHttp1 } from 'node:http';
import { connect as connectHttp2 } from 'node:http2';
import { connect, createServer } from 'node:net';
import { stopped } from '../stopped-platform.fixture';
import type { HttpAnswer, HttpCall, HttpHead } from './http-call';
import { serverLimits } from './limits';
import { httpServer, listen } from './server';

const calls: HttpCall[] = [];
const open: { close(): Promise<void> }[] = [];

const { real } = stopped().clock;

async function serve(
  answer: Partial<HttpAnswer> = {},
  options: { limits?: typeof serverLimits; bodyLimit?(head: HttpHead): number } = {},
) {
  const server = await listen(0, {
    after: real.after,
    ...options,
    async answer(call) {
      calls.push(call);
      return { status: 200, headers: { 'content-type': 'text/plain' }, body: `${call.method} ${call.path}`, ...answer };
    },
  });
  open.push(server);
  return server.port;
}

afterEach(async () => {
  calls.length = 0;
  await Promise.all(open.splice(0).map((server) => server.close()));
});

interface HttpResponse {
  status: number | undefined;
  body: string;
  connection?: string | undefined;
}

const http1 = (port: number, path: string, body: string | Uint8Array = '') =>
  new Promise<HttpResponse>((resolve, reject) => {
    const request = requestHttp1({ port, host: '127.0.0.1', method: 'POST', path, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode, body: Buffer.concat(chunks).toString() }));
    });
    request.on('error', reject);
    request.end(body);
  });

const http2 = (port: number, path: string, body: string | Uint8Array = '') =>
  new Promise<HttpResponse>((resolve, reject) => {
    const session = connectHttp2(`http://127.0.0.1:${port}`);
    session.on('error', reject);
    const stream = session.request({ ':method': 'POST', ':path': path, 'x-two': ['a', 'b'] });
    const chunks: Buffer[] = [];
    let status: number | undefined;
    stream.on('response', (headers) => {
      status = headers[':status'];
    });
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('error', reject);
    stream.on('end', () => {
      session.close();
      resolve({ status, body: Buffer.concat(chunks).toString() });
    });
    stream.end(body);
  });

/** Sends bytes that Node.js's HTTP clients would not send, and returns the response. */
const raw = (port: number, text: string) =>
  new Promise<string>((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1' });
    let answered = '';
    socket.on('data', (chunk) => {
      answered += chunk.toString();
    });
    socket.on('close', () => resolve(answered));
    socket.on('error', reject);
    socket.write(text);
  });

describe('a server', () => {
  test('accepts HTTP/1.1 and HTTP/2 without TLS on one port', async () => {
    const port = await serve();
    const answers = await Promise.all([http1(port, '/one', 'x'), http2(port, '/two', 'y'), http1(port, '/three')]);
    expect(answers).toEqual([
      { status: 200, body: 'POST /one' },
      { status: 200, body: 'POST /two' },
      { status: 200, body: 'POST /three' },
    ]);
  });

  test.each([
    ['HTTP/1.1', http1],
    ['HTTP/2', http2],
  ])('passes path, query, headers and body of %s unchanged', async (_, send) => {
    const port = await serve();
    await send(port, '/things/a%2Fb/shadow?name=a%20b&flag', Buffer.from([0, 255, 10]));
    const [call] = calls;
    expect(call?.path).toBe('/things/a%2Fb/shadow');
    expect([...(call?.query ?? [])]).toEqual([
      ['name', 'a b'],
      ['flag', ''],
    ]);
    expect(call?.headers['host']).toBe(`127.0.0.1:${port}`);
    expect(Object.keys(call?.headers ?? {}).filter((name) => name.startsWith(':'))).toEqual([]);
    expect(Buffer.from(call?.body ?? [])).toEqual(Buffer.from([0, 255, 10]));
  });

  test('joins the values of a repeated header', async () => {
    const port = await serve();
    await http2(port, '/');
    expect(calls[0]?.headers['x-two']).toMatch(/^a, ?b$/);
  });

  test('removes headers that HTTP/2 forbids from an HTTP/2 response', async () => {
    const port = await serve({ headers: { connection: 'keep-alive', 'transfer-encoding': 'chunked' } });
    expect((await http2(port, '/')).status).toBe(200);
  });

  test('accepts a path that is not a URL', async () => {
    const port = await serve();
    const answer = await raw(port, 'GET // HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    expect(answer).toContain('200 OK');
    expect(calls[0]?.path).toBe('//');
  });

  test('sends no content-length with status 204', async () => {
    const port = await serve({ status: 204, body: '' });
    expect(await http1(port, '/')).toEqual({ status: 204, body: '' });
  });

  test('rejects a port that is in use', async () => {
    const port = await serve();
    const answer = async () => ({ status: 200, headers: {}, body: '' });
    await expect(listen(port, { answer, after: real.after })).rejects.toThrow('EADDRINUSE');
  });
});

describe('a request body', () => {
  const limit = 16 * 1024 * 1024;

  test('accepts a request body of up to 16 MiB', async () => {
    const port = await serve();
    expect((await http1(port, '/', new Uint8Array(limit))).status).toBe(200);
    expect(calls[0]?.body.byteLength).toBe(limit);
  });

  test.each([
    ['HTTP/1.1', http1],
    ['HTTP/2', http2],
  ])('rejects a body of more than 16 MiB over %s with 413, and calls no service', async (_, send) => {
    const port = await serve();
    expect(await send(port, '/', new Uint8Array(limit + 1))).toEqual({
      status: 413,
      body: '{"message":"the body is larger than 16 MiB"}',
    });
    expect(calls).toEqual([]);
  });

  test('the maximum size of a request body depends on the request', async () => {
    const port = await serve(
      {},
      { bodyLimit: ({ headers }) => (headers['authorization'] === undefined ? 1024 : 4096) },
    );
    expect((await http1(port, '/', new Uint8Array(1024))).status).toBe(200);
    expect((await http1(port, '/', new Uint8Array(1025))).body).toContain('larger than 1 KiB');
  });

  test('rejects a request body while other bodies use up the memory budget, and accepts a body afterwards', async () => {
    const port = await serve({}, { limits: { ...serverLimits, heldBytes: 100_000 } });
    const half = connect({ port, host: '127.0.0.1' });
    half.write(`POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 90001\r\n\r\n${'x'.repeat(90_000)}`);
    const waiting = (status: number) =>
      poll(async () => (await http1(port, '/', 'x'.repeat(20_000))).status === status);
    await waiting(503);
    half.destroy();
    await waiting(200);
  });
});

describe('a connection', () => {
  const impatient = { ...serverLimits, headersMs: 200, requestMs: 400, keepAliveMs: 300 };
  const preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0';

  test.each([
    ['it sends nothing', ''],
    ['the client sends half of its headers', 'POST / HTTP/1.1\r\nhost: localhost\r\nx-a'],
    ['the client sends half of its body', 'POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 9\r\n\r\n1234'],
    ['the client sends nothing after a request', 'GET / HTTP/1.1\r\nhost: localhost\r\n\r\n'],
    ['the client sends half of a second request', 'GET / HTTP/1.1\r\nhost: localhost\r\n\r\nGET / HTTP/1.1\r\n'],
    ['the client sends no request over HTTP/2', preface],
  ])('closes a connection after a timeout if %s', async (_, sent) => {
    const port = await serve({}, { limits: impatient });
    await expect(raw(port, sent)).resolves.toEqual(expect.any(String));
  });

  test('closes a connection after a timeout if the client sends its headers byte by byte', async () => {
    const port = await serve({}, { limits: impatient });
    const socket = connect({ port, host: '127.0.0.1' }).on('error', () => undefined);
    socket.write('GET / HTTP/1.1\r\nhost: localhost\r\nx-a: ');
    const dribble = () => {
      if (socket.destroyed) return;
      socket.write('b');
      real.after(20, dribble);
    };
    dribble();
    await new Promise((resolve) => socket.once('close', resolve));
  });

  test('times out a request that sends its body over HTTP/2 byte by byte', async () => {
    const port = await serve({}, { limits: impatient });
    const session = connectHttp2(`http://127.0.0.1:${port}`);
    const stream = session.request({ ':method': 'POST', ':path': '/' });
    stream.on('error', () => undefined);
    const dribble = () => {
      if (stream.closed) return;
      stream.write('b');
      real.after(20, dribble);
    };
    dribble();
    // on a busy machine, the server may close the whole session before it has received the request
    session.on('error', () => undefined);
    await Promise.race([stream, session].map((one) => new Promise((resolve) => one.once('close', resolve))));
    session.destroy();
  });

  test('closes a connection after a timeout if the client sends nothing after a request over HTTP/2', async () => {
    const port = await serve({}, { limits: impatient });
    const session = connectHttp2(`http://127.0.0.1:${port}`);
    const closed = new Promise((resolve) => session.once('close', resolve));
    session.request({ ':path': '/' }).resume();
    await closed;
    expect(calls).toHaveLength(1);
  });

  test('closes an HTTP/2 connection that sends no request within the header timeout', async () => {
    const port = await serve({}, { limits: { ...impatient, keepAliveMs: 60_000 } });
    await expect(raw(port, preface)).resolves.toEqual(expect.any(String));
  });

  test('closes a connection after a timeout even if another server accepted the connection', async () => {
    const http = httpServer({ answer: async () => ({ status: 200, headers: {}, body: '' }) }, impatient);
    const server = createServer((socket) => http.emit('connection', socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    open.push({ close: () => new Promise((resolve) => server.close(() => http.close(() => resolve()))) });
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    expect(await raw(port, 'POST / HTTP/1.1\r\nhost: localhost\r\nx-a')).toContain('408 Request Timeout');
  });

  test.each([
    [
      'HTTP/1.1',
      (port: number) => {
        const socket = connect({ port, host: '127.0.0.1' });
        socket.write('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n');
        return socket;
      },
    ],
    ['HTTP/2', (port: number) => connectHttp2(`http://127.0.0.1:${port}`).request({ ':path': '/' })],
  ])('closes a connection before the end of a response over %s if the client does not read', async (_, ask) => {
    const bytes = 20_000_000;
    const port = await serve({ body: 'x'.repeat(bytes) }, { limits: impatient });
    const stream = ask(port)
      .on('error', () => undefined)
      .pause();
    await new Promise<void>((resolve) => real.after(impatient.requestMs * 3, resolve));
    let received = 0;
    stream.on('data', (chunk: Buffer) => {
      received += chunk.byteLength;
    });
    await new Promise((resolve) => stream.resume().once('close', resolve));
    expect(received).toBeLessThan(bytes);
  });

  test('responds with 503 while another response uses up the memory budget, and serves the request afterwards', async () => {
    const port = await serve({ body: 'x'.repeat(60_000_000) }, { limits: { ...serverLimits, heldBytes: 100_000_000 } });
    const slow = connect({ port, host: '127.0.0.1' });
    slow.pause();
    slow.write('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n');
    const waiting = (status: number) => poll(async () => (await http1(port, '/')).status === status);
    await waiting(503);
    slow.destroy();
    await waiting(200);
  });

  test('closes a new connection immediately if too many connections are open', async () => {
    const port = await serve({}, { limits: { ...serverLimits, connections: 1 } });
    const first = connect({ port, host: '127.0.0.1' });
    await new Promise((resolve) => first.once('connect', resolve));
    expect(await raw(port, '').catch(() => '')).toBe('');
    first.destroy();
  });
});

describe('a web page', () => {
  const ask = (port: number, headers: string) =>
    raw(port, `GET /_local/metrics HTTP/1.1\r\n${headers}\r\nconnection: close\r\n\r\n`);

  test.each([
    ['on a host name that resolves to this machine', 'host: rebound.example:4566'],
    ['on a host name that starts with localhost', 'host: localhost.example'],
    ['on another host', 'host: 127.0.0.1\r\norigin: https://elsewhere.example'],
    ['in a file', 'host: 127.0.0.1\r\norigin: null'],
  ])('rejects a request from a web page %s, and calls no service', async (_, headers) => {
    const port = await serve();
    expect(await ask(port, headers)).toMatch(/^HTTP\/1\.1 403 [\s\S]*invalid (Host|Origin) header/);
    expect(calls).toEqual([]);
  });

  test.each([
    ['127.0.0.1', 'host: 127.0.0.1:4566\r\norigin: http://127.0.0.1:3000'],
    ['localhost', 'host: LOCALHOST:4566\r\norigin: http://localhost:3000'],
    ['a subdomain of localhost, as S3 clients use', 'host: bucket.localhost:4566'],
    ['an AWS IoT endpoint that a hosts file maps to this machine', 'host: a1b2-ats.iot.eu-west-1.amazonaws.com:8443'],
    ['[::1]', 'host: [::1]:4566\r\norigin: http://[::1]:3000'],
  ])('accepts a request from a web page on %s', async (_, headers) => {
    const port = await serve();
    expect(await ask(port, headers)).toMatch(/^HTTP\/1\.1 200 /);
  });
});

async function poll(look: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 5_000;
  while (!(await look())) if (performance.now() > deadline) throw new Error('not seen within 5 s');
}
