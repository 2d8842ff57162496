import { randomBytes } from 'node:crypto';
import { accessLine } from '../access-line';
import type { ApiGatewayOptions } from '../api-gateway-options';
import type { SocketApi } from './socket-apis';
import type { SocketError } from './socket-error';
import type { Connection } from './socket-event';

/** Connect, message or disconnect event, with its result. */
interface SocketResult {
  readonly connected: Connection;
  readonly eventType: 'CONNECT' | 'MESSAGE' | 'DISCONNECT';
  readonly routeKey: string;
  readonly requestId: string;
  readonly status: number;
  readonly refusal: SocketError | undefined;
  /** Time at which the event occurred, in ms since the epoch. */
  readonly since: number;
  /** ID of the event on the bus. */
  readonly id: number;
}

interface Stage {
  readonly name: string;
  readonly accessLog: { readonly group: string; readonly format: string } | undefined;
}

/** Creates functions that report a stage's events as metrics, in the access log and on the screen. */
export function createSocketReporting(
  { name, accessLog }: Stage,
  api: SocketApi,
  { clock, bus, metrics, writeLogs }: Pick<ApiGatewayOptions, 'clock' | 'bus' | 'metrics' | 'writeLogs'>,
) {
  const tags = { apiid: api.id, stage: name };
  const logStream = randomBytes(16).toString('hex');
  const count = (metric: string, value: number) =>
    metrics.record({ metric: `aws.apigateway.${metric}`, tags, value, at: clock.now() });

  const countErrors = ({ status, refusal }: SocketResult) => {
    // errors are classified according to the API Gateway developer guide, "WebSocket API execution metrics"
    const ofFunction = refusal?.type === 'INTEGRATION_FAILURE' || (refusal === undefined && status >= 400);
    count('client_error', refusal !== undefined && status < 500 ? 1 : 0);
    count('integration_error', ofFunction ? 1 : 0);
    count('execution_error', refusal !== undefined && status >= 500 && !ofFunction ? 1 : 0);
  };

  return {
    pushed(connection: string, bytes: number, cause: number | undefined): void {
      count('message_count', 1);
      bus.emit({ kind: 'socket-pushed', api: api.name, connection, bytes }, cause);
    },

    done(done: SocketResult): void {
      const { connected, eventType, routeKey: route, status, refusal, since, id } = done;
      if (eventType === 'CONNECT') count('connect_count', 1);
      else count('message_count', 1);
      countErrors(done);
      const responseType = refusal?.type;
      const what = { api: api.name, connection: connected.id, route, status, refused: responseType };
      bus.emit({ kind: 'socket', event: eventType, ...what, milliseconds: clock.now() - since }, undefined, id);
      if (accessLog === undefined) return;
      const authorizerFields = Object.entries(connected.authorizer ?? {}).map(([key, value]) => [
        `authorizer.${key}`,
        String(value),
      ]);
      const line = accessLine(accessLog.format, {
        requestId: done.requestId,
        requestTimeEpoch: String(Math.floor(since)),
        'identity.sourceIp': '127.0.0.1',
        eventType,
        routeKey: route,
        connectionId: connected.id,
        status: String(status),
        'error.responseType': responseType,
        integrationLatency: String(Math.round(clock.now() - since)),
        apiId: api.id,
        stage: name,
        ...Object.fromEntries(authorizerFields),
      });
      writeLogs(accessLog.group, logStream, [line], id);
    },
  };
}
