import type { Message } from '../api/operations';
import type { ChartLine } from '../shared/chart';
import { numberAt, parseJson } from './numeric-paths';

interface ParsedMessage {
  readonly topic: string;
  readonly seconds: number;
  readonly json: unknown;
}

/** Larger payloads are not parsed, so that a thousand payloads do not freeze the page. */
const largestPayload = 32_768;

const parsedPayloads = new WeakMap<Message, unknown>();

function jsonOf(message: Message): unknown {
  if (!parsedPayloads.has(message))
    parsedPayloads.set(message, message.bytes > largestPayload ? undefined : parseJson(message.text));
  return parsedPayloads.get(message);
}

/** Returns the messages whose payload is JSON, with the value. */
export const withJson = (messages: readonly Message[]): readonly ParsedMessage[] =>
  messages.flatMap((message) => {
    const json = jsonOf(message);
    return json === undefined ? [] : [{ topic: message.topic, seconds: Date.parse(message.at) / 1000, json }];
  });

/** Returns the numbers at a path as the lines of a chart, one per topic. */
export function valuesByTopic(
  messages: readonly ParsedMessage[],
  path: string,
): { readonly times: readonly number[]; readonly lines: readonly ChartLine[] } {
  const values = messages
    .flatMap(({ topic, seconds, json }) => {
      const value = numberAt(json, path);
      return value === undefined ? [] : [{ topic, seconds, value }];
    })
    .toSorted((one, other) => one.seconds - other.seconds);
  const times = [...new Set(values.map(({ seconds }) => seconds))];
  const positions = new Map([...times.entries()].map(([position, seconds]) => [seconds, position]));
  const topics = [...new Set(values.map(({ topic }) => topic))].toSorted();
  const lines = topics.map((label) => {
    const line = Array.from<number | null>({ length: times.length }).fill(null);
    for (const { topic, seconds, value } of values) if (topic === label) line[positions.get(seconds) ?? 0] = value;
    return { label, values: line };
  });
  return { times, lines };
}
