import { randomBytes } from 'node:crypto';

/** One connection, as events tell of it. */
export interface Connected {
  readonly id: string;
  /** Ms since the epoch. */
  readonly connectedAt: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** What the authorizer has said of it; nothing before it was asked, and where there is none. */
  authorizer: Readonly<Record<string, unknown>> | undefined;
}

/** Like API Gateway's: 11 bytes, and an `=` behind them that has to be encoded in a path. */
export const newConnectionId = () => randomBytes(11).toString('base64').replaceAll('+', '-').replaceAll('/', '_');

export interface SocketPlace {
  readonly apiId: string;
  readonly stage: string;
  readonly region: string;
}

interface Happened {
  readonly routeKey: string;
  readonly eventType: 'CONNECT' | 'MESSAGE' | 'DISCONNECT';
  readonly requestId: string;
  readonly now: number;
  /** Of a message, and of how a connection ended. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** API Gateway developer guide, "Set up a WebSocket API integration request", `requestContext`. */
export function requestContext(connected: Connected, { apiId, stage, region }: SocketPlace, happened: Happened) {
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

export const agentOf = ({ headers }: Pick<Connected, 'headers'>) =>
  headers['user-agent'] === undefined ? {} : { userAgent: headers['user-agent'] };

/** What the event of a connection that comes holds beside its context: headers and query, as they were sent. */
export function offered({ headers, query }: Pick<Connected, 'headers' | 'query'>) {
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
