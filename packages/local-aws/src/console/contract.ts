import { z } from 'zod';

/** Version of the console's API, which is part of every path: `/_console/api/v1`. */
export const apiVersion = 'v1';

const Moment = z.iso.datetime().describe('platform time');
const Address = z.string().describe('Terraform address, such as aws_lambda_function.power-on');

const Tone = z.enum(['plain', 'good', 'bad', 'quiet', 'loud']);

export const Payload = z
  .object({
    label: z.enum(['message', 'document', 'output', 'event', 'result', 'item', 'request', 'response', 'record', 'log']),
    ref: z.string().describe('reference for GET /payloads/{ref}'),
    bytes: z.int(),
  })
  .describe('recorded payload');

export const Decision = z.object({
  outcome: z.enum(['allowed', 'denied', 'matched', 'not matched']),
  reason: z.string().optional(),
  statement: z.string().optional().describe('deciding statement, or the missing statement as JSON'),
});

export const Event = z
  .object({
    id: z.int(),
    cause: z.int().optional(),
    trace: z.int().describe('ID of the first event in the chain of causes'),
    at: Moment,
    kind: z.string(),
    symbol: z.string(),
    tone: Tone,
    title: z.string(),
    details: z.array(z.string()),
    below: z
      .array(z.string())
      .describe(
        'text of a notification; in a trace, also the values in the WHERE clause of a rule that skipped the message',
      ),
    thing: z.string().optional(),
    resource: Address.optional(),
    decision: Decision.optional(),
    failed: z.boolean(),
    milliseconds: z.number().optional(),
    requestId: z.string().optional(),
    payloads: z.array(Payload),
    replayable: z.boolean(),
    links: z.array(z.int()).describe('events of other traces that contributed to this event'),
    contributors: z
      .array(z.object({ id: z.int(), trace: z.int(), at: Moment, title: z.string() }))
      .optional()
      .describe('in a trace: the events that are linked to an alert and still recorded'),
    stream: z.string().optional().describe('name of the stream or queue of a batch'),
  })
  .describe('event of the platform');

export const EventNotice = Event.pick({
  id: true,
  cause: true,
  trace: true,
  kind: true,
  thing: true,
  resource: true,
  failed: true,
  links: true,
  stream: true,
}).describe('new event; GET /traces/{trace} returns its texts and payloads');

export const Platform = z.object({
  title: z.string(),
  directory: z.string().describe('folder of the platform, relative to the working directory of the process'),
  resources: z.int(),
  monitors: z.int(),
  endpoints: z.record(z.string(), z.string()),
  clock: z.object({ now: Moment, speed: z.number() }),
  readOnly: z.boolean(),
  events: z.object({
    recorded: z.int(),
    leftOut: z.int().describe('events that were not recorded, because there were too many in one second'),
    capacity: z.int(),
  }),
  payloads: z.object({
    bytes: z.int(),
    limit: z.int(),
    dropped: z.int(),
    failure: z.string().optional().describe('reason why payloads are not recorded anymore'),
  }),
  things: z.array(z.string()).describe('the first things in the registry, with a device certificate'),
});

export const MapNode = z.object({
  id: z.string().describe('address, or the name of a node that is not a resource: devices, people, shadow, logs'),
  kind: z.string(),
  label: z.string(),
  slice: z.string().optional(),
  monitors: z.array(z.string()),
});
export const MapEdge = z.object({
  from: z.string(),
  to: z.string(),
  flow: z.enum(['there', 'back', 'both']),
  label: z.string().optional(),
  what: z.enum(['data', 'failure', 'watch']),
});
export const ArchitectureMap = z.object({ nodes: z.array(MapNode), edges: z.array(MapEdge) });

export const Resource = z.object({
  address: Address,
  type: z.string(),
  name: z.string(),
  place: z.string().optional().describe('source file and line'),
  attributes: z.record(z.string(), z.unknown()),
  policies: z.array(z.object({ name: z.string(), document: z.unknown() })),
  monitors: z.array(z.string()),
  events: z.array(Event),
});

export const TraceSummary = z.object({
  trace: z.int(),
  at: Moment,
  symbol: z.string(),
  tone: Tone,
  title: z.string(),
  details: z.array(z.string()),
  thing: z.string().optional(),
  events: z.int(),
  failed: z.boolean(),
  denied: z.boolean(),
  resources: z.array(z.string()),
});
export const Traces = z.object({
  traces: z.array(TraceSummary),
  before: z.int().optional().describe('trace to continue with, for the next page'),
});
export const Trace = z.object({
  trace: z.int(),
  events: z.array(Event).describe('the first 5,000 events'),
  leftOut: z.int().describe('number of further events'),
});
export const Events = z.object({ events: z.array(Event) });

