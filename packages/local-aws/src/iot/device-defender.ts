import { randomUUID } from 'node:crypto';
import { type Authorizer, requireAllowed } from '../authorize';
import type { Cancel, Clock } from '../clock';
import type { EventBus } from '../events';
import type { RolePrincipal } from '../iam/principal';
import type { Messaging } from '../messaging/messaging';
import type { MetricStore } from '../metrics';

/**
 * Cloud-side metrics that are recorded for each device. Source: Device Defender developer guide, "Cloud-side metrics".
 */
export const deviceMetrics = [
  'aws:message-byte-size',
  'aws:num-messages-sent',
  'aws:num-authorization-failures',
  'aws:num-connection-attempts',
  'aws:num-disconnects',
] as const;
export type DeviceMetric = (typeof deviceMetrics)[number];

export const comparisonOperators = ['less-than', 'less-than-equals', 'greater-than', 'greater-than-equals'] as const;
export type ComparisonOperator = (typeof comparisonOperators)[number];

const comparisons: Readonly<Record<ComparisonOperator, (value: number, limit: number) => boolean>> = {
  'less-than': (value, limit) => value < limit,
  'less-than-equals': (value, limit) => value <= limit,
  'greater-than': (value, limit) => value > limit,
  'greater-than-equals': (value, limit) => value >= limit,
};

/** Expected behavior of a device, as a threshold for one metric. */
export interface Behaviour {
  name: string;
  metric: DeviceMetric;
  operator: ComparisonOperator;
  limit: number;
  /** Length of the evaluation period in seconds. */
  seconds: number;
  toAlarm: number;
  toClear: number;
}

export interface SecurityProfile {
  name: string;
  behaviours: readonly Behaviour[];
  topicArn: string | undefined;
  role: RolePrincipal;
}

export interface DeviceDefender {
  declare(profile: SecurityProfile): void;
  /** Records a metric value for a device. Clients that are not registered things are ignored. */
  observe(clientId: string, metric: DeviceMetric, value: number): void;
  /** Returns the most recent violation of each behavior that the thing has violated. */
  violationsOf(thing: string): readonly KnownViolation[];
  stop(): void;
}

/** Most recent violation of a behavior by a thing. */
export interface KnownViolation {
  profile: string;
  behaviour: string;
  metric: DeviceMetric;
  inViolation: boolean;
  /** Time of the last change in milliseconds since the epoch. */
  at: number;
  value: number;
}

const lastTime = (violation: KnownViolation | undefined) => violation && { at: violation.at, value: violation.value };

/** Evaluation state of one device for one behavior. */
interface EvaluationState {
  /** Value in the current evaluation period: the maximum for size metrics, and the sum for all others. */
  value: number;
  /**
   * Number of consecutive periods that contradict the current state: violations while the device is considered
   * compliant, or compliant periods while it is considered in violation.
   */
  consecutive: number;
  violation: string | undefined;
}

const isLargest = (metric: DeviceMetric) => metric === 'aws:message-byte-size';

/**
 * Creates the evaluator for Device Defender's security profiles. At the end of each period, every device is checked against
 * each behavior; violations are reported when they start and when they clear. Machine learning and device-side metrics
 * are not supported. Source: AWS IoT Device Defender developer guide, "Detect concepts", "detect-behaviors".
 */
