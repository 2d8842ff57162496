import { reopenedStore, start } from '../../stopped-platform.fixture';
import { startEndpoint } from '../rules/endpoint.fixture';
import { closeControlPlanes, controlPlane, openControlPlanes } from './control-plane.fixture';
import { confirmInBrowser } from './rule-destinations-api';

let endpoint: Awaited<ReturnType<typeof startEndpoint>>;
beforeAll(async () => {
  await openControlPlanes();
  endpoint = await startEndpoint();
});
afterAll(() => {
  endpoint.close();
  closeControlPlanes();
});

type Plane = ReturnType<typeof controlPlane>;

/** Creates a destination. Returns its ARN and the body of the confirmation request. */
async function create({ call }: Plane, confirmationUrl = `${endpoint.url}/in`) {
  const json = { destinationConfiguration: { httpUrlConfiguration: { confirmationUrl } } };
  const created = await call('POST', '/destinations', { json });
  if (created.status !== 200) return { created, arn: '', confirmation: {} };
  const [request] = await endpoint.requests(1);
  const arn: string = created.body.topicRuleDestination.arn;
  return { created, arn, request, confirmation: JSON.parse(request?.body ?? '{}') };
}

const statusOf = async ({ call }: Plane, arn: string) =>
  (await call('GET', `/destinations/${encodeURIComponent(arn)}`)).body.topicRuleDestination.status;
const update = ({ call }: Plane, arn: string, status: string) =>
  call('PATCH', '/destinations', { json: { arn, status } });

describe('a topic rule destination', () => {
  test('sends a confirmation request, and enables a destination only after its confirmation with the token', async () => {
    const plane = controlPlane();
    const { created, arn, request, confirmation } = await create(plane);
    expect(created.body.topicRuleDestination).toMatchObject({
      arn: expect.stringContaining(':ruledestination/http/'),
      status: 'IN_PROGRESS',
      statusReason: expect.stringContaining(
        'Awaiting confirmation. Confirmation message sent on 2026-01-01T00:00:00.000Z',
      ),
      createdAt: start / 1000,
      httpUrlProperties: { confirmationUrl: `${endpoint.url}/in` },
    });
    const { confirmationToken, enableUrl } = confirmation;
    expect(request).toMatchObject({
      path: `/in/?confirmationToken=${confirmationToken}`,
      headers: {
        'x-amz-rules-engine-message-type': 'DestinationConfirmation',
        'x-amz-rules-engine-destination-arn': arn,
        'content-type': 'application/json',
      },
    });
    expect(confirmation).toEqual({ arn, confirmationToken, enableUrl, messageType: 'DestinationConfirmation' });
    expect(await plane.call('GET', `/confirmdestination/${confirmationToken}`)).toEqual({ status: 200, body: {} });
    expect(await statusOf(plane, arn)).toBe('DISABLED');
    await update(plane, arn, 'ENABLED');
    expect(await statusOf(plane, arn)).toBe('ENABLED');
    expect((await plane.call('GET', `/confirmdestination/${confirmationToken}`)).status).toBe(400);
  });

  test('enables a destination when the URL in the confirmation request is opened', async () => {
    const plane = controlPlane();
    const { arn, confirmation } = await create(plane);
    const { pathname: path } = new URL(confirmation.enableUrl);
    const open = (headers = {}) => confirmInBrowser({ method: 'GET', path, headers }, plane.destinations)?.status;
    expect(open({ authorization: 'AWS4-HMAC-SHA256' })).toBeUndefined();
    expect(open()).toBe(200);
    expect(await statusOf(plane, arn)).toBe('ENABLED');
    expect(open()).toBe(400);
  });

  test('rejects the confirmation of a destination after three days', async () => {
    const plane = controlPlane();
    const { arn, confirmation } = await create(plane);
    await plane.clock.advance(3 * 24 * 60 * 60 * 1000);
    expect(await statusOf(plane, arn)).toBe('ERROR');
    expect((await plane.call('GET', `/confirmdestination/${confirmation.confirmationToken}`)).status).toBe(400);
    await update(plane, arn, 'IN_PROGRESS');
    const [request] = await endpoint.requests(1);
    const { confirmationToken } = JSON.parse(request?.body ?? '{}');
    expect((await plane.call('GET', `/confirmdestination/${confirmationToken}`)).status).toBe(200);
  });

  test('enables only disabled destinations, and disables only enabled destinations', async () => {
    const plane = controlPlane();
    const { arn } = await create(plane);
    for (const status of ['ENABLED', 'DISABLED', 'DELETING'])
      expect(await update(plane, arn, status)).toMatchObject({ status: 400, body: expect.stringContaining(status) });
  });

  test('lists and deletes destinations, including after a restart', async () => {
    const open = reopenedStore();
    const { arn } = await create(controlPlane({ store: open() }));
    const plane = controlPlane({ store: open() });
    const { destinationSummaries } = (await plane.call('GET', '/destinations')).body;
    expect(destinationSummaries).toMatchObject([{ arn, httpUrlSummary: { confirmationUrl: `${endpoint.url}/in` } }]);
    const path = `/destinations/${encodeURIComponent(arn)}`;
    expect((await plane.call('DELETE', path)).status).toBe(200);
    const denied = `UnauthorizedException: Access to TopicRuleDestination '${arn}' was denied`;
    expect(await plane.call('DELETE', path)).toEqual({ status: 401, body: denied });
    expect(await plane.call('GET', path)).toEqual({ status: 401, body: denied });
  });

  test('rejects a destination if the account already has 1,000 destinations', async () => {
    const open = reopenedStore();
    const stored = open().collection('iot-rule-destinations');
    for (let index = 0; index < 1000; index += 1)
      stored.set(`arn:${index}`, {
        arn: `arn:${index}`,
        confirmationUrl: `https://${index}.example`,
        status: 'ENABLED',
      });
    const plane = controlPlane({ store: open() });
    expect((await create(plane, `${endpoint.url}/more`)).created).toMatchObject({
      status: 410,
      body: expect.stringContaining('LimitExceededException'),
    });
  });

  test('rejects a destination if its URL is invalid or already used', async () => {
    const plane = controlPlane();
    await create(plane);
    expect((await create(plane)).created).toMatchObject({
      status: 409,
      body: expect.stringContaining('ResourceAlreadyExistsException'),
    });
    expect((await create(plane, 'ftp://a.example')).created).toMatchObject({ status: 400 });
    const json = { destinationConfiguration: { vpcConfiguration: {} } };
    expect(await plane.call('POST', '/destinations', { json })).toMatchObject({
      status: 501,
      body: expect.stringContaining('iot.CreateTopicRuleDestination with vpcConfiguration is not supported locally'),
    });
  });
});
