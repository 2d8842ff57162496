import { explainWhere, explanation, matches, messageOf, SqlError, shadowTopic } from '@himeshima/iot';
import type { Rules } from '../iot/rules/rules-engine';
import type { RecordedEvent, RecordedPayload } from './event-log';
import type { PayloadStore } from './payload-store';

interface Sources {
  readonly rules: Pick<Rules, 'find'>;
  readonly payloads: Pick<PayloadStore, 'read'>;
  /** Returns the event that caused another event. */
  causeOf(recorded: RecordedEvent): RecordedEvent | undefined;
}

/** Returns the topics of an event's messages, with the labels of their payloads. */
function messagesOf({ event }: RecordedEvent): readonly (readonly [topic: string, label: RecordedPayload['label']])[] {
  if (event.kind === 'published') return [[event.topic, 'message']];
  if (event.kind !== 'shadow-updated') return [];
  const [thing = '', shadow] = event.shadow.split('/');
  const id = shadow === undefined ? { thing } : { thing, shadow };
  return [
    [shadowTopic(id, 'update'), 'message'],
    [shadowTopic(id, 'update/documents'), 'document'],
  ];
}

/** Explains why a rule skipped a message: returns the value of each expression in WHERE, or no lines if the message is unknown. */
export function explainSkippedRule(skipped: RecordedEvent, { rules, payloads, causeOf }: Sources): readonly string[] {
  const rule = skipped.event.kind === 'rule-skipped' ? rules.find(skipped.event.rule) : undefined;
  const cause = causeOf(skipped);
  if (rule === undefined || cause === undefined) return [];
  for (const [topic, label] of messagesOf(cause)) {
    const place = cause.payloads.find((one) => one.label === label)?.place;
    const payload = place && payloads.read(place);
    if (payload === undefined || (rule.filter !== undefined && !matches(rule.filter, topic))) continue;
    try {
      const explained = explainWhere(rule.sql, messageOf(rule, { topic, payload }), { version: rule.version });
      return explained === undefined ? [] : explanation(explained);
    } catch (error) {
      if (error instanceof SqlError) return [];
      throw error;
    }
  }
  return [];
}