export const PayloadContent = z.object({
  bytes: z.int(),
  truncated: z.boolean(),
  text: z.string().optional().describe('the payload, if it is UTF-8'),
  base64: z.string().optional().describe('the payload, if it is not UTF-8'),
});

export const Replay = z.object({ event: z.int() });
export const Replayed = z.object({ trace: z.int(), what: z.string() });

export const DeviceSummary = z.object({
  thing: z.string(),
  type: z.string().optional(),
  groups: z.array(z.string()),
  connected: z.boolean(),
  lastSeen: Moment.optional(),
  disconnectReason: z.string().optional(),
  certificateExpiry: Moment.optional(),
});
export const Devices = z.object({ devices: z.array(DeviceSummary), total: z.int() });

export const Shadow = z.object({
  name: z.string().optional().describe('missing for the classic shadow'),
  version: z.int(),
  desired: z.unknown().optional(),
  reported: z.unknown().optional(),
  delta: z.unknown().optional(),
  history: z.array(Event),
});
export const Device = DeviceSummary.extend({
  attributes: z.record(z.string(), z.string()),
  certificates: z.array(
    z.object({ id: z.string(), status: z.string(), expiry: Moment, policies: z.array(z.string()) }),
  ),
  shadows: z.array(Shadow),
  topics: z.array(z.object({ topic: z.string(), messages: z.int(), last: Moment })),
  quotas: z.array(
    z.object({
      name: z.string(),
      limit: z.string(),
      used: z
        .string()
        .optional()
        .describe('current usage; missing if the device is not connected or it is not counted'),
      throttled: z.int(),
    }),
  ),
  hasCredentials: z.boolean().describe('whether the private key is in the platform folder'),
  simulation: z.object({ topic: z.string(), seconds: z.number(), sent: z.int() }).optional(),
  events: z.array(Event),
});
export const ShadowChange = z.object({
  name: z.string().optional(),
  desired: z.unknown(),
  version: z.int().optional(),
});
export const PermissionQuestion = z.object({
  action: z.enum(['iot:Connect', 'iot:Publish', 'iot:Subscribe', 'iot:Receive', 'iot:RetainPublish']),
  resource: z.string().describe('topic, topic filter or client ID'),
});
export const PermissionAnswer = z.object({
  allowed: z.boolean(),
  arn: z.string(),
  reason: z.string(),
  statement: z.string().optional(),
  policies: z.array(z.string()),
});
export const Credentials = z.object({ certificate: z.string(), privateKey: z.string(), ca: z.string() });
export const Simulation = z.object({
  topic: z.string().min(1).max(256),
  payload: z.string().max(131_072),
  seconds: z.number().min(0.1).max(3_600),
});

export const MessageProperties = z
  .object({
    contentType: z.string().optional(),
    responseTopic: z.string().optional(),
    correlationData: z.base64().optional().describe('base64'),
    payloadFormatIndicator: z.enum(['UNSPECIFIED_BYTES', 'UTF8_DATA']).optional(),
    messageExpiry: z.int().min(1).optional().describe('seconds; at most a week'),
    userProperties: z
      .array(z.tuple([z.string(), z.string()]))
      .max(20)
      .optional()
      .describe('names and values in order; a name may occur repeatedly'),
  })
  .describe('MQTT 5 properties of a message');
export const Message = z.object({
  topic: z.string(),
  at: Moment,
  bytes: z.int(),
  from: z.string().optional(),
  qos: z.int(),
  retain: z.boolean(),
  text: z.string().optional(),
  base64: z.string().optional(),
  properties: MessageProperties.extend({
    userProperties: z.array(z.tuple([z.string(), z.string()])).optional(),
  }).optional(),
  trace: z.int().optional(),
});
export const Topics = z.object({
  topics: z.array(
    z.object({ topic: z.string(), messages: z.int(), bytes: z.int(), perMinute: z.number(), last: Moment }),
  ),
  dropped: z.int().describe('topics that are not listed, because there are too many'),
});
export const Messages = z.object({ messages: z.array(Message) });
export const Publication = z.object({
  topic: z.string().min(1).max(256),
  // 128 KiB in base64
  payload: z.string().max(174_764),
  encoding: z.enum(['text', 'base64']).default('text'),
  qos: z.union([z.literal(0), z.literal(1)]).default(0),
  retain: z.boolean().default(false),
  properties: MessageProperties.default({}),
});
export const Published = z.object({ trace: z.int() });
export const RuleTrial = z.object({
  sql: z.string().max(262_144),
  version: z.enum(['2015-10-08', '2016-03-23', 'beta']).default('2016-03-23'),
  topic: z.string().optional().describe('topic filter of the messages; the default is the filter in the FROM clause'),
});
export const RuleTrialResult = z.object({
  error: z.string().optional().describe('reason why the statement is invalid'),
  results: z.array(
    z.object({
      message: Message,
      matched: z.boolean(),
      output: z.string().optional(),
      why: z.array(z.string()).describe('values of the expressions in the WHERE clause, if the rule does not match'),
    }),
  ),
});

