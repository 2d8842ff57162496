import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import { type FauxqsStores, hookQueues } from './fauxqs-stores';

/** Character that starts the code of a character in an encoded body. */
const marker = '\uF8FF';

/**
 * Encodes the characters #x10000 to #x10FFFF in a body, such as emoji, because fauxqs rejects them although SQS accepts them.
 * Source: SQS API reference, "SendMessage", "MessageBody".
 */
const encodeBody = (body: string): string =>
  body.replace(/[\u{10000}-\u{10FFFF}\uF8FF]/gu, (character) => `${marker}${character.codePointAt(0)?.toString(36)};`);

const decodeBody = (body: string): string =>
  body.replace(/\uF8FF([0-9a-z]+);/g, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 36)));

/** Bodies of sent messages. */
export interface MessageBodies {
  encode(body: string): string;
  /** Makes a call with encoded message bodies. */
  sendEncoded<Answer>(call: () => Promise<Answer>): Promise<Answer>;
}

/** Creates the encoding of bodies, which queues decode before they store a message. */
export function createMessageBodies(sqsStore: FauxqsStores['sqsStore']): MessageBodies {
  const encoded = new AsyncLocalStorage<true>();
  hookQueues(sqsStore, () => ({
    beforeEnqueue(message) {
      // the context also applies to what a sent message triggers, such as a move to a dead-letter queue
      const isSent = encoded.getStore() !== undefined && message.approximateReceiveCount === 0;
      if (!isSent || !message.body.includes(marker)) return;
      message.body = decodeBody(message.body);
      message.md5OfBody = createHash('md5').update(message.body).digest('hex');
    },
  }));
  return { encode: encodeBody, sendEncoded: (call) => encoded.run(true, call) };
}
