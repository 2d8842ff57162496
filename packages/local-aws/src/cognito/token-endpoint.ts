import { timingSafeEqual } from 'node:crypto';
import type { HttpCall } from '../http/http-call';
import type { PoolClient } from './pool-client';

interface Answer {
  readonly status: number;
  readonly body: object;
}

const errorAnswer = (error: string): Answer => ({ status: 400, body: { error } });

/**
 * Handles `POST /oauth2/token` with `grant_type=client_credentials`, for programs. User sign-in is not supported.
 * Source, including errors: Cognito developer guide, "The token issuer endpoint".
 */
export async function answerTokenRequest(
  { method, headers, body }: HttpCall,
  clients: readonly PoolClient[],
  by: { sign(client: PoolClient, scope: string): Promise<string> },
): Promise<Answer> {
  if (method !== 'POST') return { status: 405, body: { error: 'invalid_request' } };
  if (!headers['content-type']?.startsWith('application/x-www-form-urlencoded')) return errorAnswer('invalid_request');
  const form = new URLSearchParams(Buffer.from(body).toString('utf8'));
  const client = authenticated(headers['authorization'], form, clients);
  if (client === undefined) return errorAnswer('invalid_client');
  if (form.get('grant_type') !== 'client_credentials') return errorAnswer('unsupported_grant_type');
  if (!client.flows.includes('client_credentials')) return errorAnswer('unauthorized_client');
  const scopes = form.get('scope')?.split(' ').filter(Boolean) ?? client.scopes;
  if (scopes.some((scope) => !client.scopes.includes(scope))) return errorAnswer('invalid_scope');
  return {
    status: 200,
    body: {
      access_token: await by.sign(client, scopes.join(' ')),
      expires_in: client.accessTokenSeconds,
      token_type: 'Bearer',
    },
  };
}

/**
 * Returns the client whose secret is in the HTTP Basic credentials or in the form, or undefined if no client matches. A
 * client without a secret cannot authenticate.
 */
function authenticated(
  authorization: string | undefined,
  form: URLSearchParams,
  clients: readonly PoolClient[],
): PoolClient | undefined {
  const basic = authorization?.startsWith('Basic ') ? authorization.slice('Basic '.length) : undefined;
  const [id = '', secret = ''] =
    basic === undefined
      ? [form.get('client_id') ?? '', form.get('client_secret') ?? '']
      : Buffer.from(basic, 'base64').toString('utf8').split(':');
  return clients.find((client) => client.id === id && client.secret !== undefined && same(client.secret, secret));
}

function same(known: string, given: string): boolean {
  const [a, b] = [Buffer.from(known), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}
