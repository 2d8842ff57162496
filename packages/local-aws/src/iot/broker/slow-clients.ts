import type { Client } from 'aedes';

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
 * @throws Error where aedes waits in another way; a private method of 2.0.0-beta.1, which is pinned
 */
export function waitForNobody(client: Client, tooSlow: () => void): void {
  const wait: unknown = Reflect.get(client, 'waitForDrain');
  if (typeof wait !== 'function')
    throw new Error(
      'this version of aedes waits for readers in another way; packages/local-aws/src/iot/broker/slow-clients.ts must learn it',
    );
  const value = (done: (error: Error | null, client: Client) => void): void => {
    if (!client.connected) return void Reflect.apply(wait, client, [done]);
    if (client.conn.writableLength > unreadAtMost) tooSlow();
    setImmediate(done, null, client);
  };
  Object.defineProperty(client, 'waitForDrain', { value });
}
