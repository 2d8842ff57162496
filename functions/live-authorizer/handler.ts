import * as z from 'zod/mini';
import { bindings } from '../../contracts/bindings';
import { logger, withLogContext } from '../shared/log-context';
import { parse } from '../shared/parse';
import { accessTokens } from './access-tokens';
import { offeredToken } from './offered-token';

/** API Gateway developer guide, "Create a Lambda REQUEST authorizer function". */
const Connecting = z.object({ methodArn: z.string(), headers: z.record(z.string(), z.string()) });

const holderOf = accessTokens(bindings.liveAuthorizer.from(process.env));

/**
 * Asked by the WebSocket API who connects, and whether he may. Whom it does not let in is answered with 403; neither that nor
 * anything else says why, and no line holds what was offered.
 */
export const handler = withLogContext(async (event) => {
  const { methodArn, headers } = parse(Connecting, event, 'request to connect');
  const token = offeredToken(headers);
  const holder = token === undefined ? { refused: 'no token' } : await holderOf(token);
  if ('refused' in holder) {
    logger.info('refused', { reason: holder.refused });
    return decision({ person: 'nobody', effect: 'Deny', methodArn });
  }
  return decision({ person: holder.person, effect: 'Allow', methodArn, expiresAt: holder.expiresAt });
});

interface Decided {
  readonly person: string;
  readonly effect: 'Allow' | 'Deny';
  readonly methodArn: string;
  readonly expiresAt?: number;
}

/** What API Gateway hands on with every message of the connection: who it is, and until when. */
const decision = ({ person, effect, methodArn, expiresAt }: Decided) => ({
  principalId: person,
  policyDocument: {
    Version: '2012-10-17',
    Statement: [{ Action: 'execute-api:Invoke', Effect: effect, Resource: methodArn }],
  },
  ...(expiresAt !== undefined && { context: { expiresAt } }),
});
