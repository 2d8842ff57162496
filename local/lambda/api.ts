import { z } from 'zod';
import type { Authorizer } from '../authorize';
import { json, parseBody, restApi } from '../gateway/json-api';
import { AwsError, type AwsResponse, type ServiceApi } from '../gateway/request';
import type { FunctionDeclaration, Lambda } from './lambda';

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

/** Lambda as its SDK sees it. */
export function lambdaApi(lambda: Lambda, authorizer: Authorizer): ServiceApi {
  const functions = '/2015-03-31/functions';
  return restApi('lambda', [
    {
      name: 'Invoke',
      method: 'POST',
      path: `${functions}/{name}/invocations`,
      async run({ name }, { body, headers, principal, cause }): Promise<AwsResponse> {
        const { arn } = found(lambda, name);
        const request = { functionArn: arn, event: parseBody(body), principal, cause };
        if (headers['x-amz-invocation-type'] === 'Event') {
          lambda.invokeAsync(request);
          return { status: 202, headers: {}, body: '' };
        }
        const { outcome } = await lambda.invoke(request);
        if (outcome.status === 'success') {
          return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(outcome.result) };
        }
        return { ...json(outcome.error, 200, 'application/json'), headers: { 'x-amz-function-error': 'Unhandled' } };
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
        const permission = Permission.parse(parseBody(body));
        authorizer.permit({
          resource: arn,
          statementId: permission.StatementId,
          service: permission.Principal,
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
        if (!authorizer.revoke(arn, statement)) {
          throw new AwsError(
            'ResourceNotFoundException',
            `Statement ${statement} is not found in resource policy.`,
            404,
          );
        }
        return { status: 204, headers: {}, body: '' };
      },
    },
  ]);
}
