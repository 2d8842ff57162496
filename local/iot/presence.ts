import type { Clock } from '../clock';
import type { DisconnectReason } from './disconnects';

/** As fleet indexing tells it of a thing whose name is the client id. Times are milliseconds since the epoch. */
export interface Connectivity {
  connected: boolean;
  timestamp?: number;
  disconnectReason?: DisconnectReason;
}

/** Which clients are connected, and since when. A platform that starts knows of none. */
export interface Presence {
  connected(clientId: string): void;
  disconnected(clientId: string, reason: DisconnectReason): void;
  of(clientId: string): Connectivity;
}

export function createPresence(clock: Pick<Clock, 'now'>): Presence {
  const clients = new Map<string, Connectivity>();
  const now = () => Math.floor(clock.now());
  return {
    connected: (clientId) => void clients.set(clientId, { connected: true, timestamp: now() }),
    disconnected: (clientId, disconnectReason) =>
      void clients.set(clientId, { connected: false, timestamp: now(), disconnectReason }),
    // "will have the connected field set to false with no additional session details" (SearchIndex, API reference)
    of: (clientId) => clients.get(clientId) ?? { connected: false },
  };
}
