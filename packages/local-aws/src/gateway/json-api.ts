import type { z } from 'zod';
import { type OperationNames, operationNamed } from './operation-names';
import { matchPath } from './path';
import {
  AwsError,
  type AwsRequest,
  type AwsResponse,
  type Operation,
  type ServiceApi,
  serviceApi,
} from './service-api';
import { unsupportedOperation } from './unsupported-operation';
import { validationMessage } from './validation-message';

/** Implementation of one operation, from parsed input to JSON output. */
export type JsonOperation = (input: unknown, request: AwsRequest) => Promise<object> | object;

export const json = (value: object, status = 200, contentType = 'application/x-amz-json-1.0'): AwsResponse => ({
  status,
  headers: { 'content-type': contentType },
  body: JSON.stringify(value),
});

/** Cache of parsed bodies, because authorization and the service both read them. */
const parsedBodies = new WeakMap<Uint8Array, unknown>();

/**
 * Parses a JSON body.
 * @throws AwsError SerializationException if the body is not valid JSON
 */
export function parseBody(body: Uint8Array): unknown {
  if (body.byteLength === 0) return {};
  if (parsedBodies.has(body)) return parsedBodies.get(body);
  const parsed = parsedJson(body);
  parsedBodies.set(body, parsed);
  return parsed;
}

function parsedJson({ buffer, byteOffset, byteLength }: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(buffer, byteOffset, byteLength).toString('utf8'));
  } catch {
    throw new AwsError('SerializationException', 'the body is not valid JSON');
  }
}

/** Returns whether a value is a JSON object. */
export const isFields = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Returns the fields of a JSON object, or no fields for any other value. zod is not used, because it would copy the
 * object for each call.
 */
export const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> => (isFields(value) ? value : {});

/**
 * Creates an operation that parses its input and rejects invalid input with AWS's error.
 * @param invalidCode code of the error, if the service does not use ValidationException
 */
export function operation<Input>(
  schema: z.ZodType<Input>,
  run: (input: Input, request: AwsRequest) => Promise<object> | object,
  invalidCode?: string,
): JsonOperation {
  return (input, request) => run(parseInput(schema, input, invalidCode), request);
}

/**
 * Parses an operation's input.
 * @throws AwsError with AWS's message and the given code
 */
export function parseInput<Input>(
  schema: z.ZodType<Input>,
  input: unknown,
  invalidCode = 'ValidationException',
): Input {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new AwsError(invalidCode, validationMessage(parsed.error, input));
}

/**
 * Creates a service that reads the operation from the header X-Amz-Target, as Kinesis, CloudWatch Logs
 * and Step Functions do.
 */
export function jsonApi(service: string, operations: Readonly<Record<string, JsonOperation>>): ServiceApi {
  return serviceApi(Object.keys(operations), async (request) => {
    const name = (request.headers['x-amz-target'] ?? '').split('.').at(-1) ?? '';
    const run = Object.hasOwn(operations, name) ? operations[name] : undefined;
    if (run === undefined) throw unsupportedOperation(service, name || '(none)', Object.keys(operations));
    const output = await run(parseBody(request.body), request);
    return json(output, 200, request.headers['content-type'] ?? 'application/x-amz-json-1.1');
  });
}

export interface Route {
  method: string;
  /** Path pattern, in which segments in braces are parameters: /things/{thing}/shadow. */
  path: string;
  name: string;
  run(parameters: Record<string, string>, request: AwsRequest): Promise<AwsResponse> | AwsResponse;
}

/**
 * Creates a service that routes operations by method and path, as Lambda and AWS IoT do.
 * @param names names of all operations, including unsupported operations
 */
export function restApi(service: string, routes: readonly Route[], names: OperationNames = {}): ServiceApi {
  const served = routes.map((route) => route.name);
  const find = ({
    method,
    path,
  }: Pick<AwsRequest, 'method' | 'path'>): (Operation & Pick<Route, 'run'>) | undefined => {
    for (const route of routes) {
      const parameters = route.method === method ? matchPath(route.path, path) : undefined;
      if (parameters !== undefined) return { name: route.name, run: route.run, parameters };
    }
    return undefined;
  };
  const api = serviceApi(served, async (request) => {
    const found = find(request);
    if (found !== undefined) return found.run(found.parameters, request);
    throw unsupportedOperation(service, operationNamed(names, request) ?? `${request.method} ${request.path}`, served);
  });
  const route = (call: Pick<AwsRequest, 'method' | 'path'>): Operation | undefined => {
    const found = find(call);
    if (found !== undefined) return found;
    const name = operationNamed(names, call);
    return name === undefined ? undefined : { name, parameters: {} };
  };
  return Object.assign(api, { route });
}
