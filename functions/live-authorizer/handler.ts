import * as z from 'zod/mini';
import { bindings } from '../../contracts/bindings';
import { logger, withLogContext } from '../shared/log-context';
import { parse } from '../shared/parse-input';
import { accessTokens } from './access-tokens';
import { offeredToken } from './offered-token';

/** Event of an authorizer (API Gateway developer guide, "Create a Lambda REQUEST authorizer function"). */
const ConnectEvent = z.object({ methodArn: z.string(), headers: z.record(z.string(), z.string()) });

const holderOf = accessTokens(bindings.liveAuthorizer.from(process.env));

/**
 * Authorizes clients that connect to the WebSocket API.
 * A rejected client gets a 403 without a reason, and the offered token is never logged.
 */
export const handler = withLogContext(async (event) => {
  const { methodArn, headers } = parse(ConnectEvent, event, 'connect request');
  const token = offeredToken(headers);
  const holder = token === undefined ? { rejected: 'no token offered' } : await holderOf(token);
  if ('rejected' in holder) {
    logger.info('rejected', { reason: holder.rejected });
    return policyFor({ person: 'nobody', effect: 'Deny', methodArn });
  }
  return policyFor({ person: holder.person, effect: 'Allow', methodArn, expiresAt: holder.expiresAt });
});

interface Decision {
  readonly person: string;
  readonly effect: 'Allow' | 'Deny';
  readonly methodArn: string;
  readonly expiresAt?: number;
}

/** Builds the authorizer's response. API Gateway passes the principal and expiry along with every message of the connection. */
const policyFor = ({ person, effect, methodArn, expiresAt }: Decision) => ({
  principalId: person,
  policyDocument: {
    Version: '2012-10-17',
    Statement: [{ Action: 'execute-api:Invoke', Effect: effect, Resource: methodArn }],
  },
  ...(expiresAt !== undefined && { context: { expiresAt } }),
});