export const MonitorState = z.object({ group: z.string(), state: z.string() });
export const MonitorSummary = z.object({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  severity: z.string(),
  state: z.string().describe('the worst state of all groups'),
  groups: z.array(MonitorState),
  handles: z.array(z.string()),
  unsupported: z.string().optional().describe('reason why the monitor is not evaluated locally'),
});
export const Monitors = z.object({ monitors: z.array(MonitorSummary) });

export const Alert = z.object({ group: z.string(), from: Moment, to: Moment.optional(), value: z.number().optional() });
export const Series = z.object({
  group: z.string(),
  points: z.array(z.tuple([z.int(), z.number().nullable()])).describe('minutes since the epoch, and values'),
  states: z.array(z.tuple([z.int(), z.string()])).describe('minutes at which the state changes, and the new state'),
});
export const Timeline = z.object({
  from: z.int().describe('first minute since the epoch'),
  to: z.int(),
  threshold: z.number().optional(),
  warning: z.number().optional(),
  series: z.array(Series).describe('values and states by group; a composite has no values'),
  members: z
    .array(Series.pick({ group: true, states: true }).extend({ id: z.string() }))
    .describe('states of the members of a composite, by group'),
  alerts: z.array(Alert),
  assumed: z.array(z.string()),
  reason: z.string().optional().describe('reason why there is no timeline'),
});
export const Monitor = MonitorSummary.extend({
  query: z.string(),
  prose: z.array(z.object({ topic: z.string(), text: z.string() })),
  message: z.string(),
  notification: z
    .object({ title: z.string(), text: z.string(), trace: z.int() })
    .optional()
    .describe('the last notification'),
  place: z.string().optional(),
  tests: z.array(z.string()).describe('test files that mention the monitor'),
  members: z
    .array(MonitorSummary.pick({ id: true, name: true, state: true }))
    .describe('members of a composite monitor'),
  budget: z
    .object({ target: z.number(), days: z.int(), good: z.number(), total: z.number(), remainingPercent: z.number() })
    .optional()
    .describe('error budget of the SLO, from locally recorded metrics'),
  adjustable: z.object({
    threshold: z.number().optional(),
    windowMinutes: z.int().optional(),
    delaySeconds: z.int().optional(),
  }),
  fixed: z.string().optional().describe('reason why no value can be changed'),
  timeline: Timeline,
});
export const WhatIf = z.object({
  threshold: z.number().optional(),
  windowMinutes: z.int().min(1).max(2_880).optional(),
  delaySeconds: z.int().min(0).max(86_400).optional(),
});
export const WhatIfResult = z.object({
  query: z.string(),
  timeline: Timeline,
  added: z.array(Alert),
  removed: z.array(Alert),
  diff: z.string().describe('change of the source entry or, without source, of the definition, as a unified diff'),
  place: z.string().optional(),
  reason: z.string().optional().describe('reason why the change cannot be evaluated'),
});

export const Done = z.object({ done: z.literal(true) });
export const ErrorAnswer = z.object({ message: z.string() });

/** First message of a WebSocket client. */
export const Hello = z.object({
  token: z.string(),
  after: z.int().optional().describe('`sequence` of the last push: events that were recorded later are sent'),
});
/** Further messages of a WebSocket client: the topic filters whose messages it receives. */
export const Subscribe = z.object({ subscribe: z.array(z.string().max(256)).max(8) });
/** Messages to a WebSocket client, at most ten per second. */
export const Push = z.object({
  events: z.array(EventNotice),
  messages: z.array(Message),
  skipped: z.int().describe('number of events that were not sent, because there were too many'),
  sequence: z.int().describe('number of events that were recorded before this push'),
  platform: Platform.pick({ clock: true, events: true, payloads: true }),
});
