import type { Aedes, Client } from 'aedes';
import type { Cancel, Clock } from '../../clock';
import type { Collection, Store } from '../../store';
import { overrideSessionTimers } from './aedes-internals';

/**
 * Expiry interval of persistent MQTT 3.1.1 sessions in seconds: one hour. Source: developer guide, "mqtt", "Using MQTT
 * persistent sessions".
 */
const mqtt3ExpirySeconds = 3600;
/** Maximum session expiry interval in MQTT 5, in seconds: seven days. Source: developer guide, "mqtt", "Session expiry". */
export const maxSessionExpirySeconds = 604_800;

/** Session store that can delete sessions. */
interface EndableSessions {
  /** Deletes the subscriptions and queued messages of a session. */
  end(clientId: string): Promise<void>;
  /** Returns the IDs of the clients with subscriptions from the previous run. */
  clientIds(): string[];
}

interface SessionExpiry {
  /** Schedules the expiry of sessions from the previous run. */
  resume(): void;
  stop(): void;
}

/** Returns how long the session of a client lasts after the client has disconnected, in seconds. */
export const sessionExpirySecondsOf = (client: Client): number =>
  client.version === 5 ? client.sessionExpiryInterval : mqtt3ExpirySeconds;

/**
 * Ends sessions and publishes delayed wills in platform time, because aedes would use real time.
 * @param isTakenOver returns whether a newer connection with the same client ID has replaced this
 * connection and owns its session
 */
export function expireSessions(
  broker: Aedes,
  {
    clock,
    store,
    sessions,
    isTakenOver,
    endsWithConnection,
  }: {
    clock: Pick<Clock, 'now' | 'after'>;
    store: Store;
    sessions: EndableSessions;
    isTakenOver(client: Client): boolean;
    /**
     * Returns whether a session ends with its connection, regardless of the session expiry that the client requested.
     */
    endsWithConnection(client: Client): boolean;
  },
): SessionExpiry {
  const ends: Collection<{ at: number }> = store.collection('mqtt-session-ends');
  const pending = { sessions: new Map<string, Cancel>(), wills: new Map<string, Cancel>() };

  const cancel = (timers: Map<string, Cancel>, clientId: string) => {
    timers.get(clientId)?.();
    timers.delete(clientId);
  };
  const schedule = (timers: Map<string, Cancel>, clientId: string, milliseconds: number, run: () => void) => {
    cancel(timers, clientId);
    const expire = () => {
      timers.delete(clientId);
      run();
    };
    timers.set(clientId, clock.after(milliseconds, expire));
  };
  const endAt = (clientId: string, at: number) => {
    ends.set(clientId, { at });
    schedule(pending.sessions, clientId, Math.max(0, at - clock.now()), () => {
      ends.delete(clientId);
      void sessions.end(clientId);
    });
  };
  overrideSessionTimers(broker, ({ publishWill }) => ({
    scheduleSessionExpiry(client) {
      if (broker.closed || isTakenOver(client)) return;
      // An MQTT 3.1.1 clean session has no state that could be deleted.
      if (client.version !== 5 && client.clean) return;
      const seconds = endsWithConnection(client) ? 0 : sessionExpirySecondsOf(client);
      if (seconds > 0) endAt(client.id, clock.now() + seconds * 1000);
      else void sessions.end(client.id);
    },
    clearSessionExpiry(clientId) {
      cancel(pending.sessions, clientId);
      ends.delete(clientId);
    },
    scheduleWill(client, will, seconds) {
      if (broker.closed || isTakenOver(client)) return;
      schedule(pending.wills, client.id, seconds * 1000, () => publishWill(client, will));
    },
    clearDelayedWill: (clientId) => cancel(pending.wills, clientId),
  }));

  return {
    resume() {
      for (const clientId of sessions.clientIds())
        endAt(clientId, ends.get(clientId)?.at ?? clock.now() + mqtt3ExpirySeconds * 1000);
    },
    stop() {
      for (const timers of Object.values(pending)) for (const stop of timers.values()) stop();
    },
  };
}
