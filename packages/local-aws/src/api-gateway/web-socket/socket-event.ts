import { randomBytes } from 'node:crypto';

/** Connection data that functions receive in events. */
export interface Connection {
  readonly id: string;
  /** Time of the handshake, in ms since the epoch. */
  readonly connectedAt: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Context that the authorizer returned; undefined without an authorizer, or before the authorizer has run. */
  authorizer: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Returns a new connection ID in API Gateway's format: 11 bytes in base64, whose trailing `=`
 * must be encoded in a path.
 */
export const newConnectionId = () => randomBytes(11).toString('base64').replaceAll('+', '-').replaceAll('/', '_');

export interface SocketPlace {
  readonly apiId: string;
  readonly stage: string;
  readonly region: string;
}

interface SocketEventFacts {
  readonly routeKey: string;
  readonly eventType: 'CONNECT' | 'MESSAGE' | 'DISCONNECT';
  readonly requestId: string;
  readonly now: number;
  /** Additional `requestContext` fields of message and disconnect events. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/**
 * Returns the `requestContext` of an event. Source: API Gateway developer guide, "Set up a WebSocket
 * API integration request".
 */
export function requestContext(
  connected: Connection,
  { apiId, stage, region }: SocketPlace,
  happened: SocketEventFacts,
) {
  const { routeKey, eventType, requestId, now, more } = happened;
  return {
    routeKey,
    eventType,
    extendedRequestId: requestId,
    requestTime: new Date(now).toUTCString(),
    requestTimeEpoch: Math.floor(now),
    messageDirection: 'IN',
    stage,
    connectedAt: Math.floor(connected.connectedAt),
    identity: { sourceIp: '127.0.0.1', ...agentOf(connected) },
    requestId,
    domainName: `${apiId}.execute-api.${region}.amazonaws.com`,
    connectionId: connected.id,
    apiId,
    ...(connected.authorizer && { authorizer: connected.authorizer }),
    ...more,
  };
}

export const agentOf = ({ headers }: Pick<Connection, 'headers'>) =>
  headers['user-agent'] === undefined ? {} : { userAgent: headers['user-agent'] };

/** Returns the headers and query parameters of a handshake, in the format of a $connect event. */
export function offered({ headers, query }: Pick<Connection, 'headers' | 'query'>) {
  const names = [...new Set(query.keys())];
  const values = Object.fromEntries(names.map((name) => [name, query.getAll(name)]));
  return {
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    ...(names.length > 0 && {
      queryStringParameters: Object.fromEntries(query),
      multiValueQueryStringParameters: values,
    }),
  };
}
