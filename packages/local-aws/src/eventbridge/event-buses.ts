import { randomUUID } from 'node:crypto';
import { parseSchedule } from '@himeshima/aws-expressions';
import type { AwsAccount } from '../aws-account';
import type { Cancel } from '../clock';
import { compileEventPattern } from '../event-pattern/event-pattern';
import { eventBusOperators, type Matcher } from '../event-pattern/pattern-operators';
import { perPlatform } from '../per-platform';
import { createDelivery, type DeliveryOptions } from './delivery';
import { type BusEvent, type EventRule, eventTime, type Target } from './event-rule';
import { isEventBus } from './target-services';

export interface Bus {
  name: string;
  arn: string;
  description: string | undefined;
  /** Times in milliseconds since the epoch. */
  createdAt: number;
  modifiedAt: number;
}

/** Entry for PutEvents, whose fields have been checked. */
export interface NewEvent {
  /** Name or ARN of the event bus. */
  bus: string;
  source: string;
  detailType: string;
  detail: object;
  resources: readonly string[];
  /** Time in milliseconds since the epoch; undefined for the current time. */
  time: number | undefined;
  cause: number | undefined;
}

/** Rule with its targets. `isDeclared` marks rules and targets that a stack declares and that are therefore not persisted. */
export interface RunningRule {
  rule: EventRule;
  isDeclared: boolean;
  targets: Map<string, { target: Target; isDeclared: boolean }>;
}

export interface EventBuses {
  /** Adds an event bus, or replaces its description. */
  declareBus(bus: Pick<Bus, 'name' | 'description'> & Partial<Bus>): Bus;
  removeBus(name: string): void;
  /** Returns an event bus by its name or ARN. */
  bus(nameOrArn: string): Bus | undefined;
  buses(): readonly Bus[];
  /**
   * Adds a rule. An existing rule with the same name is replaced, but keeps its targets.
   * @throws Error if the pattern or the schedule expression is invalid
   */
  declare(rule: Omit<EventRule, 'arn'>, options?: { isDeclared: boolean }): EventRule;
  remove(bus: string, name: string): void;
  rule(bus: string, name: string): RunningRule | undefined;
  rules(bus: string): readonly RunningRule[];
  /**
   * Adds or replaces a target.
   * @throws Error if the rule does not exist, or has too many targets
   */
  setTarget(bus: string, rule: string, target: Target, options?: { isDeclared: boolean }): void;
  removeTarget(bus: string, rule: string, id: string): boolean;
  /**
   * Sends an event to the targets of the rules that match it. An event for an unknown bus is dropped.
   * @returns the event's ID
   */
  put(event: NewEvent): Promise<string>;
  /**
   * Fires a scheduled rule as if it were due.
   * @param time ms since the epoch (default: now)
   * @throws Error if the rule does not exist
   */
  fire(ruleName: string, time?: number): void;
  stop(): void;
}

interface Running extends RunningRule {
  matches: Matcher;
  cancel: Cancel;
}

/** Event with the time at which it was received, and its cause. */
interface ReceivedEvent {
  event: BusEvent;
  receivedAt: string;
  /** Whether another bus passed the event on. */
  isForwarded: boolean;
  cause: number | undefined;
}

export const defaultBus = 'default';

/** Maximum number of targets of a rule. Source: EventBridge user guide, "eb-quota". */
export const mostTargets = 5;

type EventBusOptions = DeliveryOptions & { place: AwsAccount };

/**
 * Creates the EventBridge emulator. It skips scheduled events that were due while the platform was not running. Events
 * are delivered before PutEvents responds.
 */
