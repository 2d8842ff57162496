import { withoutBasicIngest } from '../../topics/basic-ingest';
import { topicLevel } from '../../topics/topic';
import type { Evaluate } from '../compiled';
import { toIndex, toText } from '../convert';
import type { SqlValue } from '../value';

/** topic([level]): without the Basic Ingest prefix; levels count from 1. */
export function topic(values: readonly SqlValue[]): Evaluate {
  if (values.length === 0) return (_root, message) => withoutBasicIngest(message.topic);
  const index = toIndex(values[0]);
  if (index === undefined) return () => undefined;
  const level = Math.min(index, 1000);
  return (_root, message) => topicLevel(withoutBasicIngest(message.topic), level);
}

/** encode(value, 'base64'): the payload's own bytes for `*`, else the value's text. */
export function encode([value]: readonly SqlValue[]): SqlValue {
  if (value instanceof Uint8Array) return base64(value);
  const text = toText(value);
  return text === undefined ? undefined : base64(Buffer.from(text));
}

function base64({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}
