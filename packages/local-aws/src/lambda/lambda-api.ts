import { z } from 'zod';
import type { Authorizer } from '../authorize';
import { json, parseBody, parseInput, restApi } from '../gateway/json-api';
import { AwsError, type AwsResponse, type ServiceApi } from '../gateway/service-api';
import type { EventSourceMappings } from './event-source-mappings';
import type { FunctionDeclaration } from './function-declaration';
import { lambdaNames } from './lambda-operations';
import type { Lambda } from './lambda-service';
import { mappingRoutes } from './mapping-routes';

const Permission = z.object({
  StatementId: z.string(),
  Action: z.string(),
  Principal: z.string(),
  SourceArn: z.string().optional(),
  SourceAccount: z.string().optional(),
});

/** Returns the logging of a function. Levels apply only to logs in JSON (Lambda API reference, "LoggingConfig"). */
const loggingOf = ({ logGroup, logFormat: { format, applicationLevel, systemLevel } }: FunctionDeclaration) => ({
  LogFormat: format,
  LogGroup: logGroup,
  ...(format === 'JSON' && { ApplicationLogLevel: applicationLevel, SystemLogLevel: systemLevel }),
});

const configuration = (declaration: FunctionDeclaration) => ({
  FunctionName: declaration.name,
  FunctionArn: declaration.arn,
  Runtime: declaration.runtime ?? 'nodejs22.x',
  Role: declaration.role,
  Handler: declaration.handler,
  Timeout: declaration.timeoutSeconds,
  MemorySize: declaration.memoryMegabytes,
  State: 'Active',
  LastUpdateStatus: 'Successful',
  Environment: { Variables: declaration.environment },
  Version: '$LATEST',
  PackageType: 'Zip',
  TracingConfig: { Mode: declaration.traced ? 'Active' : 'PassThrough' },
  LoggingConfig: loggingOf(declaration),
});

function found(lambda: Lambda, nameOrArn: string | undefined): FunctionDeclaration {
  const name = nameOrArn?.split(':function:').at(-1)?.split(':')[0];
  const declaration = lambda.functions().find((candidate) => candidate.name === name);
  if (declaration === undefined)
    throw new AwsError('ResourceNotFoundException', `Function not found: ${nameOrArn}`, 404);
  return declaration;
}

/**
 * Returns the function of a call that can select a version.
 * @throws AwsError ResourceNotFoundException for a version, because functions have only the version $LATEST
 */
function latest(lambda: Lambda, name: string | undefined, query: URLSearchParams): FunctionDeclaration {
  const declaration = found(lambda, name);
  const qualifier = query.get('Qualifier') ?? '$LATEST';
  if (qualifier === '$LATEST') return declaration;
  throw new AwsError('ResourceNotFoundException', `Function not found: ${declaration.arn}:${qualifier}`, 404);
}

/**
 * Parses an invocation's payload.
 * @throws AwsError InvalidRequestContentException if the payload is not JSON
 */
function eventIn(body: Uint8Array): unknown {
  try {
    return parseBody(body);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new AwsError('InvalidRequestContentException', 'Could not parse request body into json: not valid JSON');
  }
}

/**
 * Maximum payload size by invocation type. The limit for asynchronous invocations was 256 KB until October 2025.
 * Source: developer guide, "gettingstarted-limits".
 */
const mostBytes = { RequestResponse: 6 * 2 ** 20, Event: 2 ** 20 };

/**
 * Rejects a payload that exceeds the limit of its invocation type. Source: API reference, "Invoke".
 * @throws AwsError with Lambda's message if the payload is too large
 */
function rejectLargePayload({ byteLength }: Uint8Array, type: keyof typeof mostBytes): void {
  const most = mostBytes[type];
  if (byteLength <= most) return;
  const message = `${byteLength} byte payload is too large for the ${type} invocation type (limit ${most} bytes)`;
  throw new AwsError('RequestTooLargeException', message, 413);
}

/** Length of the log tail that Lambda returns, in bytes. Source: API reference, "Invoke", LogResult. */
const tailBytes = 4096;

