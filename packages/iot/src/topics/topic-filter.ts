import { checkText } from './topic';
import { TopicError } from './topic-error';

export interface TopicFilter {
  readonly text: string;
  readonly levels: readonly string[];
}

/**
 * Validates the topic filter in a subscription or in a rule's FROM.
 * Source: AWS IoT developer guide, topics, "Topic filters".
 * @throws TopicError with the column for a misplaced wildcard, and in the same cases as `parseTopic`
 */
export function parseTopicFilter(text: string): TopicFilter {
  checkText(text, 'topic filter');
  const levels = text.split('/');
  let column = 1;
  levels.forEach((level, index) => {
    checkWildcards({ level, column, last: index === levels.length - 1 });
    column += level.length + 1;
  });
  return { text, levels };
}

function checkWildcards({ level, column, last }: { level: string; column: number; last: boolean }): void {
  const at = level.search(/[+#]/);
  if (at < 0) return;
  const wildcard = level.charAt(at);
  if (level.length > 1) {
    const message = `"${wildcard}" must be the only character of its level, but the level is "${level}"`;
    throw new TopicError({ message, column: column + at });
  }
  if (wildcard === '#' && !last) throw new TopicError({ message: '"#" must be the last level', column });
}

/**
 * Returns whether a topic matches a filter. Both must be valid. As in AWS, `a/#` matches `a/` and `a/b` but not its
 * parent `a`, and a leading wildcard never matches a `$` topic. Source: AWS IoT developer guide, topics, "Topic
 * filters"; MQTT 3.1.1 section 4.7.2.
 */
export function matches(filter: string, topic: string): boolean {
  if (topic.charCodeAt(0) === dollar && isWildcard(filter.charCodeAt(0))) return false;
  let f = 0;
  let t = 0;
  for (;;) {
    const code = filter.charCodeAt(f);
    if (code === hash) return true;
    const topicEnd = levelEnd(topic, t);
    if (code === plus) f += 1;
    else {
      const filterEnd = levelEnd(filter, f);
      if (filterEnd - f !== topicEnd - t || !topic.startsWith(filter.slice(f, filterEnd), t)) return false;
      f = filterEnd;
    }
    if (topicEnd === topic.length) return f === filter.length;
    if (f === filter.length) return false;
    f += 1;
    t = topicEnd + 1;
  }
}

const dollar = 36;
const hash = 35;
const plus = 43;

function isWildcard(code: number): boolean {
  return code === hash || code === plus;
}

function levelEnd(text: string, start: number): number {
  const slash = text.indexOf('/', start);
  return slash < 0 ? text.length : slash;
}
