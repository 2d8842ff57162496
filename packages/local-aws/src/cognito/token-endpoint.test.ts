import type { PoolClient } from './pool-client';
import { answerTokenRequest } from './token-endpoint';

const program: PoolClient = {
  poolId: 'pool',
  id: 'program',
  name: 'program',
  secret: 's3cret',
  flows: ['client_credentials'],
  scopes: ['a/read', 'a/write'],
  accessTokenSeconds: 3600,
};
const clients = [
  program,
  { ...program, id: 'pages', secret: undefined, flows: ['code'] },
  { ...program, id: 'signing-in', flows: ['code'] },
];

interface TokenRequest {
  readonly form?: Record<string, string>;
  readonly basic?: string;
  readonly type?: string;
  readonly method?: string;
}

const grant = { grant_type: 'client_credentials' };
const ask = ({ form = grant, basic, type = 'application/x-www-form-urlencoded', method = 'POST' }: TokenRequest) =>
  answerTokenRequest(
    {
      method,
      path: '/oauth2/token',
      query: new URLSearchParams(),
      headers: {
        'content-type': type,
        ...(basic !== undefined && { authorization: `Basic ${Buffer.from(basic).toString('base64')}` }),
      },
      body: Buffer.from(new URLSearchParams(form).toString()),
    },
    clients,
    { sign: async (client, scope) => `${client.id}: ${scope}` },
  );

describe('answerTokenRequest', () => {
  test('issues a token for the requested scopes, by default for all scopes', async () => {
    expect(await ask({ basic: 'program:s3cret', form: { ...grant, scope: 'a/read' } })).toEqual({
      status: 200,
      body: { access_token: 'program: a/read', expires_in: 3600, token_type: 'Bearer' },
    });
    const inTheForm = { ...grant, client_id: 'program', client_secret: 's3cret' };
    expect(await ask({ form: inTheForm })).toMatchObject({ body: { access_token: 'program: a/read a/write' } });
  });

  test.each([
    ['a wrong secret', { basic: 'program:guessed' }, 'invalid_client'],
    ['no secret', { basic: 'program' }, 'invalid_client'],
    ['a client without a secret', { basic: 'pages:undefined' }, 'invalid_client'],
    ['an unknown client', { basic: 'nobody:s3cret' }, 'invalid_client'],
    ['nobody', {}, 'invalid_client'],
    ['another grant', { basic: 'program:s3cret', form: { grant_type: 'password' } }, 'unsupported_grant_type'],
    ['a client without the grant', { basic: 'signing-in:s3cret' }, 'unauthorized_client'],
    [
      'a scope that belongs to another client',
      { basic: 'program:s3cret', form: { ...grant, scope: 'a/read b/read' } },
      'invalid_scope',
    ],
    [
      'a body with an unsupported content type',
      { basic: 'program:s3cret', type: 'application/json' },
      'invalid_request',
    ],
  ] as const)('rejects %s', async (_, request, error) => {
    expect(await ask(request)).toEqual({ status: 400, body: { error } });
  });
});