function answerOf({ outcome, lines, requestId }: Awaited<ReturnType<Lambda['invoke']>>, tail: boolean): AwsResponse {
  const result = outcome.status === 'success' ? outcome.result : outcome.error;
  return {
    status: 200,
    headers: {
      'content-type': 'application/json',
      'x-amzn-requestid': requestId,
      'x-amz-executed-version': '$LATEST',
      ...(outcome.status === 'success' ? {} : { 'x-amz-function-error': 'Unhandled' }),
      ...(tail ? { 'x-amz-log-result': Buffer.from(lines.join('')).subarray(-tailBytes).toString('base64') } : {}),
    },
    body: JSON.stringify(result),
  };
}

/** Creates the Lambda API. */
export function lambdaApi(lambda: Lambda, authorizer: Authorizer, mappings: EventSourceMappings): ServiceApi {
  const functions = '/2015-03-31/functions';
  return restApi(
    'lambda',
    [
      {
        name: 'Invoke',
        method: 'POST',
        path: `${functions}/{name}/invocations`,
        async run({ name }, { body, headers, query, principal, cause }): Promise<AwsResponse> {
          const { arn } = latest(lambda, name, query);
          const request = { functionArn: arn, event: eventIn(body), principal, cause };
          const type = headers['x-amz-invocation-type'] ?? 'RequestResponse';
          if (type === 'Event') {
            rejectLargePayload(body, type);
            return { status: 202, headers: { 'x-amzn-requestid': lambda.invokeAsync(request) }, body: '' };
          }
          if (type !== 'RequestResponse') {
            throw new AwsError(
              'InvalidParameterValueException',
              `the invocation type ${type} is not supported locally`,
            );
          }
          rejectLargePayload(body, type);
          return answerOf(await lambda.invoke(request), headers['x-amz-log-type'] === 'Tail');
        },
      },
      {
        name: 'ListFunctions',
        method: 'GET',
        path: functions,
        run: () => json({ Functions: lambda.functions().map(configuration) }, 200, 'application/json'),
      },
      {
        name: 'GetFunction',
        method: 'GET',
        path: `${functions}/{name}`,
        run: ({ name }, { query }) =>
          json({ Configuration: configuration(latest(lambda, name, query)) }, 200, 'application/json'),
      },
      {
        name: 'GetFunctionConfiguration',
        method: 'GET',
        path: `${functions}/{name}/configuration`,
        run: ({ name }, { query }) => json(configuration(latest(lambda, name, query)), 200, 'application/json'),
      },
      {
        name: 'GetPolicy',
        method: 'GET',
        path: `${functions}/{name}/policy`,
        run({ name }, { query }) {
          const Statement = authorizer.resourcePolicies.statements(latest(lambda, name, query).arn);
          if (Statement.length === 0)
            throw new AwsError('ResourceNotFoundException', 'The resource you requested does not exist.', 404);
          const Policy = JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement });
          return json({ Policy }, 200, 'application/json');
        },
      },
      ...mappingRoutes(mappings),
      {
        name: 'AddPermission',
        method: 'POST',
        path: `${functions}/{name}/policy`,
        run({ name }, { body }) {
          const { arn } = found(lambda, name);
          const permission = parseInput(Permission, parseBody(body));
          authorizer.resourcePolicies.permit({
            resource: arn,
            statementId: permission.StatementId,
            principal: permission.Principal,
            action: permission.Action,
            sourceArn: permission.SourceArn,
            sourceAccount: permission.SourceAccount,
          });
          const statements = authorizer.resourcePolicies.statements(arn);
          const added = statements.find(({ Sid }) => Sid === permission.StatementId);
          return json({ Statement: JSON.stringify(added) }, 201, 'application/json');
        },
      },
      {
        name: 'RemovePermission',
        method: 'DELETE',
        path: `${functions}/{name}/policy/{statement}`,
        run({ name, statement = '' }) {
          const { arn } = found(lambda, name);
          if (!authorizer.resourcePolicies.revoke(arn, statement)) {
            throw new AwsError(
              'ResourceNotFoundException',
              `Statement ${statement} is not found in resource policy.`,
              404,
            );
          }
          return { status: 204, headers: {}, body: '' };
        },
      },
    ],
    lambdaNames,
  );
}
