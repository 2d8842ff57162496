import type { Value } from '../../lib/terraform';
import { say } from '../phrase';
import { byType } from '../plan/by-type';
import { changesOf } from '../plan/changes-of';
import { renamedTo } from '../renames';
import type { Danger, Rule } from './rule';

/** What stands still without the resource, by its type. */
const carriesOf = byType<string>({
  aws_api_gateway_stage: 'nobody reaches the API any more',
  aws_apigatewayv2_stage: 'nobody reaches the API any more',
  aws_cloudwatch_event_rule: 'its schedule or its events set off nothing any more',
  aws_cloudwatch_event_target: 'what it set off stands still',
  aws_cloudwatch_log_subscription_filter: 'log lines are not handed on any more',
  aws_iot_topic_rule: 'messages that it matched go nowhere',
  aws_lambda_event_source_mapping: 'records are not processed any more',
  aws_lambda_function: 'whoever invokes it fails',
  aws_lambda_permission: 'whoever invokes the function by it is refused',
  aws_scheduler_schedule: 'its schedule sets off nothing any more',
  aws_sfn_state_machine: 'executions under way end, and nobody can start one',
  aws_sqs_queue_policy: 'services that send to the queue are refused',
  aws_sns_topic_policy: 'services that publish to the topic are refused',
});

interface Switch {
  readonly attribute: string;
  readonly isOff: (value: Value | undefined) => boolean;
  readonly what: string;
}
const isFalse = (value: Value | undefined) => value === false;

/** What can be switched off while it stays. */
const switchesOf = byType<readonly Switch[]>({
  aws_cloudwatch_event_rule: [
    { attribute: 'state', isOff: (value) => value === 'DISABLED', what: 'is disabled: it sets off nothing any more' },
  ],
  aws_iot_topic_rule: [
    { attribute: 'enabled', isOff: isFalse, what: 'is disabled: messages that it matched go nowhere' },
  ],
  aws_lambda_event_source_mapping: [
    { attribute: 'enabled', isOff: isFalse, what: 'is disabled: records are not processed any more' },
  ],
  aws_lambda_function: [
    {
      attribute: 'reserved_concurrent_executions',
      isOff: (value) => value === 0 || value === '0',
      what: 'may not run at all: its concurrency is 0',
    },
  ],
  aws_scheduler_schedule: [
    { attribute: 'state', isOff: (value) => value === 'DISABLED', what: 'is disabled: it sets off nothing any more' },
  ],
});

/** Something that worked stands still. */
export const outage: Rule = (plan) => [
  ...changesOf(plan, 'delete', 'replace').flatMap((change): Danger[] => {
    const without = carriesOf(change.type);
    if (without === undefined) return [];
    const next = renamedTo(plan, change);
    const what =
      next !== undefined
        ? say`${change.address} is deleted and created anew as ${next.address}: until that is there, ${[without]}`
        : change.action === 'delete'
          ? say`${change.address} is deleted: ${[without]}`
          : say`${change.address} is replaced: until it is there again, ${[without]}`;
    return [{ kind: 'outage', address: change.address, what }];
  }),
  ...changesOf(plan, 'update').flatMap((change) =>
    (switchesOf(change.type) ?? []).flatMap(({ attribute, isOff, what }): Danger[] =>
      isOff(change.after[attribute]) && !isOff(change.before[attribute])
        ? [{ kind: 'outage', address: change.address, what: say`${change.address} ${[what]}` }]
        : [],
    ),
  ),
];
