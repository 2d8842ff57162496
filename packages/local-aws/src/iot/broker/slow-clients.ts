import type { Client } from 'aedes';
import { overrideWaitForDrain } from './aedes-internals';

/**
 * What a client may leave unread: sixteen seconds of all that AWS IoT sends to a connection. What AWS IoT does with such
 * a one it does not say; by MQTT it may end it, and then a session has what was not acknowledged.
 */
export const unreadAtMost = 16 * 512 * 1024;

/**
 * Lets nobody wait for a client that does not read. aedes hands on a hundred messages at once, and a message counts until
 * all who get it have read it (lib/write.js): one that has stopped would hold up all others, and what comes meanwhile
 * would grow without end. What a session has queued goes out as fast as its client reads it, since only that one waits.
 * @param tooSlow more than that is unread; aedes has written it nevertheless
 */
export function waitForNobody(client: Client, tooSlow: () => void): void {
  overrideWaitForDrain(client, (done, wait) => {
    if (!client.connected) return wait(done);
    if (client.conn.writableLength > unreadAtMost) tooSlow();
    setImmediate(done, null, client);
  });
}
