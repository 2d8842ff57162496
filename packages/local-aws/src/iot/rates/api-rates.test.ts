import { json, restApi } from '../../gateway/json-api';
import { AwsError, type AwsRequest } from '../../gateway/service-api';
import { stopped } from '../../stopped-platform.fixture';
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
  const requestTo = (path: string): AwsRequest => ({
    service: 'iot',
    principal: { kind: 'user', name: 'me' },
    cause: undefined,
    method: 'GET',
    path,
    query: new URLSearchParams(),
    headers: {},
    body: Buffer.alloc(0),
  });
  const callMany = async (path: string, times: number) => {
    const errors: string[] = [];
    for (let turn = 0; turn < times; turn += 1)
      await rated(requestTo(path)).catch((error: unknown) => {
        if (!(error instanceof AwsError)) throw error;
        errors.push(`${error.status} ${error.code}`);
      });
    return { answered: times - errors.length, errors: [...new Set(errors)] };
  };
  return { clock, callMany, rated, api };
}

// Source: AWS IoT quotas, "Throttling limits".
test('an operation accepts as many calls per second as AWS IoT allows, and then fails with ThrottlingException', async () => {
  const { clock, callMany } = controlPlane();
  expect(await callMany('/things', 15)).toEqual({ answered: 10, errors: ['429 ThrottlingException'] });
  expect(await callMany('/things/a', 400)).toMatchObject({ answered: 350 });
  await clock.advance(1000);
  expect(await callMany('/things', 15)).toMatchObject({ answered: 10 });
});

test('an operation without a quota is not throttled', async () =>
  expect(await controlPlane().callMany('/endpoint', 1000)).toMatchObject({ answered: 1000 }));

test('a factor of 0.5 halves the rate limit, and "off" returns the API unchanged', async () => {
  expect(await controlPlane(0.5).callMany('/things', 15)).toMatchObject({ answered: 5 });
  const { rated, api } = controlPlane('off');
  expect(rated).toBe(api);
});
