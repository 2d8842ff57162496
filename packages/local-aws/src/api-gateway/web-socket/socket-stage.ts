import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { WebSocketServer } from 'ws';
import { rejectUpgrade } from '../../gateway/reject-upgrade';
import type { ApiGatewayOptions } from '../api-gateway-options';
import type { UpgradeCall } from '../listener';
import { authorize } from './authorize-connection';
import { frameSizes } from './frame-sizes';
import { closeCodes, maxFrameBytes, maxMessageBytes, type OpenSocket, openSocket } from './open-socket';
import type { SocketApi, SocketRoute } from './socket-apis';
import { SocketError } from './socket-error';
import { type Connection, newConnectionId, offered, requestContext } from './socket-event';
import { integrate, type SocketAnswer } from './socket-integration';
import { createSocketReporting } from './socket-reporting';

export interface SocketStageDeclaration {
  readonly name: string;
  readonly accessLog: { readonly group: string; readonly format: string } | undefined;
  /**
   * Takes a token from the stage's rate-limit bucket.
   * @returns false if the message or connection must be throttled
   */
  takeToken(): boolean;
}

export interface SocketStage {
  readonly api: SocketApi;
  upgrade(call: UpgradeCall): Promise<void>;
  /** Returns an open connection. */
  find(connection: string): OpenSocket | undefined;
  pushed(connection: string, bytes: number, cause: number | undefined): void;
  close(): void;
}

type EventType = 'CONNECT' | 'MESSAGE' | 'DISCONNECT';

interface RouteEvent {
  readonly connected: Connection;
  readonly eventType: EventType;
  readonly route: SocketRoute | undefined;
  readonly routeKey: string;
  /** Fields of the event in addition to `requestContext`. */
  readonly more?: object;
  /** Additional fields of the event's `requestContext`. */
  readonly context?: Readonly<Record<string, unknown>>;
}

