import { z } from 'zod';
import {
  ArchitectureMap,
  Credentials,
  Device,
  Devices,
  Done,
  Events,
  Messages,
  Monitor,
  Monitors,
  PayloadContent,
  PermissionAnswer,
  PermissionQuestion,
  Platform,
  Publication,
  Published,
  Replay,
  Replayed,
  Resource,
  RuleTrial,
  RuleTrialResult,
  Shadow,
  ShadowChange,
  Simulation,
  Topics,
  Trace,
  Traces,
  WhatIf,
  WhatIfResult,
} from './contract';

/** Operation of the console's API. Parameters in the path and the query are strings. */
export interface Operation {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Path below `/_console/api/v1`, with parameters in braces. */
  readonly path: string;
  readonly summary: string;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly response: z.ZodType;
  /** Whether the operation changes the platform; such operations are denied by --console-read-only. */
  readonly changes?: boolean;
}

const limit = z.coerce.number().int().min(1).max(1_000);
const id = z.coerce.number().int().min(0);

export const EventQuery = z.object({
  thing: z.string().optional(),
  text: z.string().max(256).optional(),
  kind: z.string().optional(),
  resource: z.string().optional(),
  failed: z.stringbool().optional(),
  before: id.optional(),
  limit: limit.default(100),
});

/** Operations of the console's API, by name. */
export const operations = {
  getPlatform: { method: 'GET', path: '/platform', summary: 'State of the platform', response: Platform },
  getMap: { method: 'GET', path: '/map', summary: 'Architecture of the stacks', response: ArchitectureMap },
  getResource: {
    method: 'GET',
    path: '/resources/{address}',
    summary: 'Resource with its policies, monitors and newest events',
    response: Resource,
  },
  listEvents: { method: 'GET', path: '/events', summary: 'Newest events', query: EventQuery, response: Events },
  listTraces: { method: 'GET', path: '/traces', summary: 'Newest traces', query: EventQuery, response: Traces },
  getTrace: { method: 'GET', path: '/traces/{trace}', summary: 'Events of a trace', response: Trace },
  getPayload: { method: 'GET', path: '/payloads/{ref}', summary: 'Recorded payload', response: PayloadContent },
  replay: {
    method: 'POST',
    path: '/replays',
    summary: 'Repeats a message, an invocation or a dead letter',
    body: Replay,
    response: Replayed,
    changes: true,
  },
  listDevices: {
    method: 'GET',
    path: '/devices',
    summary: 'Things that match a fleet index query',
    query: z.object({ query: z.string().max(1_000).optional(), limit: limit.default(100) }),
    response: Devices,
  },
  getDevice: { method: 'GET', path: '/devices/{thing}', summary: 'Thing with shadows and events', response: Device },
  updateShadow: {
    method: 'POST',
    path: '/devices/{thing}/shadow',
    summary: 'Changes the desired state of a shadow',
    body: ShadowChange,
    response: Shadow,
    changes: true,
  },
  checkPermission: {
    method: 'POST',
    path: '/devices/{thing}/permissions',
    summary: 'Decides whether a device may perform an action',
    body: PermissionQuestion,
    response: PermissionAnswer,
  },
  disconnect: {
    method: 'POST',
    path: '/devices/{thing}/disconnect',
    summary: 'Closes the connection of a device',
    response: Done,
    changes: true,
  },
  getCredentials: {
    method: 'POST',
    path: '/devices/{thing}/credentials',
    summary: 'Certificate and private key of a device',
    response: Credentials,
    changes: true,
  },
  startSimulation: {
    method: 'POST',
    path: '/devices/{thing}/simulation',
    summary: 'Starts a simulated device, which connects over MQTT and publishes a message repeatedly',
    body: Simulation,
    response: Done,
    changes: true,
  },
  stopSimulation: {
    method: 'DELETE',
    path: '/devices/{thing}/simulation',
    summary: 'Stops a simulated device',
    response: Done,
    changes: true,
  },
  listTopics: { method: 'GET', path: '/topics', summary: 'Topics with rates and sizes', response: Topics },
  listMessages: {
    method: 'GET',
    path: '/messages',
    summary: 'Last messages whose topic matches a filter, newest first',
    query: z.object({ filter: z.string().min(1).max(256), limit: limit.default(100) }),
    response: Messages,
  },
  listRetained: { method: 'GET', path: '/retained-messages', summary: 'Retained messages', response: Messages },
  publish: {
    method: 'POST',
    path: '/messages',
    summary: 'Publishes a message',
    body: Publication,
    response: Published,
    changes: true,
  },
  tryRule: {
    method: 'POST',
    path: '/rule-trials',
    summary: 'Evaluates rule SQL on the last hundred messages of a topic',
    body: RuleTrial,
    response: RuleTrialResult,
  },
  listMonitors: { method: 'GET', path: '/monitors', summary: 'Monitors with their states', response: Monitors },
  getMonitor: { method: 'GET', path: '/monitors/{id}', summary: 'Monitor with its timeline', response: Monitor },
  whatIf: {
    method: 'POST',
    path: '/monitors/{id}/what-if',
    summary: 'Evaluates a changed monitor on the recorded metrics',
    body: WhatIf,
    response: WhatIfResult,
  },
} as const satisfies Readonly<Record<string, Operation>>;

export type OperationName = keyof typeof operations;
