import { request as requestHttp1 } from 'node:http';
import { connect as connectHttp2 } from 'node:http2';
import { connect } from 'node:net';
import { type HttpAnswer, type HttpCall, listen } from './server';

const calls: HttpCall[] = [];
const open: { close(): Promise<void> }[] = [];

async function serve(answer: Partial<HttpAnswer> = {}) {
  const server = await listen(0, async (call) => {
    calls.push(call);
    return { status: 200, headers: { 'content-type': 'text/plain' }, body: `${call.method} ${call.path}`, ...answer };
  });
  open.push(server);
  return server.port;
}

afterEach(async () => {
  calls.length = 0;
  await Promise.all(open.splice(0).map((server) => server.close()));
});

interface Answered {
  status: number | undefined;
  body: string;
  connection?: string | undefined;
}

const http1 = (port: number, path: string, body: string | Uint8Array = '') =>
  new Promise<Answered>((resolve, reject) => {
    const request = requestHttp1({ port, host: '127.0.0.1', method: 'POST', path, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode, body: Buffer.concat(chunks).toString() }));
    });
    request.on('error', reject);
    request.end(body);
  });

const http2 = (port: number, path: string, body: string | Uint8Array = '') =>
  new Promise<Answered>((resolve, reject) => {
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

/** What a server answers to bytes that no client of node's would send. */
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

describe('one port', () => {
  test('takes HTTP/1.1 and HTTP/2 without TLS side by side', async () => {
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
  ])('hands on path, query, headers and body of %s as they were sent', async (_, send) => {
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

  test('joins a header that came several times', async () => {
    const port = await serve();
    await http2(port, '/');
    expect(calls[0]?.headers['x-two']).toMatch(/^a, ?b$/);
  });

  test('leaves headers out of an HTTP/2 answer that HTTP/2 forbids', async () => {
    const port = await serve({ headers: { connection: 'keep-alive', 'transfer-encoding': 'chunked' } });
    expect((await http2(port, '/')).status).toBe(200);
  });

  test('takes a path that is no URL', async () => {
    const port = await serve();
    const answer = await raw(port, 'GET // HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
    expect(answer).toContain('200 OK');
    expect(calls[0]?.path).toBe('//');
  });

  test('an answer without content has no length', async () => {
    const port = await serve({ status: 204, body: '' });
    expect(await http1(port, '/')).toEqual({ status: 204, body: '' });
  });

  test('refuses a port that is taken', async () => {
    const port = await serve();
    await expect(listen(port, async () => ({ status: 200, headers: {}, body: '' }))).rejects.toThrow('EADDRINUSE');
  });
});

describe('a body', () => {
  const limit = 16 * 1024 * 1024;

  test('of 16 MiB is taken', async () => {
    const port = await serve();
    expect((await http1(port, '/', new Uint8Array(limit))).status).toBe(200);
    expect(calls[0]?.body.byteLength).toBe(limit);
  });

  test.each([
    ['HTTP/1.1', http1],
    ['HTTP/2', http2],
  ])('of one byte more gets 413 over %s, and nobody is asked', async (_, send) => {
    const port = await serve();
    expect(await send(port, '/', new Uint8Array(limit + 1))).toEqual({
      status: 413,
      body: 'the body is larger than 16 MiB',
    });
    expect(calls).toEqual([]);
  });
});
