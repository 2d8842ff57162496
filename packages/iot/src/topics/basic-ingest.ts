const prefix = '$aws/rules/';

export interface BasicIngest {
  readonly rule: string;
  /** Topic that rules receive, without `$aws/rules/RULE/`; empty if nothing follows this prefix. */
  readonly topic: string;
}

/**
 * Splits a Basic Ingest topic `$aws/rules/RULE/…` into the rule name and the remaining topic. Returns undefined for any other topic.
 * Source: AWS IoT developer guide, iot-basic-ingest.
 */
export function basicIngest(topic: string): BasicIngest | undefined {
  if (!topic.startsWith(prefix)) return undefined;
  const end = topic.indexOf('/', prefix.length);
  if (end < 0) return topic.length > prefix.length ? { rule: topic.slice(prefix.length), topic: '' } : undefined;
  return end > prefix.length ? { rule: topic.slice(prefix.length, end), topic: topic.slice(end + 1) } : undefined;
}

/** Returns the topic without the Basic Ingest prefix. `topic()` and the limits apply to this shorter topic. */
export function withoutBasicIngest(topic: string): string {
  // fast path: most topics do not start with `$`, or have no `r` after `$aws/`
  if (topic.charCodeAt(0) !== 36 || topic.charCodeAt(5) !== 114) return topic;
  return basicIngest(topic)?.topic ?? topic;
}
