import { ApiGatewayManagementApiClient } from '@aws-sdk/client-apigatewaymanagementapi';
import WebSocket from 'ws';
import { functionRole } from '../../iam/principal';
import { stopped } from '../../stopped-platform.fixture';
import { createApiGateway } from '../api-gateway';
import type { Rate } from '../token-bucket';

type Invocation = Parameters<Parameters<typeof createApiGateway>[0]['lambda']['invoke']>[0];
type Outcome = Awaited<ReturnType<Parameters<typeof createApiGateway>[0]['lambda']['invoke']>>['outcome'];

export const answered = (result: unknown): Outcome => ({ status: 'success', result });
export const threw = (errorMessage = 'secret details'): Outcome => ({
  status: 'error',
  error: { errorType: 'Error', errorMessage },
});

/** Returns an authorizer's response. */
export const decided = (Effect: 'Allow' | 'Deny', Resource = '*') =>
  answered({
    principalId: 'ann',
    policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect, Resource }] },
    context: { expiresAt: 1_764_000_000 },
  });

export const functions = { who: 'arn:aws:lambda:us-east-1:000000000000:function:who', answer: 'answer' } as const;
const role = 'arn:aws:iam::000000000000:role/pusher';
const credentials = { accessKeyId: 'AKIDPUSHER', secretAccessKey: 'secret' };

interface ApiOptions {
  /** Returns an invocation's simulated outcome. */
  respond?(event: Readonly<Record<string, unknown>>, functionArn: string): Outcome | Promise<Outcome>;
  readonly deniesInvocation?: boolean;
  readonly rate?: Rate;
  readonly withoutDefault?: boolean;
}

const objectIn = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};

/**
 * Starts the API Gateway emulator with one WebSocket API. The routes `ask` and `$default` return a response,
 * but the route `tell` does not.
 */
export async function startSockets(given: ApiOptions = {}) {
  const parts = stopped();
  const invoked: Invocation[] = [];
  const lines: string[] = [];
  const invokeFunction =
    given.respond ?? ((_, arn) => (arn === functions.who ? decided('Allow') : answered({ statusCode: 200 })));
  const gateway = createApiGateway({
    ...parts,
    place: { region: 'us-east-1', account: '000000000000' },
    signers: {
      credentialsOf: (key) =>
        key === credentials.accessKeyId ? { ...credentials, principal: functionRole(role, 'pusher') } : undefined,
      clocks: () => [parts.clock.real.now()],
    },
    writeLogs: (_group, _stream, messages) => void lines.push(...messages),
    userPools: { verify: async () => ({ refused: 'invalid' }) },
    lambda: {
      async invoke(invocation) {
        if (given.deniesInvocation) throw new Error('AccessDenied');
        invoked.push(invocation);
        const outcome = await invokeFunction(objectIn(invocation.event), invocation.functionArn);
        return { outcome, milliseconds: 1, cold: false, lines: [], requestId: 'r' };
      },
    },
  });
  const trust = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const json = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
  parts.authorizer.roles.declare({ arn: role, name: 'pusher', trust: json(trust), boundary: undefined });
  const letPush = (Resource: string) =>
    parts.authorizer.roles.putPolicy('pusher', {
      name: 'mine',
      document: json({ Effect: 'Allow', Action: 'execute-api:ManageConnections', Resource }),
    });
  letPush('arn:aws:execute-api:us-east-1:000000000000:api/live/*/@connections/*');

  gateway.sockets.declare({ id: 'api', name: 'pages', selectedBy: 'action' });
  const { routes } = gateway.sockets.find('api');
  const authorizer = {
    arn: 'arn:aws:execute-api:us-east-1:000000000000:api/authorizers/who',
    functionArn: functions.who,
    headers: ['X-Token'],
    queryParameters: [],
  };
  const integration = { functionArn: functions.answer, timeoutMilliseconds: 1_000 };
  const declare = (key: string, more: object = {}) =>
    routes.set(key, { id: key, key, integration, authorizer: undefined, selectsAnswer: true, answers: true, ...more });
  declare('$connect', { authorizer });
  declare('$disconnect');
  declare('ask');
  declare('tell', { answers: false });
  if (!given.withoutDefault) declare('$default');
  await gateway.listen(0);
  const format =
    '{"id":"$context.connectionId","status":"$context.status","refused":"$context.error.responseType","by":"$context.authorizer.principalId"}';
  const address = gateway.declareSocketStage({
    name: 'live',
    apiId: 'api',
    accessLog: { group: '/pages', format },
    rate: given.rate,
  });
  const open = new Set<WebSocket>();
  const management = new ApiGatewayManagementApiClient({
    endpoint: `http://${address}`,
    region: 'us-east-1',
    credentials,
    maxAttempts: 1,
  });

  /**
   * Connects as `ann`.
   * @param offered subprotocols that the client offers
   */
  const connecting = (headers: Readonly<Record<string, string>> = { 'x-token': 'good' }, offered: string[] = []) => {
    const socket = new WebSocket(`ws://${address}?page=1`, offered, { headers });
    open.add(socket);
    return socket;
  };

  return {
    ...parts,
    gateway,
    address,
    management,
    letPush,
    invoked,
    lines,
    connecting,
    async connected(offered: string[] = []) {
      const socket = connecting(undefined, offered);
      await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
      return pageOf(socket);
    },
    /** Returns the status and the body of a rejected handshake. */
    refused: (headers?: Readonly<Record<string, string>>) =>
      new Promise<{ status: number | undefined; body: unknown }>((resolve, reject) => {
        const socket = connecting(headers);
        socket.once('open', () => reject(new Error('the handshake was accepted')));
        socket.on('error', () => undefined);
        socket.once('unexpected-response', (_, response) => {
          let text = '';
          response.on('data', (chunk: Buffer) => {
            text += chunk.toString();
          });
          response.on('end', () => resolve({ status: response.statusCode, body: JSON.parse(text) }));
        });
      }),
    async close() {
      management.destroy();
      for (const socket of open) socket.terminate();
      await gateway.close();
    },
  };
}

/** Collects, in order, the messages that a page receives. */
function pageOf(socket: WebSocket) {
  const received: string[] = [];
  const waiting: ((text: string) => void)[] = [];
  socket.on('message', (data) => {
    const text = data.toString();
    const next = waiting.shift();
    if (next) next(text);
    else received.push(text);
  });
  const ended = new Promise<{ code: number; reason: string }>((resolve) =>
    socket.once('close', (code, reason) => resolve({ code, reason: reason.toString() })),
  );
  return {
    socket,
    ended,
    send: (message: object) => socket.send(JSON.stringify(message)),
    next: () =>
      new Promise<string>((resolve) => {
        const first = received.shift();
        if (first === undefined) waiting.push(resolve);
        else resolve(first);
      }),
  };
}
