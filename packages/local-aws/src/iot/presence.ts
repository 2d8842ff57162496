import type { Clock } from '../clock';

/** AWS IoT developer guide, "life-cycle-events": those that happen here. */
export type DisconnectReason =
  | 'AUTH_ERROR'
  | 'CLIENT_ERROR'
  | 'CLIENT_INITIATED_DISCONNECT'
  | 'CONNECTION_LOST'
  | 'DUPLICATE_CLIENTID'
  | 'MQTT_KEEP_ALIVE_TIMEOUT'
  | 'SERVER_INITIATED_DISCONNECT'
  | 'THROTTLED';

/** As fleet indexing tells it of a thing whose name is the client id. Times are milliseconds since the epoch. */
export interface Connectivity {
  connected: boolean;
  timestamp?: number;
  disconnectReason?: DisconnectReason;
}

/** Which clients are connected, and since when. A platform that starts knows of none. */
export interface Presence {
  /** @param certificateId undefined where it has AWS credentials */
  connected(clientId: string, certificateId: string | undefined): void;
  disconnected(clientId: string, reason: DisconnectReason): void;
  /** A connection was ended by another of its name. */
  replaced(clientId: string): void;
  of(clientId: string): Connectivity;
  /** Client ids that were replaced since a moment. */
  replacedSince(moment: number): readonly string[];
  /** IDs of certificates with which clients of several names were connected at once since a moment. */
  sharedSince(moment: number): readonly string[];
}

const since = (seen: ReadonlyMap<string, number>, moment: number): readonly string[] =>
  [...seen].filter(([, at]) => at >= moment).map(([name]) => name);

export function createPresence(clock: Pick<Clock, 'now'>): Presence {
  const clients = new Map<string, Connectivity>();
  /** The certificate of each client that is there. */
  const certificates = new Map<string, string>();
  /** When it was last seen, by client id or certificate. */
  const [replaced, shared] = [new Map<string, number>(), new Map<string, number>()];
  const now = () => Math.floor(clock.now());
  return {
    connected(clientId, certificateId) {
      if (certificateId === undefined) certificates.delete(clientId);
      else {
        const others = [...certificates].some(([name, used]) => used === certificateId && name !== clientId);
        if (others) shared.set(certificateId, now());
        certificates.set(clientId, certificateId);
      }
      clients.set(clientId, { connected: true, timestamp: now() });
    },
    disconnected(clientId, disconnectReason) {
      certificates.delete(clientId);
      clients.set(clientId, { connected: false, timestamp: now(), disconnectReason });
    },
    replaced: (clientId) => void replaced.set(clientId, now()),
    // "will have the connected field set to false with no additional session details" (SearchIndex, API reference)
    of: (clientId) => clients.get(clientId) ?? { connected: false },
    replacedSince: (moment) => since(replaced, moment),
    sharedSince: (moment) => since(shared, moment),
  };
}
