import { randomUUID } from 'node:crypto';
import { type Mqtt5Headers, RuleMessage } from '@himeshima/iot';
import type { Collection, Store } from '../../store';

/** What an action of a rule could not do, as its error action is told. */
export interface Failure {
  failedAction: string;
  failedResource: string;
  errorMessage: string;
}

/** A message for which a rule acts: its actions by their place, and what has come of them so far. */
interface Kept {
  rule: string;
  message: {
    topic: string;
    /** Base64. */
    payload: string;
    timestamp: number;
    traceId: string;
    clientId?: string;
    principal?: string;
    sourceIp?: string;
    headers?: Mqtt5Headers;
  };
  done: number[];
  failures: Failure[];
}

export interface UnfinishedRule {
  isDone(action: number): boolean;
  done(action: number, failure: Failure | undefined): void;
  readonly failures: readonly Failure[];
  end(): void;
}

/** Which actions of rules are not done yet, so that the next platform does them, and no other again. */
export function createUnfinishedRules(store: Store) {
  const kept: Collection<Kept> = store.collection('unfinished-rules');
  const left = [...kept.entries()];

  const follow = (key: string, value: Kept): UnfinishedRule => ({
    isDone: (action) => value.done.includes(action),
    done(action, failure) {
      value.done.push(action);
      if (failure !== undefined) value.failures.push(failure);
      kept.set(key, value);
    },
    failures: value.failures,
    end: () => void kept.delete(key),
  });

  return {
    begin(rule: string, begun: RuleMessage): UnfinishedRule {
      const { topic, payload, timestamp, traceId = '', clientId, principal, sourceIp, headers } = begun;
      const key = `${rule} ${traceId}`;
      const message = {
        topic,
        payload: store.lasting ? Buffer.from(payload).toString('base64') : '',
        timestamp,
        traceId,
        ...(clientId === undefined ? {} : { clientId }),
        ...(principal === undefined ? {} : { principal }),
        ...(sourceIp === undefined ? {} : { sourceIp }),
        ...(headers === undefined ? {} : { headers }),
      };
      const value: Kept = { rule, message, done: [], failures: [] };
      kept.set(key, value);
      return follow(key, value);
    },
    /** What a platform before this one has left, each once. */
    takeLeft: () =>
      left.splice(0).map(([key, value]) => ({
        rule: value.rule,
        message: new RuleMessage({
          ...value.message,
          payload: Buffer.from(value.message.payload, 'base64'),
          newUuid: randomUUID,
        }),
        unfinished: follow(key, value),
      })),
  };
}
