import type { Aedes, Client } from 'aedes';
import type { Cancel, Clock } from '../../clock';
import type { Collection, Store } from '../../store';

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
 * Ends sessions and sends delayed wills by the platform's clock, in place of the real time of aedes 2.0.0-beta.1: these
 * are the private methods by which it does so, which is why that version is pinned.
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
  const inTime = {
    scheduleSessionExpiry(client: Client) {
      if (broker.closed || isTakenOver(client)) return;
      // MQTT 3.1.1 has nothing to forget then
      if (client.version !== 5 && client.clean) return;
      const seconds = secondsOf(client);
      if (seconds > 0) endAt(client.id, clock.now() + seconds * 1000);
      else void sessions.end(client.id);
    },
    clearSessionExpiry(clientId: string) {
      cancel(pending.sessions, clientId);
      ends.delete(clientId);
    },
    scheduleWill(client: Client, will: object, seconds: number) {
      if (broker.closed || isTakenOver(client)) return;
      after(pending.wills, client.id, seconds * 1000, () => {
        const publishWill: unknown = Reflect.get(broker, 'publishWill');
        if (typeof publishWill === 'function') Reflect.apply(publishWill, broker, [client, will]);
      });
    },
    clearDelayedWill: (clientId: string) => cancel(pending.wills, clientId),
  };
  for (const name of Object.keys(inTime))
    if (typeof Reflect.get(broker, name) !== 'function')
      throw new Error(
        `this version of aedes has no ${name}; packages/local-aws/src/iot/broker/session-expiry.ts must learn how it ends sessions`,
      );
  Object.assign(broker, inTime);

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