/** Creates a WebSocket API stage, which accepts connections and routes messages. */
export function createSocketStage(
  declaration: SocketStageDeclaration,
  api: SocketApi,
  options: ApiGatewayOptions & { readonly mayConnect: () => boolean },
): SocketStage {
  const { clock, bus, place, lambda } = options;
  const { name } = declaration;
  const open = new Map<string, OpenSocket>();
  const reporting = createSocketReporting(declaration, api, options);
  const chosen = new WeakMap<IncomingMessage, string>();
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: maxMessageBytes,
    handleProtocols: (_, request) => chosen.get(request) ?? false,
  });
  const arnOf = (key: string) => `arn:aws:execute-api:${place.region}:${place.account}:${api.id}/${name}/${key}`;

  /** Runs a route's authorizer and integration and reports the result. */
  const runRoute = async (
    routeEvent: RouteEvent,
  ): Promise<{ answer: SocketAnswer; requestId: string } | SocketError> => {
    const { connected, eventType, route, routeKey, more, context } = routeEvent;
    const [since, id, requestId] = [clock.now(), bus.begin(undefined), randomUUID()];
    const event = () => {
      const happened = { routeKey, eventType, requestId, now: since, ...(context && { more: context }) };
      const where = { apiId: api.id, stage: name, region: place.region };
      return { requestContext: requestContext(connected, where, happened), isBase64Encoded: false, ...more };
    };
    const answered = async (): Promise<SocketAnswer> => {
      if (eventType === 'CONNECT' && !options.mayConnect()) throw throttled();
      if (eventType !== 'DISCONNECT' && !declaration.takeToken()) throw throttled();
      if (route === undefined) {
        if (eventType === 'MESSAGE') throw new SocketError(403, 'FORBIDDEN', 'Forbidden');
        return { statusCode: 200 };
      }
      const { authorizer, integration } = route;
      const caller = { connected, event: event(), cause: id };
      if (authorizer !== undefined)
        connected.authorizer = await authorize({ ...caller, authorizer, methodArn: arnOf(routeKey), lambda });
      return integrate({ integration, event: event(), sourceArn: arnOf(routeKey), cause: id }, options);
    };
    const outcome = await answered().catch((error: unknown) => {
      if (error instanceof SocketError) return error;
      throw error;
    });
    const refusal = outcome instanceof SocketError ? outcome : undefined;
    const status = outcome instanceof SocketError ? outcome.status : outcome.statusCode;
    reporting.done({ connected, eventType, routeKey, requestId, status, refusal, since, id });
    return outcome instanceof SocketError ? outcome : { answer: outcome, requestId };
  };

  const received = async (socket: OpenSocket, text: string): Promise<void> => {
    const { connected } = socket;
    const route = routeFor(text, api);
    const routeKey = route?.key ?? '$default';
    const messageId = newConnectionId();
    const of = {
      connected,
      eventType: 'MESSAGE',
      route,
      routeKey,
      more: { body: text },
      context: { messageId },
    } as const;
    const outcome = await runRoute(of);
    if (outcome instanceof SocketError) {
      const response = { message: outcome.message, connectionId: connected.id, requestId: messageId };
      socket.send(Buffer.from(JSON.stringify(response)));
    } else if (route?.answers && outcome.answer.body) socket.send(Buffer.from(outcome.answer.body));
  };

  const gone = async (connected: Connection, code: number, reason: string): Promise<void> => {
    open.delete(connected.id);
    const context = { disconnectStatusCode: code, disconnectReason: reason };
    const route = api.routes.get('$disconnect');
    await runRoute({ connected, eventType: 'DISCONNECT', route, routeKey: '$disconnect', context });
  };

  const accept = ({ request, socket, head }: UpgradeCall, connected: Connection): void => {
    const tooLong = frameSizes(maxFrameBytes);
    // the size check must run before the listener of `ws`, even for data that arrived with the handshake
    server.handleUpgrade(request, socket, head, (webSocket) => {
      const opened = openSocket({
        socket: webSocket,
        connected,
        clock,
        received: (text) => void received(opened, text),
        gone: (code, reason) => void gone(connected, code, reason),
      });
      socket.prependListener('data', (chunk: Buffer) => {
        if (tooLong(chunk)) opened.close(closeCodes.tooLarge, 'Frame too large');
      });
      open.set(connected.id, opened);
    });
  };

  return {
    api,
    async upgrade(call) {
      const { headers, query, socket } = call;
      socket.on('error', () => socket.destroy());
      const connected: Connection = {
        id: newConnectionId(),
        connectedAt: clock.now(),
        headers,
        query,
        authorizer: undefined,
      };
      const route = api.routes.get('$connect');
      const connecting = {
        connected,
        eventType: 'CONNECT',
        route,
        routeKey: '$connect',
        more: offered(connected),
      } as const;
      const reject = (status: number, message: string) =>
        rejectUpgrade(socket, status, { message, connectionId: connected.id });
      const outcome = await runRoute(connecting);
      if (outcome instanceof SocketError) return reject(outcome.status, outcome.message);
      const { answer } = outcome;
      if (answer.statusCode >= 400) return reject(answer.statusCode, answer.body ?? '');
      const [, protocol] = Object.entries(answer.headers ?? {}).find(([key]) => key.toLowerCase() === header) ?? [];
      if (protocol !== undefined) chosen.set(call.request, protocol);
      accept(call, connected);
    },
    find: (connection) => open.get(connection),
    pushed: reporting.pushed,
    close() {
      for (const socket of open.values()) socket.drop();
      open.clear();
    },
  };
}

const header = 'sec-websocket-protocol';

const throttled = () => new SocketError(429, 'THROTTLED', 'Too Many Requests');

/** Returns the route for a message. A message that is not JSON or does not select a route goes to `$default`. */
function routeFor(text: string, { routes, selectedBy }: SocketApi): SocketRoute | undefined {
  const named = fieldOf(text, selectedBy);
  // route names that start with $ are reserved for API Gateway
  const own = typeof named === 'string' && !named.startsWith('$') ? routes.get(named) : undefined;
  return own ?? routes.get('$default');
}

function fieldOf(text: string, name: string): unknown {
  try {
    const message: unknown = JSON.parse(text);
    return typeof message === 'object' && message !== null
      ? Object.entries(message).find(([key]) => key === name)?.[1]
      : undefined;
  } catch {
    return undefined;
  }
}
