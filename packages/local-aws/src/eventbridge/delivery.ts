import { requireAllowed } from '../authorize';
import type { AwsAccount } from '../aws-account';
import type { Clock } from '../clock';
import type { EventBus } from '../events';
import { AwsError } from '../gateway/service-api';
import type { RolePrincipal, ServicePrincipal } from '../iam/principal';
import type { MetricStore } from '../metrics';
import type { BusEvent, EventRule, Target } from './event-rule';
import { inputOf } from './target-input';
import { DeliveryError, serviceOf, type TargetParts, targetServices } from './target-services';

/** Event that a rule sends to one of its targets. */
export interface RuleDelivery {
  rule: EventRule;
  target: Target;
  event: BusEvent;
  /** Time at which the event was received, in ISO 8601. */
  receivedAt: string;
  cause: number | undefined;
  /** Passes the event on to another event bus. */
  forward(busArn: string): Promise<void>;
}

/** Function that sends an event to a target. It never throws: a failed event is reported, and sent to the dead-letter queue. */
export type DeliverToTarget = (delivery: RuleDelivery) => Promise<void>;

export interface DeliveryOptions extends TargetParts {
  clock: Clock;
  bus: EventBus;
  metrics: MetricStore;
  place: Pick<AwsAccount, 'account'>;
}

const codes: Readonly<Record<string, DeliveryError['code']>> = {
  AccessDeniedException: 'NO_PERMISSIONS',
  ResourceNotFoundException: 'NO_RESOURCE',
  StateMachineDoesNotExist: 'NO_RESOURCE',
};

function deliveryErrorOf(error: unknown): DeliveryError {
  if (error instanceof DeliveryError) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof AwsError) return new DeliveryError(codes[error.code] ?? 'ERROR_FROM_TARGET', message);
  return new DeliveryError(message.includes('NotFound') ? 'NO_RESOURCE' : 'ERROR_FROM_TARGET', message);
}

/**
 * Creates the function that sends events to targets. Every local failure is permanent, such as a missing permission or
 * resource, so nothing is retried. Source: EventBridge user guide, "eb-rule-dlq".
 */
export function createDelivery(options: DeliveryOptions): DeliverToTarget {
  const { authorizer, messaging, bus, clock } = options;

  const count = (metric: string, { rule: { name }, cause }: Pick<RuleDelivery, 'rule' | 'cause'>) =>
    options.metrics.record({
      metric: `aws.events.${metric}`,
      tags: { rulename: name },
      value: 1,
      at: clock.now(),
      causes: [cause],
    });

  const serviceFor = ({ arn }: EventRule): ServicePrincipal => ({
    kind: 'service',
    service: 'events.amazonaws.com',
    sourceArn: arn,
  });

  const principalOf = (rule: EventRule, { RoleArn }: Target): RolePrincipal | ServicePrincipal => {
    if (RoleArn === undefined) return serviceFor(rule);
    const by = { ...serviceFor(rule), sourceAccount: options.place.account };
    const role: RolePrincipal = { kind: 'role', arn: RoleArn, session: rule.name, by };
    const assumed = authorizer.mayAssume(role);
    if (!assumed.allowed) throw new DeliveryError('FAILED_TO_ASSUME_ROLE', assumed.reason);
    return role;
  };

  const send = async ({ rule, target, event, receivedAt, cause, forward }: RuleDelivery) => {
    const service = targetServices[serviceOf(target.Arn)];
    if (service === undefined) throw new DeliveryError('NO_RESOURCE', `${target.Arn} cannot be a target`);
    const principal = principalOf(rule, target);
    if (service.action !== undefined) {
      const decision = authorizer.authorize({ principal, action: service.action, resource: target.Arn, cause });
      if (!decision.allowed) throw new DeliveryError('NO_PERMISSIONS', decision.reason);
    }
    const text = inputOf(target, { event, rule, receivedAt });
    await service.send(options, { target, text, event, principal, cause, forward });
  };

  /** Sends a failed event to the dead-letter queue of its target. */
  const sendToDeadLetterQueue = async (
    { rule, target, event, cause }: RuleDelivery,
    queueArn: string,
    error: DeliveryError,
  ): Promise<void> => {
    const principal = serviceFor(rule);
    requireAllowed(authorizer, { principal, action: 'sqs:SendMessage', resource: queueArn, cause });
    await messaging.send(messaging.urlOf(queueArn), JSON.stringify(event), cause, {
      RULE_ARN: rule.arn,
      TARGET_ARN: target.Arn,
      ERROR_CODE: error.code,
      ERROR_MESSAGE: error.message,
      RETRY_ATTEMPTS: '0',
    });
    count('invocations_sent_to_dlq', { rule, cause });
    bus.emit({ kind: 'queued', queue: queueArn.split(':').at(-1) ?? queueArn, why: error.message }, cause);
  };

  const reportFailure = ({ rule, target, cause }: RuleDelivery, reason: string) => {
    const kind = rule.pattern === undefined ? 'schedule-failed' : 'event-undelivered';
    bus.emit({ kind, rule: rule.name, target: target.Arn, reason }, cause);
  };

  return async (delivery) => {
    const { target } = delivery;
    count('invocations', delivery);
    try {
      await send(delivery);
    } catch (thrown) {
      const error = deliveryErrorOf(thrown);
      count('failed_invocations', delivery);
      reportFailure(delivery, error.message);
      const queueArn = target.DeadLetterConfig?.Arn;
      if (queueArn === undefined) return;
      await sendToDeadLetterQueue(delivery, queueArn, error).catch((failure: unknown) => {
        count('invocations_failed_to_be_sent_to_dlq', delivery);
        reportFailure(delivery, `the dead-letter queue did not receive the event: ${deliveryErrorOf(failure).message}`);
      });
    }
  };
}
