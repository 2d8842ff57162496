import { z } from 'zod';
import { fieldsOf, json, parseBody, type Route } from '../../gateway/json-api';
import { AwsError, type AwsRequest } from '../../gateway/service-api';
import { validationMessage } from '../../gateway/validation-message';
import type { PlatformServices } from '../../services';
import type { Certificate, Identity, Thing, ThingGroup, ThingType } from '../registry/thing-registry';

/** Services on which AWS IoT's control plane depends. */
export type ControlParts = Pick<
  PlatformServices,
  | 'registry'
  | 'provisioning'
  | 'rules'
  | 'ruleDestinations'
  | 'fleetIndex'
  | 'audit'
  | 'authorizer'
  | 'authority'
  | 'broker'
  | 'lambda'
  | 'bus'
  | 'clock'
  | 'place'
  | 'store'
>;

export const jsonResponse = (value: object = {}) => json(value, 200, 'application/json');
export const notFound = (what: string) => new AwsError('ResourceNotFoundException', `${what} not found`, 404);
export const invalidRequest = (reason: string) => new AwsError('InvalidRequestException', reason);

/** Schema for a Boolean query parameter. */
export const Flag = z.enum(['true', 'false']).default('false');

/** Schema for the order of a list. Lists are in descending order by default. Source: API reference, "ListPolicies". */
export const Order = z.object({ isAscendingOrder: Flag });

/** Returns a schema for text that must match a pattern, with AWS's error message. */
export const pattern = (expression: string, flags = '') =>
  z
    .string()
    .regex(new RegExp(`^(?:${expression})$`, flags), `Member must satisfy regular expression pattern: ${expression}`);

/** Schema for the name of a thing, thing type or thing group. Source: API reference, "CreateThing". */
export const RegistryName = pattern('[a-zA-Z0-9:_-]+').max(128);

/**
 * Schema for the expected version of an object, which is a number in bodies and text in queries. Source: API reference,
 * "UpdateThing".
 */
export const ExpectedVersion = z.coerce.number().int().optional();

/** Parses a request's input. Throws an AwsError InvalidRequestException if the input is invalid. */
export function read<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw new AwsError('InvalidRequestException', validationMessage(result.error, input));
}

/**
 * Members of the input that AWS IoT's clients send in headers, keyed by header. Source: the model in
 * @aws-sdk/client-iot 3.1169.
 */
const headerMembers = {
  'x-amzn-principal': 'principal',
  'x-amzn-iot-principal': 'principal',
  'x-amzn-iot-policy': 'policyName',
  'x-amz-tagging': 'tagging',
} as const;

function inputOf(parameters: Record<string, string>, { body, query, headers }: AwsRequest): object {
  const named = Object.entries(headerMembers).flatMap(([header, member]) => {
    const value = headers[header];
    return value === undefined ? [] : [[member, value] as const];
  });
  return { ...fieldsOf(parseBody(body)), ...Object.fromEntries([...query, ...named]), ...parameters };
}

/**
 * Creates the route of an operation. The operation receives the members of the path, query, headers and body as one
 * object.
 * @param http method and path of the operation, such as `PATCH /things/{thingName}`
 * @param run returns the output, or undefined for an empty output
 */
export function operation<Schema extends z.ZodType>(
  name: string,
  http: `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`,
  input: Schema,
  run: (input: z.output<Schema>, request: AwsRequest) => object | undefined | Promise<object | undefined>,
): Route {
  const [method = '', path = ''] = http.split(' ');
  return {
    name,
    method,
    path,
    run: async (parameters, request) => jsonResponse(await run(read(input, inputOf(parameters, request)), request)),
  };
}

/**
 * Returns the name of an object, given its name or ARN. Throws an AwsError InvalidRequestException if both are missing, or if they differ.
 */
export function nameIn(
  kind: 'thing' | 'thingGroup' | 'billingGroup',
  { name, arn }: { name: string | undefined; arn: string | undefined },
): string {
  const named = arn?.split('/').at(-1);
  const found = name ?? named;
  if (found === undefined)
    throw invalidRequest(`Both ${kind}Arn and ${kind}Name are empty. Need to specify at least one of them`);
  if (named !== undefined && named !== found) throw invalidRequest(`${kind}Name and ${kind}Arn do not match`);
  return found;
}

/**
 * Rejects a member of the input that the local runtime does not support.
 * @throws AwsError NotImplemented if the member has a value
 */
export function rejectUnsupported(name: string, member: string, value: unknown): void {
  if (value === undefined) return;
  throw new AwsError('NotImplemented', `iot.${name} with ${member} is not supported locally`, 501);
}

/** Throws an AwsError VersionConflictException if the version differs from the version that the request expects. */
export function rejectOtherVersion(
  what: string,
  { version }: Pick<Identity, 'version'>,
  expected: number | undefined,
): void {
  if (expected === undefined || expected === version) return;
  const reason = `The version for ${what} does not match the expected version.`;
  throw new AwsError('VersionConflictException', reason, 409);
}

/** Converts a time in milliseconds to a timestamp in an API response, in seconds since the epoch. */
export const timestampOf = (milliseconds: number | undefined): number | undefined =>
  milliseconds === undefined ? undefined : milliseconds / 1000;

/** Returns a function that returns the ARN of an AWS IoT resource, such as `thing/light-1`. */
export const arns =
  ({ place }: Pick<ControlParts, 'place'>) =>
  (resource: string): string =>
    `arn:aws:iot:${place.region}:${place.account}:${resource}`;

/**
 * Returns functions that look up objects in the registry. The functions throw an AwsError ResourceNotFoundException if
 * the object does not exist.
 */
export function finders({ registry }: Pick<ControlParts, 'registry'>) {
  const found = <Value>(value: Value | undefined, what: string): Value => {
    if (value === undefined) throw notFound(what);
    return value;
  };
  return {
    thing: (name: string): Thing => found(registry.thing(name), `Thing ${name}`),
    thingType: (name: string): ThingType => found(registry.thingType(name), `Thing type ${name}`),
    group: (name: string): ThingGroup => found(registry.group(name), `Thing group ${name}`),
    certificate: (id: string): Certificate => found(registry.certificate(id), `Certificate ${id}`),
  };
}