export function createEventBuses(options: EventBusOptions): EventBuses {
  const { clock, bus: platformBus, metrics, place } = options;
  const deliver = createDelivery(options);
  const buses = new Map<string, Bus>();
  const running = new Map<string, Running>();

  const arnOf = (resource: string) => `arn:aws:events:${place.region}:${place.account}:${resource}`;
  const keyOf = (bus: string, name: string) => `${bus}/${name}`;
  const ruleArn = (bus: string, name: string) => arnOf(`rule/${bus === defaultBus ? '' : `${bus}/`}${name}`);

  const sendToTargets = async (
    { rule, targets }: Running,
    { event, receivedAt, isForwarded, cause }: ReceivedEvent,
  ) => {
    metrics.record({
      metric: 'aws.events.triggered_rules',
      tags: { rulename: rule.name },
      value: 1,
      at: clock.now(),
    });
    const forward = (busArn: string) => match(busArn, { event, receivedAt, isForwarded: true, cause });
    const deliveries = [...targets.values()].flatMap(({ target }) =>
      // an event from another bus is not routed to a third bus (user guide, "eb-bus-to-bus")
      isForwarded && isEventBus(target.Arn) ? [] : [deliver({ rule, target, event, receivedAt, cause, forward })],
    );
    await Promise.all(deliveries);
  };

  /** Sends an event to the matching rules of a bus. */
  const match = async (nameOrArn: string, received: ReceivedEvent): Promise<void> => {
    const found = find(nameOrArn);
    if (found === undefined) return;
    const matching = [...running.values()].filter(
      ({ rule, matches }) => rule.bus === found.name && rule.state !== 'DISABLED' && matches(received.event),
    );
    await Promise.all(
      matching.map((one) => {
        const { rule, targets } = one;
        const details = { kind: 'event-matched', rule: rule.name, bus: rule.bus, targets: targets.size } as const;
        return sendToTargets(one, { ...received, cause: platformBus.emit(details, received.cause) });
      }),
    );
  };

  /** Returns a rule's scheduled event. Source: EventBridge user guide, "Scheduled events". */
  const scheduledEvent = (rule: EventRule, due: number): BusEvent => ({
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: place.account,
    time: eventTime(due),
    region: place.region,
    resources: [rule.arn],
    detail: {},
  });

  const fire = (one: Running, due: number) => {
    const cause = platformBus.emit({ kind: 'schedule', rule: one.rule.name, due: new Date(due).toISOString() });
    const event = scheduledEvent(one.rule, due);
    void sendToTargets(one, { event, receivedAt: event.time, isForwarded: false, cause });
  };

  const wait = (one: Running, next: (after: number) => number | undefined, after: number) => {
    const due = next(after);
    if (due === undefined) return;
    one.cancel = clock.after(Math.max(0, due - clock.now()), () => {
      wait(one, next, due);
      fire(one, due);
    });
  };

  const find = (nameOrArn: string): Bus | undefined => {
    const found = buses.get(nameOrArn.split('event-bus/').at(-1) ?? nameOrArn);
    return nameOrArn.startsWith('arn:') && found?.arn !== nameOrArn ? undefined : found;
  };

  const declareBus: EventBuses['declareBus'] = ({ name, description, createdAt, modifiedAt }) => {
    const now = clock.now();
    const bus = {
      name,
      arn: arnOf(`event-bus/${name}`),
      description,
      createdAt: createdAt ?? buses.get(name)?.createdAt ?? now,
      modifiedAt: modifiedAt ?? now,
    };
    buses.set(name, bus);
    return bus;
  };
  declareBus({ name: defaultBus, description: undefined });

  return {
    declareBus,
    removeBus: (name) => void buses.delete(name),
    bus: find,
    buses: () => [...buses.values()],
    declare(declared, { isDeclared } = { isDeclared: false }) {
      const rule = { ...declared, arn: ruleArn(declared.bus, declared.name) };
      const { next } = rule.schedule === undefined ? { next: () => undefined } : parseSchedule(rule.schedule);
      const matches = rule.pattern === undefined ? () => false : compileEventPattern(rule.pattern, eventBusOperators);
      const key = keyOf(rule.bus, rule.name);
      const before = running.get(key);
      before?.cancel();
      const one: Running = {
        rule,
        matches,
        isDeclared: isDeclared || (before?.isDeclared ?? false),
        targets: before?.targets ?? new Map(),
        cancel: () => undefined,
      };
      running.set(key, one);
      if (rule.state !== 'DISABLED') wait(one, next, clock.now());
      return rule;
    },
    remove(bus, name) {
      const key = keyOf(bus, name);
      running.get(key)?.cancel();
      running.delete(key);
    },
    rule: (bus, name) => running.get(keyOf(bus, name)),
    rules: (bus) => [...running.values()].filter(({ rule }) => rule.bus === bus),
    setTarget(bus, rule, target, { isDeclared } = { isDeclared: false }) {
      const targets = running.get(keyOf(bus, rule))?.targets;
      if (targets === undefined) throw new Error(`rule: no rule ${rule} on the event bus ${bus}`);
      if (!targets.has(target.Id) && targets.size >= mostTargets)
        throw new Error(`rule: ${rule} has more than ${mostTargets} targets`);
      targets.set(target.Id, { target, isDeclared });
    },
    removeTarget: (bus, rule, id) => running.get(keyOf(bus, rule))?.targets.delete(id) ?? false,
    async put({ bus, source, detailType, detail, resources, time, cause }) {
      const now = clock.now();
      const event: BusEvent = {
        version: '0',
        id: randomUUID(),
        'detail-type': detailType,
        source,
        account: place.account,
        time: eventTime(time ?? now),
        region: place.region,
        resources,
        detail,
      };
      const name = bus.split('event-bus/').at(-1) ?? bus;
      const received = platformBus.emit({ kind: 'event-received', bus: name, source, detailType }, cause, undefined, {
        payloads: [{ label: 'event', read: () => event }],
      });
      const receivedAt = new Date(now).toISOString();
      await match(bus, { event, receivedAt, isForwarded: false, cause: received });
      return event.id;
    },
    fire(ruleName, time = clock.now()) {
      const scheduled = [...running.values()].filter(({ rule }) => rule.schedule !== undefined);
      const found = scheduled.find(({ rule }) => rule.name === ruleName);
      if (found === undefined) {
        const known = scheduled.map(({ rule }) => rule.name).join(', ') || 'none';
        throw new Error(`no such schedule: ${ruleName}; known: ${known}`);
      }
      fire(found, time);
    },
    stop() {
      for (const { cancel } of running.values()) cancel();
    },
  };
}

/** Returns a platform's EventBridge emulator. */
export const eventBusesOf = perPlatform(createEventBuses);
