import { randomUUID } from 'node:crypto';
import { parseSchedule } from '@himeshima/aws-expressions';
import type { AwsAccount } from '../aws-account';
import type { Cancel, Clock } from '../clock';
import { describeError } from '../error-message';
import type { EventBus } from '../events';
import type { Lambda } from '../lambda/lambda-service';
import type { MetricStore } from '../metrics';
import { perPlatform } from '../per-platform';

export interface ScheduledRule {
  name: string;
  arn: string;
  /** Schedule expression, such as `cron(0 17 * * ? *)`. */
  expression: string;
  enabled: boolean;
}

export interface Target {
  id: string;
  functionArn: string;
  /** JSON that the function receives instead of the scheduled event. */
  input: string | undefined;
}

export interface Schedules {
  /**
   * Declares a rule. An existing rule with the same name is replaced, but keeps its targets.
   * @throws Error if the expression is invalid
   */
  declare(rule: ScheduledRule): void;
  remove(ruleName: string): void;
  removeTarget(ruleName: string, id: string): void;
  /**
   * Adds a target.
   * @throws Error if the rule does not exist
   */
  addTarget(ruleName: string, target: Target): void;
  rules(): ScheduledRule[];
  /**
   * Fires a rule as if it were due.
   * @param time ms since the epoch (default: now)
   * @throws Error if the rule does not exist
   */
  fire(ruleName: string, time?: number): void;
  stop(): void;
}

interface Running {
  rule: ScheduledRule;
  targets: Target[];
  cancel: Cancel;
}

interface ScheduleOptions {
  clock: Clock;
  bus: EventBus;
  metrics: MetricStore;
  lambda: Pick<Lambda, 'invokeAsync'>;
  place: Pick<AwsAccount, 'region' | 'account'>;
}

/**
 * Creates the EventBridge emulator for scheduled rules. It skips events that were due while the platform was not
 * running.
 */
export function createSchedules({ clock, bus, metrics, lambda, place }: ScheduleOptions): Schedules {
  const running = new Map<string, Running>();

  const find = (name: string): Running => {
    const found = running.get(name);
    if (found === undefined) {
      const known = [...running.keys()].join(', ') || 'none';
      throw new Error(`no such schedule: ${name}; known: ${known}`);
    }
    return found;
  };

  const fire = ({ rule, targets }: Running, time: number) => {
    const count = (metric: string) =>
      metrics.record({ metric: `aws.events.${metric}`, tags: { rulename: rule.name }, value: 1, at: clock.now() });
    count('triggered_rules');
    const due = new Date(time).toISOString();
    const cause = bus.emit({ kind: 'schedule', rule: rule.name, due });
    for (const { functionArn, input } of targets) {
      const event: unknown = input === undefined ? scheduledEvent(rule, due) : JSON.parse(input);
      const principal = { kind: 'service', service: 'events.amazonaws.com', sourceArn: rule.arn } as const;
      count('invocations');
      try {
        lambda.invokeAsync({ functionArn, event, principal, cause });
      } catch (error) {
        count('failed_invocations');
        bus.emit(
          { kind: 'schedule-failed', rule: rule.name, target: functionArn, reason: describeError(error) },
          cause,
        );
      }
    }
  };

  /** Returns a rule's event. Its time has no milliseconds. Source: EventBridge user guide, "Scheduled events". */
  const scheduledEvent = (rule: ScheduledRule, due: string) => ({
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: place.account,
    time: due.replace(/\.\d+Z$/, 'Z'),
    region: place.region,
    resources: [rule.arn],
    detail: {},
  });

  const wait = (one: Running, next: (after: number) => number | undefined, after: number) => {
    const due = next(after);
    if (due === undefined) return;
    one.cancel = clock.after(Math.max(0, due - clock.now()), () => {
      wait(one, next, due);
      fire(one, due);
    });
  };

  return {
    declare(rule) {
      const { next } = parseSchedule(rule.expression);
      const before = running.get(rule.name);
      before?.cancel();
      const one: Running = { rule, targets: before?.targets ?? [], cancel: () => undefined };
      running.set(rule.name, one);
      if (rule.enabled) wait(one, next, clock.now());
    },
    remove(ruleName) {
      running.get(ruleName)?.cancel();
      running.delete(ruleName);
    },
    removeTarget(ruleName, id) {
      const one = running.get(ruleName);
      if (one !== undefined) one.targets = one.targets.filter((target) => target.id !== id);
    },
    addTarget: (ruleName, target) => void find(ruleName).targets.push(target),
    rules: () => [...running.values()].map(({ rule }) => rule),
    fire: (ruleName, time = clock.now()) => fire(find(ruleName), time),
    stop() {
      for (const { cancel } of running.values()) cancel();
    },
  };
}

/** Returns a platform's EventBridge emulator. */
export const schedulesOf = perPlatform(createSchedules);
