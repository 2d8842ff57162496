import { shadowTopic } from '@himeshima/iot';
import { z } from 'zod';
import { AwsError } from '../gateway/service-api';
import type { PlatformServices } from '../services';
import type { RecordedEvent } from './event-log';
import { parseJson } from './parse-json';
import type { PayloadStore } from './payload-store';

type Parts = Pick<PlatformServices, 'bus' | 'messages' | 'shadows' | 'lambda'>;

interface Repetition {
  /** Noun phrase that describes the repeated event. */
  readonly what: string;
  run(cause: number): Promise<void> | void;
}

/**
 * Record that Lambda sends to a failure destination. It contains the event of an asynchronous invocation, or the batch of a
 * stream if the destination is a bucket.
 */
const FailureRecord = z
  .object({
    requestContext: z.object({ functionArn: z.string() }),
    requestPayload: z.unknown().optional(),
    payload: z.unknown().optional(),
  })
  .refine(({ requestPayload, payload }) => (requestPayload ?? payload) !== undefined);

/** The local user, who may invoke every function. */
const caller = { kind: 'user', name: 'console' } as const;

/** Returns the payload that is needed to repeat an event. */
const repeatedPayload = ({ event, payloads }: RecordedEvent) => {
  const label = {
    published: 'message',
    'shadow-updated': 'message',
    'shadow-rejected': 'message',
    invoked: 'event',
    queued: 'record',
    parked: 'record',
  };
  const wanted = Object.entries(label).find(([kind]) => kind === event.kind)?.[1];
  return payloads.find((payload) => payload.label === wanted);
};

/** Returns whether an event can be repeated: a message, an update of a shadow, an invocation or a dead letter. */
export const isReplayable = (recorded: RecordedEvent): boolean => repeatedPayload(recorded) !== undefined;

const failed = (reason: string) => new AwsError('ValidationException', reason);

function repetitionOf({ event }: RecordedEvent, payload: Uint8Array, parts: Parts): Repetition {
  const text = () => Buffer.from(payload).toString('utf8');
  const invoke = async (functionName: string, input: unknown, cause: number) => {
    await parts.lambda.invoke({ functionArn: functionName, event: input, principal: caller, cause });
  };
  switch (event.kind) {
    case 'published': {
      const { topic } = event;
      return {
        what: `the message on ${topic}`,
        run(cause) {
          const published = { kind: 'published', topic, bytes: payload.byteLength, from: 'console' } as const;
          const context = { payloads: [{ label: 'message', read: () => payload }] } as const;
          const id = parts.bus.emit(published, cause, undefined, context);
          parts.messages.publish({ topic, payload, cause: id });
        },
      };
    }
    case 'shadow-updated':
    case 'shadow-rejected': {
      const [thing = '', shadow] = event.shadow.split('/');
      const id = shadow === undefined ? { thing } : { thing, shadow };
      return {
        what: `the update of the shadow ${event.shadow}`,
        run(cause) {
          if ('overHttp' in event) parts.shadows.update(id, payload, cause);
          else parts.messages.publish({ topic: shadowTopic(id, 'update'), payload, cause });
        },
      };
    }
    case 'invoked':
      return {
        what: `an invocation of ${event.function}`,
        run: (cause) => invoke(event.function, parseJson(text()), cause),
      };
    case 'queued':
    case 'parked': {
      const record = FailureRecord.safeParse(parseJson(text()));
      if (!record.success)
        throw failed('this dead letter does not contain the event; replay the invocation or the message instead');
      const { requestContext, requestPayload, payload: batch } = record.data;
      const name = requestContext.functionArn.split(':function:').at(-1)?.split(':')[0] ?? '';
      return { what: `the dead letter of ${name}`, run: (cause) => invoke(name, requestPayload ?? batch, cause) };
    }
    default:
      throw failed(`an event of the kind ${event.kind} cannot be replayed`);
  }
}

/**
 * Repeats a message, an invocation or a dead letter with its recorded payload.
 * @returns the new trace
 * @throws AwsError if the event cannot be repeated, or its payload was deleted
 */
export function replay(
  recorded: RecordedEvent,
  payloads: Pick<PayloadStore, 'read'>,
  parts: Parts,
): { trace: number; what: string } {
  const kept = repeatedPayload(recorded);
  const payload = kept && payloads.read(kept.place);
  if (kept === undefined || payload === undefined)
    throw failed('the payload of this event was not recorded, or has been deleted');
  if (kept.place.length < kept.place.bytes) throw failed('the payload of this event was truncated');
  const { what, run } = repetitionOf(recorded, payload, parts);
  const trace = parts.bus.emit({ kind: 'note', text: `the console repeats ${what}` });
  const report = (error: unknown) =>
    parts.bus.emit({ kind: 'note', failed: true, text: `${what} could not be repeated: ${String(error)}` }, trace);
  void Promise.resolve(run(trace)).catch(report);
  return { trace, what };
}
