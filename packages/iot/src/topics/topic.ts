import { basicIngest } from './basic-ingest';
import { TopicError } from './topic-error';

// The prefix `$aws/rules/RULE/` does not count toward these limits. Source: AWS IoT Core quotas, "Message broker".
export const maximumTopicBytes = 256;
export const maximumSlashes = 7;

export interface Topic {
  readonly text: string;
  readonly levels: readonly string[];
}

/**
 * Validates a topic for publishing. Source: AWS IoT developer guide, topics; MQTT 3.1.1 section 4.7.
 * @throws TopicError with the column if the topic is empty, exceeds 256 bytes of UTF-8 or 7 slashes, or contains a
 * wildcard or an invalid character
 */
export function parseTopic(text: string): Topic {
  checkText(text, 'topic');
  const wildcard = text.search(/[+#]/);
  if (wildcard >= 0) {
    const message = `a topic to publish to cannot contain the wildcard "${text.charAt(wildcard)}"`;
    throw new TopicError({ message, column: wildcard + 1 });
  }
  return { text, levels: text.split('/') };
}

/**
 * Returns a level of a topic, or undefined if the topic has fewer levels. As in `topic(n)`, the first level is 1.
 * Source: AWS IoT developer guide, iot-sql-functions, topic(Decimal).
 */
export function topicLevel(topic: string, level: number): string | undefined {
  let start = 0;
  for (let passed = 1; passed < level; passed++) {
    const slash = topic.indexOf('/', start);
    if (slash < 0) return undefined;
    start = slash + 1;
  }
  if (level < 1) return undefined;
  const end = topic.indexOf('/', start);
  return end < 0 ? topic.slice(start) : topic.slice(start, end);
}

/** Checks the limits that apply to both topics and filters: characters, bytes and slashes. */
export function checkText(text: string, what: 'topic' | 'topic filter'): void {
  if (text === '') throw new TopicError({ message: `a ${what} requires at least one character`, column: 1 });
  // fast path: most topics contain only ASCII characters
  const bad = /^[ -~]+$/.test(text) ? -1 : text.search(/\0|\p{Surrogate}/u);
  if (bad >= 0) throw new TopicError({ message: `a ${what} cannot contain this character`, column: bad + 1 });
  const counted = basicIngest(text)?.topic ?? text;
  const offset = text.length - counted.length;
  const bytes = Buffer.byteLength(counted);
  if (bytes > maximumTopicBytes) {
    const message = `a ${what} can have at most ${maximumTopicBytes} bytes of UTF-8, not ${bytes}`;
    throw new TopicError({ message, column: offset + fittingLength(counted) + 1 });
  }
  const slashes = counted.split('/').length - 1;
  if (slashes > maximumSlashes) {
    const message = `a ${what} has at most ${maximumSlashes} slashes, not ${slashes}`;
    const excess = counted.split('/', maximumSlashes + 1).join('/').length;
    throw new TopicError({ message, column: offset + excess + 1 });
  }
}

function fittingLength(text: string): number {
  let length = 0;
  let bytes = 0;
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > maximumTopicBytes) break;
    length += character.length;
  }
  return length;
}
