import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import { compile, explainWhere, explanation, jsonText, messageOf, SqlError, tryRule } from '@himeshima/iot';
import type { z } from 'zod';
import { buildMap } from '../architecture-map';
import { deviceFiles } from '../certificates/device-certificates';
import { AwsError } from '../gateway/service-api';
import { rejectInvalidTopic, rejectLargePayload } from '../iot/data-plane/iot-data-api';
import { checkHeaders, limitExpiry } from '../iot/data-plane/mqtt5-over-http';
import type { RunningPlatform } from '../running-platform';
import { type ConsoleEvent, consoleEvent, noticeText, payloadContent, textOrBase64 } from './console-event';
import type { Platform, Publication, Push, RuleTrial, RuleTrialResult, Simulation } from './contract';
import { createDeviceViews } from './device-views';
import type { EventFilter, EventLog, RecordedEvent } from './event-log';
import { parseReference } from './event-model';
import { type MessageHistory, messageProperties } from './message-history';
import { createMonitorViews } from './monitor-views';
import type { Operation, OperationName, operations } from './operations';
import type { PayloadStore } from './payload-store';
import { createPlatformResources } from './platform-resources';
import { replay } from './replay';
import { type SimulatedDevice, startSimulatedDevice } from './simulated-device';
import { explainSkippedRule } from './skipped-rule';
import { summarizeTrace } from './trace-summary';

type QueryOf<Named extends Operation> = Named extends { query: infer Query extends z.ZodType }
  ? z.output<Query>
  : undefined;
type BodyOf<Named extends Operation> = Named extends { body: infer Body extends z.ZodType }
  ? z.output<Body>
  : undefined;

/** Parsed request: parameters of the path, query and body. */
interface Request<Named extends Operation> {
  readonly path: Readonly<Record<string, string>>;
  readonly query: QueryOf<Named>;
  readonly body: BodyOf<Named>;
}

/** Handler of each operation. A handler throws an AwsError for a request that cannot be answered. */
export type Handlers = {
  readonly [Name in OperationName]: (
    request: Request<(typeof operations)[Name]>,
  ) => z.input<(typeof operations)[Name]['response']> | Promise<z.input<(typeof operations)[Name]['response']>>;
};

export interface ConsoleSources {
  readonly platform: RunningPlatform;
  readonly title: string;
  /** The platform's folder, which contains the devices' keys. */
  readonly directory: string;
  /** Folder of the project, which contains the source of the monitors. */
  readonly project: string;
  /** Evaluation delay that the local runtime uses for every monitor. */
  readonly evaluationDelaySeconds: number;
  readonly endpoints: Readonly<Record<string, string>>;
  readonly readOnly: boolean;
  readonly log: EventLog;
  readonly payloads: PayloadStore;
  readonly messages: MessageHistory;
  readonly capacity: number;
  isThing(name: string): boolean;
}

export interface ConsoleHandlers {
  readonly handlers: Handlers;
  /** Returns a new event as JSON for the stream. */
  toNotice(recorded: RecordedEvent): string;
  /** Returns the state of the clock and of the recording. Called for every push, so it reads no files. */
  recording(): z.infer<typeof Push>['platform'];
  /** Stops the simulated devices. */
  close(): void;
}

const shownThings = 8;
const maxTrialMessages = 100;
const maxTraceEvents = 5_000;

const number = (text: string | undefined): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new AwsError('ValidationException', `invalid number "${text}"`);
  return value;
};

const notFound = (what: string) => new AwsError('ResourceNotFoundException', `${what} not found`, 404);

