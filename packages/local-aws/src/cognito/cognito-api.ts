import { z } from 'zod';
import { jsonApi, operation } from '../gateway/json-api';
import { AwsError, type ServiceApi } from '../gateway/service-api';
import type { UserPools } from './user-pools';

/** Creates the Cognito API, which supports only the operation that a program needs to obtain its client credentials. */
export function cognitoApi(userPools: Pick<UserPools, 'client'>): ServiceApi {
  return jsonApi('cognito-idp', {
    DescribeUserPoolClient: operation(z.object({ UserPoolId: z.string(), ClientId: z.string() }), (input) => {
      const client = userPools.client(input.UserPoolId, input.ClientId);
      if (client === undefined)
        throw new AwsError('ResourceNotFoundException', `User pool client ${input.ClientId} does not exist.`);
      return {
        UserPoolClient: {
          UserPoolId: client.poolId,
          ClientId: client.id,
          ClientName: client.name,
          ...(client.secret !== undefined && { ClientSecret: client.secret }),
          AllowedOAuthFlows: client.flows,
          AllowedOAuthScopes: client.scopes,
          AllowedOAuthFlowsUserPoolClient: true,
        },
      };
    }),
  });
}
