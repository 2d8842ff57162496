import type { Clock } from '../clock';

/** Disconnect reasons that occur in the local runtime. Source: AWS IoT developer guide, "life-cycle-events". */
export type DisconnectReason =
  | 'API_INITIATED_DISCONNECT'
  | 'AUTH_ERROR'
  | 'CLIENT_ERROR'
  | 'CLIENT_INITIATED_DISCONNECT'
  | 'CONNECTION_LOST'
  | 'DUPLICATE_CLIENTID'
  | 'MQTT_KEEP_ALIVE_TIMEOUT'
  | 'SERVER_INITIATED_DISCONNECT'
  | 'THROTTLED';

/**
 * Connectivity of a client, in the fleet index's format for the thing with the same name. Times are in milliseconds
 * since the epoch.
 */
export interface Connectivity {
  connected: boolean;
  timestamp?: number;
  disconnectReason?: DisconnectReason;
}

/** Last session of a client. */
export interface ClientSession {
  /** Keep-alive interval in seconds. */
  readonly keepAliveSeconds: number;
  readonly isClean: boolean;
  /** Time in seconds for which the session lasts after the client has disconnected. */
  readonly expirySeconds: number;
  readonly source: { readonly ip: string; readonly port: number };
  /** Thing that is attached to the principal of the client. */
  readonly thing: string | undefined;
}

/** Registry of connected clients. It is empty when the platform starts. */
export interface Presence {
  /** Records a connection. A client with AWS credentials has no certificate ID. */
  connected(clientId: string, certificateId: string | undefined, session?: ClientSession): void;
  disconnected(clientId: string, reason: DisconnectReason): void;
  /** Records that a connection was replaced by a newer connection with the same client ID. */
  replaced(clientId: string): void;
  /** Returns a client's connectivity. A client that has never connected is considered disconnected. */
  connectivityOf(clientId: string): Connectivity;
  /** Returns the last session of a client. Undefined if the client has never connected. */
  sessionOf(clientId: string): ClientSession | undefined;
  /** Returns the client IDs whose connection has been replaced since the given time. */
  replacedSince(moment: number): readonly string[];
  /** Returns the IDs of certificates that several client IDs have used simultaneously since the given time. */
  sharedSince(moment: number): readonly string[];
}

const since = (seen: ReadonlyMap<string, number>, moment: number): readonly string[] =>
  [...seen].filter(([, at]) => at >= moment).map(([name]) => name);

export function createPresence(clock: Pick<Clock, 'now'>): Presence {
  const clients = new Map<string, Connectivity>();
  const sessions = new Map<string, ClientSession>();
  /** Certificate ID of each connected client. */
  const certificates = new Map<string, string>();
  /**
   * Times of the last takeover, keyed by client ID,
   * and times at which a certificate was last shared, keyed by certificate ID.
   */
  const [replaced, shared] = [new Map<string, number>(), new Map<string, number>()];
  const now = () => Math.floor(clock.now());
  return {
    connected(clientId, certificateId, session) {
      if (session === undefined) sessions.delete(clientId);
      else sessions.set(clientId, session);
      if (certificateId === undefined) certificates.delete(clientId);
      else {
        const isShared = [...certificates].some(([name, used]) => used === certificateId && name !== clientId);
        if (isShared) shared.set(certificateId, now());
        certificates.set(clientId, certificateId);
      }
      clients.set(clientId, { connected: true, timestamp: now() });
    },
    disconnected(clientId, disconnectReason) {
      certificates.delete(clientId);
      clients.set(clientId, { connected: false, timestamp: now(), disconnectReason });
    },
    replaced: (clientId) => void replaced.set(clientId, now()),
    // API reference, "SearchIndex": "will have the connected field set to false with no additional session details"
    connectivityOf: (clientId) => clients.get(clientId) ?? { connected: false },
    sessionOf: (clientId) => sessions.get(clientId),
    replacedSince: (moment) => since(replaced, moment),
    sharedSince: (moment) => since(shared, moment),
  };
}
