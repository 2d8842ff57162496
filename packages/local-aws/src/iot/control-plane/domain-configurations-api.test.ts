import { reopenedStore, start } from '../../stopped-platform.fixture';
import { closeControlPlanes, controlPlane, openControlPlanes } from './control-plane.fixture';

beforeAll(openControlPlanes);
afterAll(closeControlPlanes);

const path = '/domainConfigurations/fleet';
const custom = { domainName: 'IoT.example.com', serverCertificateArns: ['arn:aws:acm:eu-west-1:000000000000:c/1'] };
const create = ({ call }: ReturnType<typeof controlPlane>, json: object = custom) => call('POST', path, { json });
const setStatus = ({ call }: ReturnType<typeof controlPlane>, domainConfigurationStatus: string) =>
  call('PUT', path, { json: { domainConfigurationStatus } });

describe('a domain configuration', () => {
  test('describes and lists a domain configuration, including after a restart', async () => {
    const open = reopenedStore();
    const { body } = await create(controlPlane({ store: open() }));
    expect(body).toEqual({
      domainConfigurationName: 'fleet',
      domainConfigurationArn: expect.stringMatching(/:domainconfiguration\/fleet\/[0-9a-f]{5}$/),
    });
    const { call } = controlPlane({ store: open() });
    expect((await call('GET', path)).body).toEqual({
      ...body,
      domainName: 'iot.example.com',
      domainType: 'CUSTOMER_MANAGED',
      serviceType: 'DATA',
      serverCertificates: [{ serverCertificateArn: custom.serverCertificateArns[0], serverCertificateStatus: 'VALID' }],
      domainConfigurationStatus: 'ENABLED',
      lastStatusChangeDate: start / 1000,
    });
    const listed = { domainConfigurations: [{ ...body, serviceType: 'DATA' }] };
    expect((await call('GET', '/domainConfigurations')).body).toEqual(listed);
    expect((await call('GET', '/domainConfigurations?serviceType=JOBS')).body).toEqual({ domainConfigurations: [] });
  });

  test('uses a name below amazonaws.com if no domain name is specified', async () => {
    const plane = controlPlane();
    await create(plane, {});
    expect((await plane.call('GET', path)).body).toMatchObject({
      domainName: expect.stringMatching(/^[0-9a-f]{14}-ats\.iot\.eu-west-1\.amazonaws\.com$/),
      domainType: 'AWS_MANAGED',
    });
  });

  test('deletes a domain configuration only if it is disabled, and an AWS-managed domain only after 7 days', async () => {
    const plane = controlPlane();
    const remove = () => plane.call('DELETE', path);
    await create(plane);
    expect(await remove()).toMatchObject({ status: 400, body: expect.stringContaining('must be DISABLED') });
    await setStatus(plane, 'DISABLED');
    expect((await remove()).status).toBe(200);
    expect((await remove()).body).toBe('ResourceNotFoundException: The specified resource does not exist.');
    await create(plane, {});
    await setStatus(plane, 'DISABLED');
    expect((await remove()).body).toContain('must be DISABLED for 7 days');
    await plane.clock.advance(7 * 86_400_000);
    expect((await remove()).status).toBe(200);
  });

  test.each([
    ['an existing name', 'fleet', custom, 409, 'Domain configuration with given name already exists.'],
    ['no certificate', 'new', { domainName: 'a.example' }, 400, 'requires exactly one server certificate'],
    ['an invalid domain', 'new', { ...custom, domainName: 'a b' }, 400, "at 'domainName'"],
    ['an unknown service', 'new', { ...custom, serviceType: 'OTHER' }, 400, "at 'serviceType'"],
    ['TLS settings', 'new', { ...custom, tlsConfig: {} }, 501, 'with tlsConfig is not supported'],
    [
      'an unknown authorizer',
      'new',
      { ...custom, authorizerConfig: { defaultAuthorizerName: 'other' } },
      404,
      'Authorizer other not found',
    ],
  ])('rejects a domain configuration with %s', async (_, name, json, status, reason) => {
    const plane = controlPlane();
    await create(plane);
    expect(await plane.call('POST', `/domainConfigurations/${name}`, { json })).toEqual({
      status,
      body: expect.stringContaining(reason),
    });
  });
});
