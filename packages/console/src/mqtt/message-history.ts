import type { Message } from '../api/operations';

/** Messages that the page keeps. */
export const historyLimit = 1_000;

const keyedText = 64;

/** Returns a key that identifies a message, also after it was loaded again. */
export const messageKey = ({ topic, at, bytes, trace, text = '' }: Message): string =>
  [topic, at, bytes, trace, text.slice(0, keyedText)].join('\n');

/** Returns live and recorded messages, newest first and without duplicates. */
export function mergeMessages(live: readonly Message[], recorded: readonly Message[]): readonly Message[] {
  const known = new Set(live.map(messageKey));
  const others = new Map(
    recorded.filter((message) => !known.has(messageKey(message))).map((one) => [messageKey(one), one]),
  );
  return [...live, ...others.values()]
    .toSorted((one, other) => Date.parse(other.at) - Date.parse(one.at))
    .slice(0, historyLimit);
}

/** Returns messages as NDJSON, oldest first. */
export const toNdjson = (messages: readonly Message[]): string =>
  messages
    .toReversed()
    .map((message) => `${JSON.stringify(message)}\n`)
    .join('');
