import type { Client } from 'aedes';
import { overrideWaitForDrain } from './aedes-internals';

/**
 * Maximum size of unread data of a client: 16 seconds of the outbound rate of AWS IoT. AWS does not document what it
 * does with slow clients; MQTT allows closing the connection, and unacknowledged messages remain in the session.
 */
export const maxUnreadBytes = 16 * 512 * 1024;

/**
 * Stops aedes from waiting for clients that do not read. aedes processes a hundred messages at a time, and a message is
 * in flight until all recipients have read it (lib/write.js): one stalled client would block all others while the queue
 * grows without bound. Queued messages of a session are still sent at the reading speed of the client, because only
 * that client waits.
 * @param tooSlow called when the unread data exceeds the maximum; the message has been written anyway
 */
export function skipDrainWait(client: Client, tooSlow: () => void): void {
  overrideWaitForDrain(client, (done, wait) => {
    if (!client.connected) return wait(done);
    if (client.conn.writableLength > maxUnreadBytes) tooSlow();
    setImmediate(done, null, client);
  });
}
