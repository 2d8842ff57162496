import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Part } from './generate-part';
import { monitorPart } from './monitor-part';
import { requireKebabCase } from './names';
import { operationParts } from './operation-part';
import { replacementsFor } from './placeholders';

/** Component that the user requests. */
export interface Request {
  readonly name: string;
  /** Folder of the platform. */
  readonly root: string;
  /** Folder of the blueprints, with a subfolder for each kind. */
  readonly blueprints: string;
  /** Values of the kind's options, by name. */
  readonly options: Readonly<Record<string, string | undefined>>;
}

/** Kind of component, which is an argument of the command. */
export interface Kind {
  readonly kind: string;
  readonly summary: string;
  /** Name and options of an example. */
  readonly example: string;
  /** Flags and description of each option. */
  readonly options?: readonly (readonly [flags: string, description: string])[];
  /** @throws one-line Error if the name or an option is invalid */
  parts(request: Request): readonly Part[];
}

/** Returns the component of a kind without options. */
function namedPart(kind: string, { name, blueprints }: Request): Part {
  requireKebabCase(name, kind);
  return { blueprint: join(blueprints, kind), replacements: replacementsFor(name) };
}

export const kinds: readonly Kind[] = [
  {
    kind: 'device',
    summary:
      'Adds a kind of device: topic and message, function, table, rule, permission to publish, and an example thing.',
    example: 'door',
    parts: (request) => [namedPart('device', request)],
  },
  {
    kind: 'sensor',
    summary: 'Adds a kind of sensor, which publishes to Sensor/KIND/ROOM: rule, function, table, and an example thing.',
    example: 'window',
    parts: (request) => [...sharedSensors(request), namedPart('sensor', request)],
  },
  {
    kind: 'function',
    summary: 'Adds a function that a rule invokes and that writes to a table.',
    example: 'count-restarts',
    parts: (request) => [namedPart('function', request)],
  },
  {
    kind: 'operation',
    summary:
      'Adds an operation on devices to the REST API: its specification, implementation and test. With the first operation, it also creates the API.',
    example: "nameDevice --method put --path '/devices/{thing}/name'",
    options: [
      ['--method <name>', 'get, put, post or delete (default: get)'],
      ['--path <path>', 'path below a device (default: /devices/{thing}/, followed by the name without its verb)'],
    ],
    parts: ({ options, ...request }) =>
      operationParts({ ...request, method: options['method'], path: options['path'] }),
  },
  {
    kind: 'monitor',
    summary: 'Adds a Datadog monitor with its tests and its runbook.',
    example: 'function-slow --service lambda --metric aws.lambda.duration.maximum',
    options: [
      ['--service <name>', 'file in monitors/, without .ts; a new name creates the file (default: lambda)'],
      ['--metric <name>', 'metric to watch (default: the usual metric of the service)'],
    ],
    parts: ({ options, ...request }) => [
      monitorPart({ ...request, service: options['service'], metric: options['metric'] }),
    ],
  },
];

/** Returns the component with the device kind that all sensors share; empty if the platform already has this component. */
function sharedSensors({ root, blueprints }: Request): readonly Part[] {
  const blueprint = join(blueprints, 'sensors');
  const isDeclared = existsSync(join(root, 'stacks', 'features', 'sensors.ts'));
  return isDeclared || !existsSync(blueprint) ? [] : [{ blueprint, replacements: replacementsFor('sensor') }];
}
