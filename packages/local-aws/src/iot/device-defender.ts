import { randomUUID } from 'node:crypto';
import { type Authorizer, requireAllowed } from '../authorize';
import type { Cancel, Clock } from '../clock';
import type { EventBus } from '../events';
import type { RolePrincipal } from '../iam/principal';
import type { Messaging } from '../messaging/messaging';
import type { MetricStore } from '../metrics';

/** What is counted of a device in the cloud. Device Defender developer guide, "Cloud-side metrics". */
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

/** What a device does as long as it behaves. */
export interface Behaviour {
  name: string;
  metric: DeviceMetric;
  operator: ComparisonOperator;
  limit: number;
  /** Over such a span it is counted. */
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
  /** A device did something; by its client id. */
  observe(clientId: string, metric: DeviceMetric, value: number): void;
  /** What each behaviour that a thing has violated knows of it. */
  violationsOf(thing: string): readonly KnownViolation[];
  stop(): void;
}

/** The last time that a thing violated a behaviour. */
export interface KnownViolation {
  profile: string;
  behaviour: string;
  metric: DeviceMetric;
  inViolation: boolean;
  /** Milliseconds since the epoch. */
  at: number;
  value: number;
}

const lastTime = (violation: KnownViolation | undefined) => violation && { at: violation.at, value: violation.value };

/** How a device stands to one behaviour. */
interface Standing {
  /** In the span that runs: the sum, of sizes the largest. */
  value: number;
  /** Spans in a row that violated it, or while it is violated, that did not. */
  inARow: number;
  violation: string | undefined;
}

const isLargest = (metric: DeviceMetric) => metric === 'aws:message-byte-size';

/**
 * Device Defender's detection by rules: at the end of each span every device is judged by what was counted of it; who
 * violates a behaviour is told, and again when it has ended. Not there: machine learning, metrics that devices report.
 * Source: AWS IoT Device Defender developer guide, "Detect concepts", "detect-behaviors".
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
  const watched: { profile: SecurityProfile; behaviour: Behaviour; devices: Map<string, Standing> }[] = [];
  const cancels = new Set<Cancel>();
  /** By thing, and then by profile and behaviour. */
  const known = new Map<string, Map<string, KnownViolation>>();

  const note = (thing: string, violation: KnownViolation) => {
    const ofThing = known.get(thing) ?? new Map<string, KnownViolation>();
    const key = `${violation.profile} ${violation.behaviour}`;
    const last = violation.inViolation ? violation : { ...violation, ...lastTime(ofThing.get(key)) };
    known.set(thing, ofThing.set(key, last));
  };

  const tell = async (profile: SecurityProfile, thing: string, behaviour: Behaviour, told: object, kind: string) => {
    metrics.record({
      metric: kind === 'in-alarm' ? 'aws.iot.violations' : 'aws.iot.violations_cleared',
      tags: { securityprofilename: profile.name, behaviorname: behaviour.name },
      value: 1,
      at: clock.now(),
    });
    bus.tell({ kind: 'violation', thing, behaviour: behaviour.name, profile: profile.name, state: kind });
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
      ...told,
    };
    try {
      requireAllowed(authorizer, { principal: profile.role, action: 'sns:Publish', resource: profile.topicArn });
      await options.messaging.publish(profile.topicArn, JSON.stringify(message));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      bus.tell({ kind: 'note', text: `the violation of ${thing} was told to nobody: ${reason}` });
    }
  };

  const judge = ({ profile, behaviour, devices }: (typeof watched)[number]) => {
    for (const [thing, standing] of devices) {
      const { value } = standing;
      const behaves = comparisons[behaviour.operator](value, behaviour.limit);
      const changes = behaves === (standing.violation !== undefined);
      standing.inARow = changes ? standing.inARow + 1 : 0;
      standing.value = 0;
      const needed = behaves ? behaviour.toClear : behaviour.toAlarm;
      if (changes && standing.inARow >= needed) {
        const violationId = standing.violation ?? randomUUID();
        standing.violation = behaves ? undefined : violationId;
        standing.inARow = 0;
        const told = { violationId, metricValue: { count: value } };
        note(thing, {
          profile: profile.name,
          behaviour: behaviour.name,
          metric: behaviour.metric,
          inViolation: !behaves,
          at: Math.floor(clock.now()),
          value,
        });
        void tell(profile, thing, behaviour, told, behaves ? 'alarm-cleared' : 'in-alarm');
      } else if (standing.violation === undefined && value === 0 && standing.inARow === 0) devices.delete(thing);
    }
  };

  return {
    declare(profile) {
      for (const behaviour of profile.behaviours) {
        const entry = { profile, behaviour, devices: new Map<string, Standing>() };
        watched.push(entry);
        const again = () => {
          const cancel = clock.after(behaviour.seconds * 1000, () => {
            cancels.delete(cancel);
            judge(entry);
            again();
          });
          cancels.add(cancel);
        };
        again();
      }
    },
    observe(clientId, metric, value) {
      if (!options.isRegistered(clientId)) return;
      for (const { behaviour, devices } of watched) {
        if (behaviour.metric !== metric) continue;
        const known = devices.get(clientId) ?? { value: 0, inARow: 0, violation: undefined };
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