export function createDeviceDefender(options: {
  clock: Clock;
  bus: EventBus;
  metrics: Pick<MetricStore, 'record'>;
  authorizer: Authorizer;
  messaging: Pick<Messaging, 'publish'>;
  isRegistered(thing: string): boolean;
}): DeviceDefender {
  const { clock, bus, metrics, authorizer } = options;
  const monitored: { profile: SecurityProfile; behaviour: Behaviour; devices: Map<string, EvaluationState> }[] = [];
  const cancels = new Set<Cancel>();
  /** Most recent violations, keyed by thing, and then by profile and behavior. */
  const known = new Map<string, Map<string, KnownViolation>>();

  const recordViolation = (thing: string, violation: KnownViolation) => {
    const violations = known.get(thing) ?? new Map<string, KnownViolation>();
    const key = `${violation.profile} ${violation.behaviour}`;
    const last = violation.inViolation ? violation : { ...violation, ...lastTime(violations.get(key)) };
    known.set(thing, violations.set(key, last));
  };

  const report = async (
    profile: SecurityProfile,
    thing: string,
    behaviour: Behaviour,
    details: object,
    kind: string,
  ) => {
    metrics.record({
      metric: kind === 'in-alarm' ? 'aws.iot.violations' : 'aws.iot.violations_cleared',
      tags: { securityprofilename: profile.name, behaviorname: behaviour.name },
      value: 1,
      at: clock.now(),
    });
    bus.emit({ kind: 'violation', thing, behaviour: behaviour.name, profile: profile.name, state: kind });
    if (profile.topicArn === undefined) return;
    const { name, metric, operator, limit, seconds, toAlarm, toClear } = behaviour;
    const criteria = {
      comparisonOperator: operator,
      value: { count: limit },
      ...(isLargest(metric) ? {} : { durationSeconds: seconds }),
      consecutiveDatapointsToAlarm: toAlarm,
      consecutiveDatapointsToClear: toClear,
    };
    const message = {
      violationEventTime: Math.floor(clock.now()),
      securityProfileName: profile.name,
      behavior: { name, metric, criteria },
      violationEventType: kind,
      thingName: thing,
      ...details,
    };
    try {
      requireAllowed(authorizer, { principal: profile.role, action: 'sns:Publish', resource: profile.topicArn });
      await options.messaging.publish(profile.topicArn, JSON.stringify(message));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const about = { type: 'aws_iot_security_profile', name: profile.name };
      bus.emit({ kind: 'note', failed: true, about, text: `could not report the violation of ${thing}: ${reason}` });
    }
  };

  const evaluatePeriod = ({ profile, behaviour, devices }: (typeof monitored)[number]) => {
    for (const [thing, state] of devices) {
      const { value } = state;
      const isCompliant = comparisons[behaviour.operator](value, behaviour.limit);
      const contradictsState = isCompliant === (state.violation !== undefined);
      state.consecutive = contradictsState ? state.consecutive + 1 : 0;
      state.value = 0;
      const needed = isCompliant ? behaviour.toClear : behaviour.toAlarm;
      if (contradictsState && state.consecutive >= needed) {
        const violationId = state.violation ?? randomUUID();
        state.violation = isCompliant ? undefined : violationId;
        state.consecutive = 0;
        const details = { violationId, metricValue: { count: value } };
        recordViolation(thing, {
          profile: profile.name,
          behaviour: behaviour.name,
          metric: behaviour.metric,
          inViolation: !isCompliant,
          at: Math.floor(clock.now()),
          value,
        });
        void report(profile, thing, behaviour, details, isCompliant ? 'alarm-cleared' : 'in-alarm');
      } else if (state.violation === undefined && value === 0 && state.consecutive === 0) devices.delete(thing);
    }
  };

  return {
    declare(profile) {
      for (const behaviour of profile.behaviours) {
        const entry = { profile, behaviour, devices: new Map<string, EvaluationState>() };
        monitored.push(entry);
        const scheduleNext = () => {
          const cancel = clock.after(behaviour.seconds * 1000, () => {
            cancels.delete(cancel);
            evaluatePeriod(entry);
            scheduleNext();
          });
          cancels.add(cancel);
        };
        scheduleNext();
      }
    },
    observe(clientId, metric, value) {
      if (!options.isRegistered(clientId)) return;
      for (const { behaviour, devices } of monitored) {
        if (behaviour.metric !== metric) continue;
        const known = devices.get(clientId) ?? { value: 0, consecutive: 0, violation: undefined };
        known.value = isLargest(metric) ? Math.max(known.value, value) : known.value + value;
        devices.set(clientId, known);
      }
    },
    violationsOf: (thing) => [...(known.get(thing)?.values() ?? [])],
    stop() {
      for (const cancel of cancels) cancel();
    },
  };
}
