import type { Client } from 'aedes';
import { overrideWaitForDrain } from './aedes-internals';

/**
 * Maximum number of unread bytes per client: 16 seconds of traffic at AWS IoT's outbound rate limit. AWS does not
 * document what happens to slow clients.
 * MQTT allows closing the connection, and unacknowledged messages remain in the session.
 */
export const maxUnreadBytes = 16 * 512 * 1024;

/**
 * Stops aedes from waiting for clients that do not read. aedes processes a hundred messages at a time, each of which is
 * in flight until all recipients have read it (lib/write.js), so one stalled client would block all others while the
 * queue grows without bound. The queued messages of a session are still sent only as fast as the client reads, which
 * does not delay other clients.
 * @param tooSlow called when a client's unread data exceeds the maximum, after the last message has been written
 */
export function skipDrainWait(client: Client, tooSlow: () => void): void {
  overrideWaitForDrain(client, (done, wait) => {
    if (!client.connected) return wait(done);
    if (client.conn.writableLength > maxUnreadBytes) tooSlow();
    setImmediate(done, null, client);
  });
}
