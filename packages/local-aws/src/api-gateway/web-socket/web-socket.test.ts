import { once } from 'node:events';
import {
  DeleteConnectionCommand,
  GetConnectionCommand,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import WebSocket from 'ws';
import { answered, decided, functions, startSockets, threw } from './web-socket.fixture';

let running: Awaited<ReturnType<typeof startSockets>> | undefined;
afterEach(() => running?.close());

async function started(given: Parameters<typeof startSockets>[0] = {}) {
  running = await startSockets(given);
  return running;
}

/** Returns a handler that allows `$connect`, and returns the given outcome for every other event. */
const answering = (outcome: ReturnType<typeof answered>) => (event: Readonly<Record<string, unknown>>, arn: string) => {
  if (arn === functions.who) return decided('Allow');
  return JSON.stringify(event).includes('"MESSAGE"') ? outcome : answered({ statusCode: 200 });
};

const parsed = (text: string): unknown => JSON.parse(text);

describe('a handshake', () => {
  test("rejects a handshake with 401, without invoking a function, if the authorizer's identity sources are missing", async () => {
    const { refused, invoked } = await started();
    expect(await refused({})).toMatchObject({ status: 401, body: { message: 'Unauthorized' } });
    expect(invoked).toEqual([]);
  });

  test.each([
    ['denies', decided('Deny'), 403, 'Forbidden'],
    [
      'allows another resource',
      decided('Allow', 'arn:aws:execute-api:us-east-1:000000000000:other/*'),
      403,
      'Forbidden',
    ],
    ['says "Unauthorized"', threw('Unauthorized'), 401, 'Unauthorized'],
    ['fails', threw(), 500, 'Internal server error'],
    ['returns an invalid policy', answered({ principalId: 'ann' }), 500, 'Internal server error'],
  ])('rejects a handshake if the authorizer %s', async (_, outcome, status, message) => {
    const { refused, lines } = await started({ respond: () => outcome });
    expect(await refused()).toMatchObject({ status, body: { message } });
    expect(lines.map(parsed)).toEqual([expect.objectContaining({ status: String(status) })]);
  });

  test('rejects a handshake if API Gateway has no permission to invoke the authorizer', async () => {
    const { refused } = await started({ deniesInvocation: true });
    expect(await refused()).toMatchObject({ status: 500, body: { message: 'Internal server error' } });
  });

  test.each([
    ['fails', threw(), 502],
    ['rejects the handshake', answered({ statusCode: 400, body: 'no' }), 400],
  ])('rejects a handshake if the route %s', async (_, outcome, status) => {
    const { refused } = await started({
      respond: (_event, arn) => (arn === functions.who ? decided('Allow') : outcome),
    });
    expect(await refused()).toMatchObject({ status });
  });

  test('invokes the authorizer and the route with the events that API Gateway sends', async () => {
    const { connected, invoked } = await started();
    await connected();
    const context = {
      routeKey: '$connect',
      eventType: 'CONNECT',
      stage: 'live',
      apiId: 'api',
      connectionId: expect.any(String),
    };
    const offered = { headers: expect.objectContaining({ 'x-token': 'good' }), queryStringParameters: { page: '1' } };
    const methodArn = 'arn:aws:execute-api:us-east-1:000000000000:api/live/$connect';
    const service = { kind: 'service', service: 'apigateway.amazonaws.com' };
    const authorizer = { principalId: 'ann', expiresAt: '1764000000' };
    expect(invoked).toMatchObject([
      {
        functionArn: functions.who,
        event: { type: 'REQUEST', methodArn, ...offered, requestContext: context },
        principal: { ...service, sourceArn: 'arn:aws:execute-api:us-east-1:000000000000:api/authorizers/who' },
      },
      {
        functionArn: functions.answer,
        event: { ...offered, requestContext: { ...context, authorizer } },
        principal: { ...service, sourceArn: methodArn },
      },
    ]);
  });

  test('selects the subprotocol that the route returns', async () => {
    const headers = { 'Sec-WebSocket-Protocol': 'two' };
    const respond = (_: object, arn: string) =>
      arn === functions.who ? decided('Allow') : answered({ statusCode: 200, headers });
    const { connected } = await started({ respond });
    expect((await connected(['one', 'two'])).socket.protocol).toBe('two');
  });

  test("rejects a handshake with 429 if it exceeds the stage's rate limit", async () => {
    const { connected, refused } = await started({ rate: { perSecond: 1, burst: 1 } });
    await connected();
    expect(await refused()).toMatchObject({ status: 429, body: { message: 'Too Many Requests' } });
  });

  test('rejects a handshake with 429 after 500 new connections within a second', async () => {
    const { refused, clock } = await started();
    const statuses = new Map<number | undefined, number>();
    for (const { status } of await Promise.all(Array.from({ length: 502 }, () => refused({})))) {
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    expect(Object.fromEntries(statuses)).toEqual({ 401: 500, 429: 2 });
    await clock.advance(1_000);
    expect(await refused({})).toMatchObject({ status: 401 });
  }, 30_000);

  test('rejects a handshake if its path is unknown', async () => {
    const { gateway, address } = await started();
    expect(gateway.socketUrls()).toEqual([`ws://${address}`]);
    const socket = new WebSocket(`ws://${address}er`);
    socket.on('error', () => undefined);
    const [, response] = await once(socket, 'unexpected-response');
    expect(response).toMatchObject({ statusCode: 403 });
    expect((await fetch(`http://${address}`)).status).toBe(403);
  });
});

describe('a message', () => {
  test('routes a message by its action, and responds if the route declares a response', async () => {
    const { connected, invoked } = await started({ respond: answering(answered({ body: '{"kind":"heard"}' })) });
    const page = await connected();
    page.send({ action: 'tell' });
    page.send({ action: 'ask' });
    expect(await page.next()).toBe('{"kind":"heard"}');
    const context = { eventType: 'MESSAGE', messageId: expect.any(String), authorizer: { principalId: 'ann' } };
    expect(invoked.slice(2)).toMatchObject([
      { event: { body: '{"action":"tell"}', requestContext: { ...context, routeKey: 'tell' } } },
      { event: { body: '{"action":"ask"}', requestContext: { ...context, routeKey: 'ask' } } },
    ]);
  });

  test.each([
    'not JSON',
    '{}',
    '[]',
    '{"action":7}',
    '{"action":"other"}',
    '{"action":"$disconnect"}',
    '{"action":"$connect"}',
  ])('routes %s to $default', async (text) => {
    const { connected, invoked } = await started({ respond: answering(answered({ body: 'heard' })) });
    const page = await connected();
    page.socket.send(text);
    expect(await page.next()).toBe('heard');
    expect(invoked.at(-1)).toMatchObject({ event: { requestContext: { routeKey: '$default' } } });
  });

  test.each([
    ['without a route', { withoutDefault: true }, 'Forbidden'],
    ['whose function fails', { respond: answering(threw()) }, 'Internal server error'],
    ['whose function returns an invalid response', { respond: answering(answered('text')) }, 'Internal server error'],
  ])('responds to a message %s with only an error message', async (_, given, message) => {
    const { connected } = await started(given);
    const page = await connected();
    page.send({ action: 'other' });
    const requestId = expect.any(String);
    expect(parsed(await page.next())).toEqual({ message, connectionId: expect.any(String), requestId });
  });

  test('sends an error if the integration of a message times out', async () => {
    const never = new Promise<ReturnType<typeof answered>>(() => undefined);
    let isAsked = false;
    const { connected, clock } = await started({
      respond(event, arn) {
        if (!JSON.stringify(event).includes('"MESSAGE"')) return answering(answered({}))(event, arn);
        isAsked = true;
        return never;
      },
    });
    const page = await connected();
    page.send({ action: 'ask' });
    await until(() => isAsked);
    await clock.advance(1_000);
    expect(parsed(await page.next())).toMatchObject({ message: 'Endpoint request timed out' });
  });

  test("sends an error if a message exceeds the stage's rate limit", async () => {
    const { connected } = await started({ rate: { perSecond: 0, burst: 1 } });
    const page = await connected();
    page.send({ action: 'ask' });
    expect(parsed(await page.next())).toMatchObject({ message: 'Too Many Requests' });
  });

  test('accepts a message of 128 KB in frames of 32 KB', async () => {
    const { connected, invoked } = await started({ respond: answering(answered({ body: 'heard' })) });
    const page = await connected();
    for (let part = 1; part <= 4; part += 1) page.socket.send('x'.repeat(32 * 1024), { fin: part === 4 });
    expect(await page.next()).toBe('heard');
    expect(JSON.stringify(invoked.at(-1)?.event).length).toBeGreaterThan(128 * 1024);
  });

  test.each([
    ['a frame of more than 32 KB', (send: Send) => send('x'.repeat(32 * 1024 + 1), { fin: true })],
    [
      'more than 128 KB in total',
      (send: Send) => {
        for (let part = 1; part <= 5; part += 1) send('x'.repeat(32 * 1024), { fin: part === 5 });
      },
    ],
  ])('discards a message and closes the connection with 1009 if the message has %s', async (_, sends) => {
    const { connected, invoked } = await started();
    const page = await connected();
    sends((text, options) => page.socket.send(text, options));
    expect(await page.ended).toMatchObject({ code: 1009 });
    expect(invoked.filter(({ event }) => JSON.stringify(event).includes('"MESSAGE"'))).toEqual([]);
  });

  test('closes the connection with 1003 if a message is binary', async () => {
    const { connected } = await started();
    const page = await connected();
    page.socket.send(Buffer.from([1, 2]));
    expect(await page.ended).toMatchObject({ code: 1003 });
  });
});

type Send = (text: string, options: { fin: boolean }) => void;

describe('a connection', () => {
  test('closes a connection after ten minutes without a message, and invokes $disconnect', async () => {
    const { connected, clock, invoked } = await started({ respond: answering(answered({ body: 'heard' })) });
    const page = await connected();
    await clock.advance(400_000);
    page.send({ action: 'ask' });
    await page.next();
    await clock.advance(599_000);
    expect(page.socket.readyState).toBe(page.socket.OPEN);
    await clock.advance(1_000);
    expect(await page.ended).toEqual({ code: 1001, reason: 'Going away' });
    await until(() => invoked.length === 4);
    const context = {
      routeKey: '$disconnect',
      eventType: 'DISCONNECT',
      disconnectStatusCode: 1001,
      authorizer: { principalId: 'ann' },
    };
    expect(invoked.at(-1)).toMatchObject({ event: { requestContext: context } });
  });

  test('closes a connection after two hours, even if it is active', async () => {
    const { connected, clock, invoked } = await started({ respond: answering(answered({ body: 'heard' })) });
    const page = await connected();
    for (let minutes = 0; minutes < 115; minutes += 5) {
      await clock.advance(300_000);
      page.send({ action: 'ask' });
      await page.next();
    }
    expect(invoked).toHaveLength(25);
    await clock.advance(300_000);
    expect(await page.ended).toEqual({ code: 1001, reason: 'Going away' });
  });

  test('emits metrics and access log lines without headers or query parameters', async () => {
    const { connected, lines, metrics, emitted } = await started({ respond: answering(answered({ body: 'heard' })) });
    const page = await connected();
    page.send({ action: 'ask' });
    await page.next();
    page.socket.close();
    await page.ended;
    await until(() => lines.length === 3);
    expect(lines.map(parsed)).toEqual(
      [1, 2, 3].map(() => ({ id: expect.any(String), status: '200', refused: '-', by: 'ann' })),
    );
    expect(`${lines} ${JSON.stringify(emitted)}`).not.toContain('good');
    const counted = (name: string) =>
      metrics
        .series(`aws.apigateway.${name}`)
        .flatMap(({ minutes }) => minutes)
        .reduce((total, { sum }) => total + sum, 0);
    const names = ['connect_count', 'message_count', 'client_error', 'integration_error', 'execution_error'];
    const sums = Object.fromEntries(names.map((name) => [name, counted(name)]));
    expect(sums).toEqual({
      connect_count: 1,
      message_count: 2,
      client_error: 0,
      integration_error: 0,
      execution_error: 0,
    });
  });
});

/** Opens a connection as `ann`. */
async function oneConnected(given: Parameters<typeof startSockets>[0] = {}) {
  const all = await started(given);
  const page = await all.connected();
  const [coming] = all.emitted.flatMap((event) => (event.kind === 'socket' ? [event.connection] : []));
  const ConnectionId = coming ?? '';
  return {
    ...all,
    page,
    ConnectionId,
    post: (Data: string) => all.management.send(new PostToConnectionCommand({ ConnectionId, Data })),
  };
}

describe('the @connections API', () => {
  test('sends a message to a connection in frames of 32 KB', async () => {
    const { post, page } = await oneConnected();
    const text = 'ä'.repeat(20 * 1024);
    await post(text);
    expect(await page.next()).toBe(text);
  });

  test('describes a connection and closes it', async () => {
    const { management, ConnectionId, page } = await oneConnected();
    const got = await management.send(new GetConnectionCommand({ ConnectionId }));
    expect(got).toMatchObject({
      ConnectedAt: expect.any(Date),
      LastActiveAt: expect.any(Date),
      Identity: { SourceIp: '127.0.0.1' },
    });
    await management.send(new DeleteConnectionCommand({ ConnectionId }));
    expect(await page.ended).toMatchObject({ code: 1000 });
  });

  test('rejects a call that sends more than 128 KB, and a call for a closed connection', async () => {
    const { post, page, emitted } = await oneConnected();
    await expect(post('x'.repeat(128 * 1024 + 1))).rejects.toMatchObject({ name: 'PayloadTooLargeException' });
    page.socket.terminate();
    await until(() => emitted.some((event) => event.kind === 'socket' && event.event === 'DISCONNECT'));
    await expect(post('x')).rejects.toMatchObject({ name: 'GoneException', $metadata: { httpStatusCode: 410 } });
  });

  test('rejects a call without a signature, and every call after the permission is revoked', async () => {
    const { post, letPush, address, ConnectionId } = await oneConnected();
    letPush('arn:aws:execute-api:us-east-1:000000000000:api/live/POST/@connections/other');
    await expect(post('x')).rejects.toMatchObject({
      name: 'ForbiddenException',
      message: expect.stringContaining('ManageConnections'),
    });
    const unsigned = await fetch(`http://${address}/@connections/${encodeURIComponent(ConnectionId)}`, {
      method: 'POST',
    });
    expect(unsigned.status).toBe(403);
    expect((await fetch(`http://${address}/@connections/%E0`, { method: 'POST' })).status).toBe(400);
  });

  test('still delivers to other connections after a connection is closed because its client does not read', async () => {
    const { post, page, connected, emitted, management } = await oneConnected();
    page.socket.pause();
    const other = await connected();
    const [, ConnectionId] = emitted.flatMap((event) => (event.kind === 'socket' ? [event.connection] : []));
    const text = 'x'.repeat(128 * 1024);
    const gone = async () => {
      for (;;) {
        await post(text);
        await management.send(new PostToConnectionCommand({ ConnectionId, Data: 'y' }));
        await other.next();
      }
    };
    await expect(gone()).rejects.toMatchObject({ name: 'GoneException' });
    await management.send(new PostToConnectionCommand({ ConnectionId, Data: 'still here' }));
    expect(await other.next()).toBe('still here');
  });
});

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}
