import type { Aedes, Client } from 'aedes';
import type { Cancel, Clock } from '../../clock';
import type { Collection, Store } from '../../store';
import { overrideSessionTimers } from './aedes-internals';

/** Seconds. Developer guide, "mqtt", "Using MQTT persistent sessions": an hour, where MQTT 3.1.1 asks for a session. */
const ofMqtt3 = 3600;
/** The same, "Session expiry": seven days at most. */
export const sessionExpiryAtMost = 604_800;

/** What sessions leave behind when they end. */
interface Ending {
  /** Forgets subscriptions and what waits. */
  end(clientId: string): Promise<void>;
  /** Clients that have subscriptions. */
  clientIds(): string[];
}

interface SessionExpiry {
  /** Waits for the clients that a platform before this one has had. */
  resume(): void;
  stop(): void;
}

const secondsOf = (client: Client): number => (client.version === 5 ? client.sessionExpiryInterval : ofMqtt3);

/**
 * Ends sessions and publishes delayed wills by the platform's clock; aedes does it by real time.
 * @param isTakenOver whether another connection of the same name has ended this one, and has its session
 */
export function expireSessions(
  broker: Aedes,
  {
    clock,
    store,
    sessions,
    isTakenOver,
  }: {
    clock: Pick<Clock, 'now' | 'after'>;
    store: Store;
    sessions: Ending;
    isTakenOver(client: Client): boolean;
  },
): SessionExpiry {
  const ends: Collection<{ at: number }> = store.collection('mqtt-session-ends');
  const pending = { sessions: new Map<string, Cancel>(), wills: new Map<string, Cancel>() };

  const cancel = (which: Map<string, Cancel>, clientId: string) => {
    which.get(clientId)?.();
    which.delete(clientId);
  };
  const after = (which: Map<string, Cancel>, clientId: string, milliseconds: number, run: () => void) => {
    cancel(which, clientId);
    const due = () => {
      which.delete(clientId);
      run();
    };
    which.set(clientId, clock.after(milliseconds, due));
  };
  const endAt = (clientId: string, at: number) => {
    ends.set(clientId, { at });
    after(pending.sessions, clientId, Math.max(0, at - clock.now()), () => {
      ends.delete(clientId);
      void sessions.end(clientId);
    });
  };
  overrideSessionTimers(broker, ({ publishWill }) => ({
    scheduleSessionExpiry(client) {
      if (broker.closed || isTakenOver(client)) return;
      // MQTT 3.1.1 has nothing to forget then
      if (client.version !== 5 && client.clean) return;
      const seconds = secondsOf(client);
      if (seconds > 0) endAt(client.id, clock.now() + seconds * 1000);
      else void sessions.end(client.id);
    },
    clearSessionExpiry(clientId) {
      cancel(pending.sessions, clientId);
      ends.delete(clientId);
    },
    scheduleWill(client, will, seconds) {
      if (broker.closed || isTakenOver(client)) return;
      after(pending.wills, client.id, seconds * 1000, () => publishWill(client, will));
    },
    clearDelayedWill: (clientId) => cancel(pending.wills, clientId),
  }));

  return {
    resume() {
      for (const clientId of sessions.clientIds())
        endAt(clientId, ends.get(clientId)?.at ?? clock.now() + ofMqtt3 * 1000);
    },
    stop() {
      for (const which of Object.values(pending)) for (const stop of which.values()) stop();
    },
  };
}
