import type { Authorizer } from '../authorize';
import type { AwsAccount } from '../aws-account';
import type { Cancel, Clock } from '../clock';
import { describeError } from '../error-message';
import type { EventBus } from '../events';
import { AwsError } from '../gateway/service-api';
import type { Messaging } from '../messaging/messaging';
import type { MetricStore } from '../metrics';
import { perPlatform } from '../per-platform';
import type { Collection, Store } from '../store';
import type { Alarm, AlarmDeclaration, AlarmStatus } from './alarm';
import { evaluateAlarm } from './evaluate-alarm';
import { periodsOf } from './metric-statistics';

/** CloudWatch alarms, which are evaluated every minute on the platform's clock. */
export interface Alarms {
  /** Declares an alarm. An existing alarm with the same name is replaced, but keeps its state. */
  declare(alarm: AlarmDeclaration): void;
  remove(name: string): void;
  /** Returns the alarms, sorted by name. */
  all(): Alarm[];
  /**
   * Sets the state until the next evaluation. If the state changes, the actions of the new state run.
   * @throws AwsError ResourceNotFound if the alarm does not exist
   */
  setState(name: string, next: Pick<AlarmStatus, 'state' | 'reason'>): void;
  start(): void;
  stop(): void;
}

interface Parts {
  store: Store;
  clock: Clock;
  bus: EventBus;
  metrics: Pick<MetricStore, 'series'>;
  messaging: Pick<Messaging, 'publish'>;
  authorizer: Authorizer;
  place: Pick<AwsAccount, 'region' | 'account'>;
}

const minuteMs = 60_000;

export const alarmsOf = perPlatform(
  ({ store, clock, bus, metrics, messaging, authorizer, place: { region, account } }: Parts): Alarms => {
    const declared = new Map<string, AlarmDeclaration>();
    const statuses: Collection<AlarmStatus> = store.collection('cloudwatch-alarms');
    let cancel: Cancel = () => undefined;

    const statusOf = (name: string): AlarmStatus =>
      statuses.get(name) ?? {
        state: 'INSUFFICIENT_DATA',
        reason: 'Unchecked: Initial alarm creation',
        updatedAt: Math.floor(clock.now()),
      };

    /**
     * Rejects a notification that the topic's policy does not allow. A topic without a declared policy has AWS's default
     * policy, which allows the services of its account.
     */
    const requirePublish = (topicArn: string, sourceArn: string) => {
      if (authorizer.resourcePolicies.of(topicArn).length === 0) return;
      const service = 'cloudwatch.amazonaws.com';
      const principal = { kind: 'service', service, sourceArn, sourceAccount: account } as const;
      const decision = authorizer.authorize({ principal, action: 'sns:Publish', resource: topicArn });
      if (!decision.allowed) throw new Error(decision.reason);
    };

    /** Returns the notification for SNS. Source: SNS message in aws-lambda-go, `cloudwatch-alarm-sns-payload-*.json`. */
    const notificationOf = (
      { name, arn, description, metric, ...alarm }: AlarmDeclaration,
      [before, after]: readonly [AlarmStatus, AlarmStatus],
    ) =>
      JSON.stringify({
        AlarmName: name,
        AlarmDescription: description ?? null,
        AWSAccountId: account,
        NewStateValue: after.state,
        NewStateReason: after.reason,
        StateChangeTime: new Date(after.updatedAt).toISOString().replace('Z', '+0000'),
        Region: region,
        AlarmArn: arn,
        OldStateValue: before.state,
        Trigger: {
          MetricName: metric?.metricName,
          Namespace: metric?.namespace,
          StatisticType: 'Statistic',
          Statistic: metric?.statistic.toUpperCase(),
          Dimensions: metric?.dimensions.map(({ Name, Value }) => ({ value: Value, name: Name })),
          Period: metric && metric.periodMinutes * 60,
          EvaluationPeriods: alarm.evaluationPeriods,
          ComparisonOperator: alarm.comparison,
          Threshold: alarm.threshold,
          TreatMissingData: alarm.treatMissingData,
        },
      });

    const notify = async (alarm: AlarmDeclaration, change: readonly [AlarmStatus, AlarmStatus]) => {
      for (const target of alarm.actionsEnabled ? alarm.actions[change[1].state] : [])
        try {
          if (!target.startsWith('arn:aws:sns:')) throw new Error('only SNS topics are supported locally');
          requirePublish(target, alarm.arn);
          await messaging.publish(target, notificationOf(alarm, change));
        } catch (error) {
          const about = { type: 'aws_cloudwatch_metric_alarm', name: alarm.name };
          bus.emit({
            kind: 'note',
            failed: true,
            about,
            text: `alarm ${alarm.name} cannot notify ${target}: ${describeError(error)}`,
          });
        }
    };

    const setState: Alarms['setState'] = (name, next) => {
      const alarm = declared.get(name);
      if (alarm === undefined) throw new AwsError('ResourceNotFound', `Unknown alarm: ${name}`, 404);
      const before = statusOf(name);
      const after = { ...next, updatedAt: Math.floor(clock.now()) };
      statuses.set(name, after);
      if (before.state === after.state) return;
      const about = { type: 'aws_cloudwatch_metric_alarm', name };
      bus.emit({ kind: 'note', about, text: `alarm ${name}: ${before.state} → ${after.state} (${after.reason})` });
      void notify(alarm, [before, after]);
    };

    const evaluate = (alarm: AlarmDeclaration) => {
      const { metric, name } = alarm;
      if (metric === undefined) return;
      const until = Math.floor(clock.now() / minuteMs / metric.periodMinutes) * metric.periodMinutes;
      const starts = Array.from(
        { length: alarm.evaluationPeriods },
        (_, index) => until - (index + 1) * metric.periodMinutes,
      );
      const values = new Map(periodsOf(metrics, metric, [starts.at(-1) ?? until, until]));
      const { state } = statusOf(name);
      const next = evaluateAlarm(
        alarm,
        starts.map((start) => values.get(start)),
        state,
      );
      if (next.state !== state) setState(name, next);
    };

    const tick = () => {
      cancel = clock.after(minuteMs - (clock.now() % minuteMs), () => {
        for (const alarm of declared.values()) evaluate(alarm);
        tick();
      });
    };

    return {
      declare(alarm) {
        declared.set(alarm.name, alarm);
        statuses.set(alarm.name, statusOf(alarm.name));
      },
      remove(name) {
        declared.delete(name);
        statuses.delete(name);
      },
      all: () =>
        [...declared.values()]
          .map((alarm) => ({ ...alarm, ...statusOf(alarm.name) }))
          .sort((a, b) => (a.name < b.name ? -1 : 1)),
      setState,
      start: tick,
      stop: () => cancel(),
    };
  },
);
