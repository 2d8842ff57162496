import type { Clock } from '../../clock';
import { AwsError } from '../../gateway/service-api';
import type { Presence } from '../presence';

/** Response of GetConnection, without the fields of VPC endpoints. Times are in milliseconds since the epoch. */
export interface ConnectionDescription {
  readonly clientId: string;
  readonly connected: boolean;
  readonly thingName: string | undefined;
  readonly cleanSession: boolean;
  readonly keepAliveDuration: number;
  readonly sessionExpiry: number;
  readonly connectedSince?: number | undefined;
  readonly disconnectedSince?: number | undefined;
  readonly disconnectReason?: string | undefined;
  readonly sourceIp?: string;
  readonly sourcePort?: number;
  readonly targetIp?: string;
  readonly targetPort?: number;
}

/** Time for which the connection of a disconnected client is described. Source: API reference, "GetConnection". */
const describedMs = 30 * 60_000;

/**
 * Returns a function that describes the connection of a client.
 * @param options.target address of the broker
 * @throws AwsError ResourceNotFoundException if the client has never connected, or disconnected more than 30 minutes ago
 */
export function connectionDescriber(options: {
  presence: Pick<Presence, 'connectivityOf' | 'sessionOf'>;
  clock: Pick<Clock, 'now'>;
  target: () => { readonly ip: string; readonly port: number };
}) {
  const { presence, clock, target } = options;
  return (clientId: string, hasSocket: boolean): ConnectionDescription => {
    const { connected, timestamp = 0, disconnectReason } = presence.connectivityOf(clientId);
    const session = presence.sessionOf(clientId);
    if (session === undefined || (!connected && clock.now() - timestamp > describedMs))
      throw new AwsError('ResourceNotFoundException', `No connection exists for client ID: ${clientId}`, 404);
    const { ip, port } = target();
    return {
      clientId,
      connected,
      thingName: session.thing,
      cleanSession: session.isClean,
      keepAliveDuration: session.keepAliveSeconds,
      sessionExpiry: session.expirySeconds,
      ...(connected ? { connectedSince: timestamp } : { disconnectedSince: timestamp, disconnectReason }),
      ...(hasSocket && {
        sourceIp: session.source.ip,
        sourcePort: session.source.port,
        targetIp: ip,
        targetPort: port,
      }),
    };
  };
}
