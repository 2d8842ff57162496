import type { components, operations } from './schema';

/** Name of an operation of the API. */
export type OperationName = keyof operations;

type Schemas = components['schemas'];
export type Alert = Schemas['Alert'];
export type ArchitectureMap = Schemas['ArchitectureMap'];
export type Decision = Schemas['Decision'];
export type Device = Schemas['Device'];
export type DeviceSummary = Schemas['DeviceSummary'];
export type EventNotice = Schemas['EventNotice'];
export type MapEdge = Schemas['MapEdge'];
export type MapNode = Schemas['MapNode'];
export type Message = Schemas['Message'];
export type Monitor = Schemas['Monitor'];
export type MonitorSummary = Schemas['MonitorSummary'];
export type Payload = Schemas['Payload'];
export type PayloadContent = Schemas['PayloadContent'];
export type Platform = Schemas['Platform'];
export type PlatformEvent = Schemas['Event'];
export type Push = Schemas['Push'];
export type Series = Schemas['Series'];
export type Shadow = Schemas['Shadow'];
export type Timeline = Schemas['Timeline'];
export type TraceSummary = Schemas['TraceSummary'];
export type WhatIfResult = Schemas['WhatIfResult'];

/** Method and path of each operation, with parameters in braces. */
export const routes = {
  getPlatform: ['GET', '/platform'],
  getMap: ['GET', '/map'],
  getResource: ['GET', '/resources/{address}'],
  listEvents: ['GET', '/events'],
  listTraces: ['GET', '/traces'],
  getTrace: ['GET', '/traces/{trace}'],
  getPayload: ['GET', '/payloads/{ref}'],
  replay: ['POST', '/replays'],
  listDevices: ['GET', '/devices'],
  getDevice: ['GET', '/devices/{thing}'],
  updateShadow: ['POST', '/devices/{thing}/shadow'],
  checkPermission: ['POST', '/devices/{thing}/permissions'],
  disconnect: ['POST', '/devices/{thing}/disconnect'],
  getCredentials: ['POST', '/devices/{thing}/credentials'],
  startSimulation: ['POST', '/devices/{thing}/simulation'],
  stopSimulation: ['DELETE', '/devices/{thing}/simulation'],
  listTopics: ['GET', '/topics'],
  listMessages: ['GET', '/messages'],
  listRetained: ['GET', '/retained-messages'],
  publish: ['POST', '/messages'],
  tryRule: ['POST', '/rule-trials'],
  listMonitors: ['GET', '/monitors'],
  getMonitor: ['GET', '/monitors/{id}'],
  whatIf: ['POST', '/monitors/{id}/what-if'],
} as const satisfies Readonly<Record<OperationName, readonly ['GET' | 'POST' | 'DELETE', string]>>;

/** Parameters as they are passed: numbers and booleans are converted to text, undefined values are left out. */
type Values<Parameters> = { [Key in keyof Parameters]: Parameters[Key] | number | boolean | undefined };

/** Parameters of the path and the query, and the body, of an operation. */
export type Input<Name extends OperationName> = {
  [Key in keyof Pick<operations[Name]['parameters'], 'path' | 'query'>]: Values<operations[Name]['parameters'][Key]>;
} & (operations[Name] extends { requestBody: { content: { 'application/json': infer Body } } }
  ? { body: Body }
  : { body?: never });

/** Input of an operation; can be left out if the operation requires no parameters. */
export type InputArguments<Name extends OperationName> =
  Partial<Input<Name>> extends Input<Name> ? [input?: Input<Name>] : [input: Input<Name>];

/** Successful response of an operation. */
export type Answer<Name extends OperationName> = operations[Name]['responses'][200]['content']['application/json'];
