import { randomUUID } from 'node:crypto';
import { type Mqtt5Headers, RuleMessage } from '@himeshima/iot';
import type { Collection, Store } from '../../store';

/** Failed action in the format that error actions receive. */
export interface Failure {
  failedAction: string;
  failedResource: string;
  errorMessage: string;
}

/** Message that a rule is processing, with the indexes of completed actions and the failures so far. */
interface StoredProgress {
  rule: string;
  message: {
    topic: string;
    /** Payload in base64. */
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

export interface RuleProgress {
  isDone(action: number): boolean;
  done(action: number, failure: Failure | undefined): void;
  readonly failures: readonly Failure[];
  end(): void;
}

/** Creates the store of rule progress. With this data, a restart runs only the incomplete actions. */
export function createRuleProgressStore(store: Store) {
  const stored: Collection<StoredProgress> = store.collection('unfinished-rules');
  const leftover = [...stored.entries()];

  const trackProgress = (key: string, value: StoredProgress): RuleProgress => ({
    isDone: (action) => value.done.includes(action),
    done(action, failure) {
      value.done.push(action);
      if (failure !== undefined) value.failures.push(failure);
      stored.set(key, value);
    },
    failures: value.failures,
    end: () => void stored.delete(key),
  });

  return {
    begin(rule: string, ruleMessage: RuleMessage): RuleProgress {
      const { topic, payload, timestamp, traceId = '', clientId, principal, sourceIp, headers } = ruleMessage;
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
      const value: StoredProgress = { rule, message, done: [], failures: [] };
      stored.set(key, value);
      return trackProgress(key, value);
    },
    /** Removes and returns the unfinished messages of the previous run. */
    takeLeftover: () =>
      leftover.splice(0).map(([key, value]) => ({
        rule: value.rule,
        message: new RuleMessage({
          ...value.message,
          payload: Buffer.from(value.message.payload, 'base64'),
          newUuid: randomUUID,
        }),
        progress: trackProgress(key, value),
      })),
  };
}
