import { json, restApi } from '../../gateway/json-api';
import { AwsError, type AwsRequest } from '../../gateway/request';
import { stopped } from '../../stopped.fixture';
import { withApiRates } from './api-rates';
import type { RateFactor } from './throttle';

function controlPlane(factor: RateFactor = 1) {
  const { clock } = stopped();
  const run = () => json({});
  const api = restApi('iot', [
    { name: 'ListThings', method: 'GET', path: '/things', run },
    { name: 'DescribeThing', method: 'GET', path: '/things/{thing}', run },
    { name: 'DescribeEndpoint', method: 'GET', path: '/endpoint', run },
  ]);
  const rated = withApiRates(api, { factor, clock });
  const ask = (path: string): AwsRequest => ({
    service: 'iot',
    principal: { kind: 'user', name: 'me' },
    cause: undefined,
    method: 'GET',
    path,
    query: new URLSearchParams(),
    headers: {},
    body: Buffer.alloc(0),
  });
  const answered = async (path: string, times: number) => {
    const refused: string[] = [];
    for (let turn = 0; turn < times; turn += 1)
      await rated(ask(path)).catch((error: unknown) => {
        if (!(error instanceof AwsError)) throw error;
        refused.push(`${error.status} ${error.code}`);
      });
    return { answered: times - refused.length, refused: [...new Set(refused)] };
  };
  return { clock, answered, rated, api };
}

// AWS IoT quotas, "Throttling limits"
test('each operation is called as often in a second as AWS IoT lets it be, the next call is a ThrottlingException', async () => {
  const { clock, answered } = controlPlane();
  expect(await answered('/things', 15)).toEqual({ answered: 10, refused: ['429 ThrottlingException'] });
  expect(await answered('/things/a', 400)).toMatchObject({ answered: 350 });
  await clock.advance(1000);
  expect(await answered('/things', 15)).toMatchObject({ answered: 10 });
});

test('an operation of which the quotas say nothing is called at will', async () =>
  expect(await controlPlane().answered('/endpoint', 1000)).toMatchObject({ answered: 1000 }));

test('half of the quotas is half as many calls, and without quotas the API is as it was', async () => {
  expect(await controlPlane(0.5).answered('/things', 15)).toMatchObject({ answered: 5 });
  const { rated, api } = controlPlane('off');
  expect(rated).toBe(api);
});
