import { createServer, type Server } from 'node:http';
import { monitorTagsOf } from '@himeshima/constructs';
import { dev } from '../../config/dev';
import { prod } from '../../config/prod';
import { monitoringOf } from '../../monitors/monitoring';
import { workplace } from './workplace';

interface ApiCall {
  readonly call: string;
  readonly keys: unknown;
  readonly body: string;
}

let server: Server;
let calls: ApiCall[];
let status: number;
let place: ReturnType<typeof workplace>;
let env: Record<string, string>;
beforeEach(async () => {
  calls = [];
  status = 200;
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { 'dd-api-key': api, 'dd-application-key': app } = request.headers;
      calls.push({
        call: `${request.method} ${request.url}`,
        keys: [api, app],
        body: Buffer.concat(chunks).toString(),
      });
      response.writeHead(status).end('{"data":{"type":"downtime","id":"7-8"}}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  place = workplace('himeshima-dev');
  const provider = { datadog: [{ api_url: `http://127.0.0.1:${port}/` }] };
  place.write('cdktf.out/stacks/himeshima-dev/cdk.tf.json', JSON.stringify({ provider }));
  env = { DD_API_KEY: 'api', DD_APP_KEY: 'app', CI_PIPELINE_ID: '5' };
});
afterEach(() => {
  server.close();
  place.close();
});

test("mutes the environment's monitors during the deployment, for at most one hour", async () => {
  expect(await place.run('datadog.sh', ['begin', 'dev'], env)).toMatchObject({ code: 0, stdout: '' });
  expect(calls).toMatchObject([{ call: 'POST /api/v2/downtime', keys: ['api', 'app'] }]);
  const { data } = JSON.parse(calls[0]?.body ?? '');
  expect(data.attributes.scope).toBe('*');
  // the downtime must match the tags of the declared monitors, but not another environment's tags
  const { monitor_tags: tags } = data.attributes.monitor_identifier;
  expect(monitorTagsOf(monitoringOf(dev))).toEqual(expect.arrayContaining(tags));
  expect(monitorTagsOf(monitoringOf(prod))).not.toEqual(expect.arrayContaining(tags));
  const left = Date.parse(data.attributes.schedule.end) - Date.now();
  expect(left).toBeGreaterThan(3_000_000);
  expect(left).toBeLessThanOrEqual(3_600_000);

  expect(await place.run('datadog.sh', ['end', 'dev'], { ...env, CI_JOB_STATUS: 'success' })).toMatchObject({
    code: 0,
  });
  expect(calls.slice(1).map(({ call }) => call)).toEqual(['DELETE /api/v2/downtime/7-8', 'POST /api/v1/events']);
  const event = JSON.parse(calls[2]?.body ?? '');
  expect(event).toMatchObject({ title: 'himeshima: deployment to dev, success' });
  expect(event.tags).toContain('environment:dev');
});

test("fails with Datadog's response, and does not try to cancel a downtime that was not created", async () => {
  status = 403;
  expect(await place.run('datadog.sh', ['begin', 'dev'], env)).toMatchObject({
    code: 22,
    stderr: expect.stringContaining('403'),
  });
  status = 200;
  await place.run('datadog.sh', ['end', 'dev'], env);
  expect(calls.map(({ call }) => call)).toEqual(['POST /api/v2/downtime', 'POST /api/v1/events']);
});

test.each([[{ DD_API_KEY: '' }], [{ DD_APP_KEY: '' }]])('sends no request without a key', async (without) => {
  const { code, stderr } = await place.run('datadog.sh', ['begin', 'dev'], { ...env, ...without });
  expect({ code, calls }).toEqual({ code: 1, calls: [] });
  expect(stderr).toMatch(/^✗ DD_API_KEY or DD_DEPLOY_APP_KEY is missing: .*\n$/);
});