/** Creates the handlers of the console's API. */
export function createConsoleHandlers(sources: ConsoleSources): ConsoleHandlers {
  const { platform, directory, log, payloads, messages, isThing } = sources;
  const { parts, clock, applied } = platform;
  const resources = createPlatformResources(platform);
  const simulations = new Map<string, SimulatedDevice>();
  const starting = new Set<string>();

  const names = { addressOf: resources.addressOf, isThing };
  const toEvent = (recorded: RecordedEvent) => consoleEvent(recorded, names);
  const causeOf = ({ event }: RecordedEvent) => (event.cause === undefined ? undefined : log.find(event.cause));
  /** Returns the events that contributed to an alert. */
  const contributors = (links: readonly number[]) =>
    links.flatMap((link) => {
      const found = log.find(link);
      if (found === undefined) return [];
      const { id, trace, at, title, details } = toEvent(found);
      return [{ id, trace, at, title: [title, ...details.slice(0, 1)].join(' · ') }];
    });
  const explained = (recorded: RecordedEvent): ConsoleEvent => {
    const event = toEvent(recorded);
    if (event.kind === 'monitor') return { ...event, contributors: contributors(event.links) };
    if (event.kind !== 'rule-skipped') return event;
    return { ...event, below: [...explainSkippedRule(recorded, { rules: parts.rules, payloads, causeOf })] };
  };
  const search = (filter: EventFilter, most: number) => log.search(filter, { most });
  /** Replaces a resource's address with its type and name, which the log uses to find its events. */
  const filterOf = ({ resource, ...filter }: EventFilter): EventFilter =>
    resource === undefined ? filter : { ...filter, resource: resources.nameOf(resource) ?? resource };

  const devices = createDeviceViews({
    parts,
    directory,
    search,
    toEvent,
    simulationOf: (thing) => simulations.get(thing),
  });
  const monitors = createMonitorViews({
    parts,
    project: sources.project,
    evaluationDelaySeconds: sources.evaluationDelaySeconds,
    search,
    placeOf: (id) => resources.placeOf(`datadog_monitor.${id}`),
  });

  const recordingState = (): z.infer<typeof Push>['platform'] => {
    const { failure, ...usage } = payloads.usage();
    return {
      clock: { now: new Date(clock.now()).toISOString(), speed: clock.speed },
      events: { ...log.counts(), capacity: sources.capacity },
      payloads: { ...usage, ...(failure !== undefined && { failure }) },
    };
  };

  const platformState = (): z.infer<typeof Platform> => {
    const things = parts.registry.things().filter((thing) => existsSync(deviceFiles(directory, thing).key));
    return {
      ...recordingState(),
      title: sources.title,
      directory: relative(process.cwd(), directory) || '.',
      resources: applied.resources,
      monitors: applied.monitors,
      endpoints: { ...sources.endpoints },
      readOnly: sources.readOnly,
      things: things.slice(0, shownThings),
    };
  };

  const startSimulation = async (thing: string, simulation: z.output<typeof Simulation>) => {
    if (simulations.has(thing) || starting.has(thing))
      throw new AwsError('ConflictException', `a simulated device for ${thing} is running; stop it first`, 409);
    const { certificate, privateKey, ca } = devices.credentials(thing);
    const connection = { port: platform.mqttPort, clientId: thing, key: privateKey, certificate, ca };
    starting.add(thing);
    try {
      const started = await startSimulatedDevice(connection, simulation, {
        clock,
        ended: () => void simulations.delete(thing),
      });
      simulations.set(thing, started);
    } finally {
      starting.delete(thing);
    }
  };

  const publish = ({
    topic,
    payload,
    encoding,
    qos,
    retain,
    properties: { messageExpiry, ...properties },
  }: z.output<typeof Publication>) => {
    rejectInvalidTopic(topic);
    const headers = checkHeaders(properties);
    const bytes = Buffer.from(payload, encoding === 'base64' ? 'base64' : 'utf8');
    rejectLargePayload(bytes);
    const context = { payloads: [{ label: 'message', read: () => bytes }] } as const;
    const event = { kind: 'published', topic, bytes: bytes.byteLength, from: 'console' } as const;
    const trace = parts.bus.emit(event, undefined, undefined, context);
    const expiry = messageExpiry === undefined ? {} : { messageExpiry: limitExpiry(messageExpiry) };
    parts.messages.publish({ topic, payload: bytes, qos, retain, headers, ...expiry, cause: trace });
    return { trace };
  };

  return {
    toNotice: (recorded) => noticeText(recorded, names),
    recording: recordingState,
    close() {
      for (const simulation of simulations.values()) simulation.stop();
    },
    handlers: {
      getPlatform: platformState,
      getMap: () => {
        const { nodes, edges } = buildMap(resources.blocks());
        return {
          nodes: nodes.map(({ slice, monitors: watching, ...node }) => ({
            ...node,
            ...(slice !== undefined && { slice }),
            monitors: [...watching],
          })),
          edges: [...edges],
        };
      },
      getResource({ path: { address = '' } }) {
        const found = resources.find(address);
        if (found === undefined) throw notFound(`Resource ${address}`);
        const place = resources.placeOf(address);
        const node = buildMap(resources.blocks()).nodes.find(({ id }) => id === address);
        return {
          address,
          type: found.block.type,
          name: found.block.name,
          ...(place !== undefined && { place }),
          attributes: found.attributes,
          policies: [...resources.policiesOf(found)],
          monitors: [...(node?.monitors ?? [])],
          events: search(filterOf({ resource: address }), 20).map(toEvent),
        };
      },
      listEvents: ({ query: { before, limit, ...filter } }) => ({
        events: log.search(filterOf(filter), { before, most: limit }).map(toEvent),
      }),
      listTraces({ query: { before, limit, ...filter } }) {
        const found = log.traces(filterOf(filter), { before, most: limit });
        const last = found.at(-1);
        return {
          traces: found.flatMap((trace) => summarizeTrace(trace, log.trace(trace), isThing) ?? []),
          ...(found.length === limit && last !== undefined && { before: last }),
        };
      },
      getTrace({ path: { trace } }) {
        const events = log.trace(number(trace));
        if (events.length === 0) throw notFound(`Trace ${trace}`);
        const shown = events.slice(0, maxTraceEvents);
        return { trace: number(trace), events: shown.map(explained), leftOut: events.length - shown.length };
      },
      getPayload({ path: { ref = '' } }) {
        const found = parseReference(ref);
        const place = found && log.find(found.id)?.payloads[found.index]?.place;
        const content = place && payloads.read(place);
        if (place === undefined || content === undefined)
          throw new AwsError('ResourceNotFoundException', 'this payload was deleted to make room for newer ones', 404);
        return payloadContent(content, place);
      },
      replay({ body: { event } }) {
        const recorded = log.find(event);
        if (recorded === undefined) throw notFound(`Event ${event}`);
        return replay(recorded, payloads, parts);
      },
      listDevices: ({ query: { query, limit } }) => devices.list(query, limit),
      getDevice: ({ path: { thing = '' } }) => devices.get(thing),
      updateShadow: ({ path: { thing = '' }, body }) => devices.updateShadow(thing, body),
      checkPermission: ({ path: { thing = '' }, body }) => devices.checkPermission(thing, body),
      disconnect({ path: { thing = '' } }) {
        devices.disconnect(thing);
        return { done: true };
      },
      getCredentials: ({ path: { thing = '' } }) => devices.credentials(thing),
      async startSimulation({ path: { thing = '' }, body }) {
        await startSimulation(thing, body);
        return { done: true };
      },
      stopSimulation({ path: { thing = '' } }) {
        const running = simulations.get(thing);
        if (running === undefined) throw notFound(`A simulated device for ${thing}`);
        running.stop();
        return { done: true };
      },
      listTopics: () => messages.topics(),
      listMessages: ({ query: { filter, limit } }) => ({ messages: messages.list(filter, limit) }),
      listRetained: () => ({
        messages: parts.retained.list().map(({ topic, payload, qos, lastModifiedTime, headers }) => ({
          topic,
          at: new Date(lastModifiedTime).toISOString(),
          bytes: payload.byteLength,
          qos,
          retain: true,
          ...textOrBase64(payload),
          ...messageProperties({ headers }),
        })),
      }),
      publish: ({ body }) => publish(body),
      tryRule: ({ body }) => ruleTrial(body, messages),
      listMonitors: monitors.list,
      getMonitor: ({ path: { id = '' } }) => monitors.get(id),
      whatIf: ({ path: { id = '' }, body }) => monitors.whatIf(id, body),
    },
  };
}

/** Evaluates a rule on the newest messages that match its topic filter. */
function ruleTrial(
  { sql, version, topic }: z.output<typeof RuleTrial>,
  messages: Pick<MessageHistory, 'payloads'>,
): z.input<typeof RuleTrialResult> {
  try {
    const rule = compile(sql, { version });
    const filter = topic ?? rule.filter ?? '#';
    return {
      results: messages.payloads(filter, maxTrialMessages).map(({ message, payload, fields }) => {
        const { matched, output } = tryRule({ sql, version, payload, ...fields });
        const text = output instanceof Uint8Array ? `${output.byteLength} bytes` : jsonText(output);
        const explained = matched ? undefined : explainWhere(sql, messageOf(rule, { payload, ...fields }), { version });
        return {
          message,
          matched,
          ...(matched && text !== undefined && { output: text }),
          why: explained === undefined ? [] : [...explanation(explained)],
        };
      }),
    };
  } catch (error) {
    if (error instanceof SqlError) return { error: error.message, results: [] };
    throw error;
  }
}
