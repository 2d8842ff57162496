import * as z from 'zod';
import { createUserPools } from './user-pools';

const Issued = z.object({ access_token: z.string() });

test('rejects a token that another pool issued', async () => {
  const pools = createUserPools({
    clock: { now: () => 1_800_000_000_000 },
    place: { region: 'us-east-1', account: '000000000000' },
    endpoint: () => 'http://127.0.0.1:1',
  });
  const [own, other] = [pools.declarePool('people'), pools.declarePool('others')];
  pools.declareScopes(own.id, 'a', ['read']);
  pools.declareDomain('own', own.id);
  const { id, secret } = pools.declareClient('program', {
    poolId: own.id,
    name: 'program',
    flows: ['client_credentials'],
    scopes: ['a/read'],
    accessTokenSeconds: 3600,
    hasSecret: true,
  });
  const answer = await pools.answer({
    method: 'POST',
    path: '/own/oauth2/token',
    query: new URLSearchParams(),
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
    },
    body: Buffer.from('grant_type=client_credentials'),
  });
  const { access_token: token } = Issued.parse(JSON.parse(String(answer?.body)));
  expect(await pools.verify([own.arn], token)).toMatchObject({ claims: { sub: id, scope: 'a/read' } });
  expect(await pools.verify([other.arn], token)).toEqual({ refused: 'invalid' });
});
