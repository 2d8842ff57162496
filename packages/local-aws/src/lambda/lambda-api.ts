import { z } from 'zod';
import type { Authorizer } from '../authorize';
import { json, parseBody, parseInput, restApi } from '../gateway/json-api';
import { AwsError, type AwsResponse, type ServiceApi } from '../gateway/request';
import type { FunctionDeclaration } from './function-declaration';
import type { Finished } from './instance';
import { lambdaNames } from './lambda-operations';
import type { Lambda } from './lambda-service';

const Permission = z.object({
  StatementId: z.string(),
  Action: z.string(),
  Principal: z.string(),
  SourceArn: z.string().optional(),
  SourceAccount: z.string().optional(),
});

const configuration = (declaration: FunctionDeclaration) => ({
  FunctionName: declaration.name,
  FunctionArn: declaration.arn,
  Runtime: 'nodejs22.x',
  Role: declaration.role,
  Handler: declaration.handler,
  Timeout: declaration.timeoutSeconds,
  MemorySize: declaration.memoryMegabytes,
  State: 'Active',
  LastUpdateStatus: 'Successful',
  Environment: { Variables: declaration.environment },
  LoggingConfig: { LogFormat: 'Text', LogGroup: declaration.logGroup },
});

function found(lambda: Lambda, nameOrArn: string | undefined): FunctionDeclaration {
  const name = nameOrArn?.split(':function:').at(-1)?.split(':')[0];
  const declaration = lambda.functions().find((candidate) => candidate.name === name);
  if (declaration === undefined)
    throw new AwsError('ResourceNotFoundException', `Function not found: ${nameOrArn}`, 404);
  return declaration;
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

function answerOf({ outcome, lines }: Finished, tail: boolean): AwsResponse {
  const result = outcome.status === 'success' ? outcome.result : outcome.error;
  return {
    status: 200,
    headers: {
      'content-type': 'application/json',
      'x-amz-executed-version': '$LATEST',
      ...(outcome.status === 'success' ? {} : { 'x-amz-function-error': 'Unhandled' }),
      ...(tail ? { 'x-amz-log-result': Buffer.from(lines.join('')).subarray(-tailBytes).toString('base64') } : {}),
    },
    body: JSON.stringify(result),
  };
}

/** Creates the Lambda API. */
export function lambdaApi(lambda: Lambda, authorizer: Authorizer): ServiceApi {
  const functions = '/2015-03-31/functions';
  return restApi(
    'lambda',
    [
      {
        name: 'Invoke',
        method: 'POST',
        path: `${functions}/{name}/invocations`,
        async run({ name }, { body, headers, query, principal, cause }): Promise<AwsResponse> {
          const { arn } = found(lambda, name);
          const qualifier = query.get('Qualifier') ?? '$LATEST';
          if (qualifier !== '$LATEST')
            throw new AwsError('ResourceNotFoundException', `Function not found: ${arn}:${qualifier}`, 404);
          const request = { functionArn: arn, event: eventIn(body), principal, cause };
          const type = headers['x-amz-invocation-type'] ?? 'RequestResponse';
          if (type === 'Event') {
            rejectLargePayload(body, type);
            lambda.invokeAsync(request);
            return { status: 202, headers: {}, body: '' };
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
        run: ({ name }) => json({ Configuration: configuration(found(lambda, name)) }, 200, 'application/json'),
      },
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
          return json({ Statement: JSON.stringify(permission) }, 201, 'application/json');
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
