import { isObject, type Value } from '@himeshima/terraform-json';
import { counted, say, words } from '../phrase';
import { documentIn } from '../plan/json-documents';
import { byType } from '../plan/type-table';
import { isUnknownAt, valueAt } from '../plan/value-at';
import { changedIn } from '../renames';
import type { Danger, Rule } from './rule';

interface Attempts {
  readonly path: readonly string[];
  /** Property that contains the number, such as `maxReceiveCount`, if the attribute is a JSON document. */
  readonly property?: string;
  /** Noun phrase for the item dropped after the last attempt: `a message`. */
  readonly what: string;
  /** Whether the number counts all attempts or only retries. */
  readonly counts: 'retry' | 'attempt';
  /** Default number of attempts or retries of the service. */
  readonly unset: number;
  /** Whether a negative number means unlimited. */
  readonly isNegativeUnlimited?: true;
}

const unlimited = Number.POSITIVE_INFINITY;
const received = (...path: readonly string[]): Attempts => ({
  path,
  property: 'maxReceiveCount',
  what: 'a message',
  counts: 'attempt',
  // protection-removed.ts reports a removed redrive policy
  unset: Number.NaN,
});
const delivered: Attempts = { path: ['max_delivery_count'], what: 'a message', counts: 'attempt', unset: 10 };

/**
 * Attributes that limit the number of attempts or retries.
 * Source: Terraform Registry, hashicorp/aws 6.25, hashicorp/azurerm 4, hashicorp/google 7; Lambda developer guide
 */
const attemptsOf = byType<readonly Attempts[]>({
  aws_cloudwatch_event_target: [
    {
      path: ['retry_policy', 'maximum_retry_attempts'],
      what: 'a rejected event',
      counts: 'retry',
      unset: 185,
    },
  ],
  aws_lambda_event_source_mapping: [
    {
      path: ['maximum_retry_attempts'],
      what: 'a failing record',
      counts: 'retry',
      unset: unlimited,
      isNegativeUnlimited: true,
    },
  ],
  aws_lambda_function_event_invoke_config: [
    { path: ['maximum_retry_attempts'], what: 'a failing event', counts: 'retry', unset: 2 },
  ],
  aws_scheduler_schedule: [
    {
      path: ['target', 'retry_policy', 'maximum_retry_attempts'],
      what: 'a rejected call',
      counts: 'retry',
      unset: 185,
    },
  ],
  aws_sqs_queue: [received('redrive_policy')],
  aws_sqs_queue_redrive_policy: [received('redrive_policy')],
  azurerm_servicebus_queue: [delivered],
  azurerm_servicebus_subscription: [delivered],
  google_pubsub_subscription: [
    { path: ['dead_letter_policy', 'max_delivery_attempts'], what: 'a message', counts: 'attempt', unset: Number.NaN },
  ],
});

/** Reports services that give up after fewer failures. Without a dead-letter queue, the failed events are lost. */
export const retriesReduced: Rule = (plan) =>
  changedIn(plan).flatMap((change) =>
    (attemptsOf(change.type) ?? []).flatMap((attempts): Danger[] => {
      const template = change.templates[attempts.path[0] ?? ''];
      const after = template === undefined ? valueAt(change.after, attempts.path) : template;
      const [was, is] = [numberOf(valueAt(change.before, attempts.path), attempts), numberOf(after, attempts)];
      if (!(is < was) || (template === undefined && isUnknownAt(change, attempts.path))) return [];
      const { address } = change;
      const { counts, what } = attempts;
      const instead = words(is === 0 ? 'without a retry' : `after ${counted(is, counts)}`);
      const many = is === 0 ? `after ${counted(was, counts)}` : String(was);
      const before = words(was === unlimited ? 'never' : many);
      return [
        {
          kind: 'weaker protection',
          address,
          what: say`${address} gives up on ${[what]} ${instead} instead of ${before}`,
        },
      ];
    }),
  );

function numberOf(value: Value | undefined, { property, unset, isNegativeUnlimited }: Attempts): number {
  const found = property === undefined ? value : propertyIn(value, property);
  const number = found === undefined || found === null || found === '' ? unset : Number(found);
  return isNegativeUnlimited === true && number < 0 ? unlimited : number;
}

function propertyIn(text: Value | undefined, property: string): Value | undefined {
  const document = documentIn(text ?? null);
  return document !== undefined && isObject(document) ? document[property] : undefined;
}
