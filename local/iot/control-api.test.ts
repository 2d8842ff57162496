import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Authority, makeDeviceRequest, openAuthority } from '../certificates/authority';
import { AwsError, type AwsRequest } from '../gateway/request';
import { start, stopped } from '../stopped.fixture';
import { iotApi } from './control-api';
import { createFleetIndex } from './fleet-index';
import { createRegistry } from './registry';

const folder = mkdtempSync(join(tmpdir(), 'himeshima-control-'));
let authority: Authority;
let csr: string;
beforeAll(async () => {
  authority = await openAuthority(folder, start);
  csr = (await makeDeviceRequest('light-1')).csrPem;
});
afterAll(() => rmSync(folder, { recursive: true }));

const document = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iot:Connect","Resource":"*"}]}';

function controlPlane() {
  const parts = stopped();
  const registry = createRegistry(parts.store);
  registry.addThing('light-1', { type: 'light', attributes: { room: 'hall' } });
  registry.addPolicy('device', document);
  const ended: string[] = [];
  const broker = {
    port: 8883,
    connections: 0,
    listen: async () => undefined,
    publish: () => undefined,
    upgrade: () => undefined,
    answer: () => undefined,
    close: async () => undefined,
    disconnect: (id: string) => {
      ended.push(id);
      return ['light-1'];
    },
  };
  const place = { region: 'eu-west-1', account: '000000000000', directory: folder };
  const audit = {
    configure: () => undefined,
    schedule: () => undefined,
    start: () => '',
    findings: () => [],
    stop: () => undefined,
  };
  const fleetIndex = createFleetIndex({
    registry,
    shadows: { document: () => undefined },
    presence: { of: () => ({ connected: false }) },
    deviceDefender: { violationsOf: () => [] },
  });
  const api = iotApi({ ...parts, registry, fleetIndex, audit, authority, broker, place });
  const call = async (method: string, path: string, more: Partial<AwsRequest> & { json?: object } = {}) => {
    const [pathAlone = '', query = ''] = path.split('?');
    const request: AwsRequest = {
      service: 'iot',
      principal: { kind: 'user', name: 'me' },
      cause: undefined,
      method,
      path: pathAlone,
      query: new URLSearchParams(query),
      headers: {},
      body: Buffer.from(JSON.stringify(more.json ?? {})),
      ...more,
    };
    const answer = await api(request).catch((error: unknown) => {
      if (error instanceof AwsError)
        return { status: error.status, body: JSON.stringify(`${error.name}: ${error.message}`) };
      throw error;
    });
    return { status: answer.status, body: JSON.parse(String(answer.body)) };
  };
  const make = async () => {
    const { body } = await call('POST', '/certificates?setAsActive=true', { json: { certificateSigningRequest: csr } });
    const { certificateId: id, certificateArn: arn } = body;
    return { id: String(id), arn: String(arn) };
  };
  return { call, make, ended };
}

describe('a certificate', () => {
  test('is attached to a thing and a policy, found by both, and detached', async () => {
    const { call, make } = controlPlane();
    const { arn } = await make();
    const ofThing = { headers: { 'x-amzn-principal': arn } };
    await call('PUT', '/things/light-1/principals', ofThing);
    await call('PUT', '/target-policies/device', { json: { target: arn } });
    const attached = `/attached-policies/${encodeURIComponent(arn)}`;
    expect((await call('GET', '/things/light-1/principals')).body).toEqual({ principals: [arn] });
    expect((await call('GET', '/principals/things', ofThing)).body).toEqual({ things: ['light-1'] });
    expect((await call('POST', attached)).body).toEqual({
      policies: [{ policyName: 'device', policyArn: 'arn:aws:iot:eu-west-1:000000000000:policy/device' }],
    });
    await call('DELETE', '/things/light-1/principals', ofThing);
    await call('POST', '/target-policies/device', { json: { target: arn } });
    expect((await call('GET', '/things/light-1/principals')).body).toEqual({ principals: [] });
    expect((await call('POST', attached)).body).toEqual({ policies: [] });
  });

  test('is new for every request, and not active unless it is asked so', async () => {
    const { call, make } = controlPlane();
    const [first, second] = [await make(), await make()];
    expect(first.id).not.toBe(second.id);
    const { body } = await call('POST', '/certificates', { json: { certificateSigningRequest: csr } });
    const described = await call('GET', `/certificates/${body.certificateId}`);
    expect(described.body.certificateDescription).toMatchObject({
      certificatePem: body.certificatePem,
      status: 'INACTIVE',
    });
  });

  test.each(['INACTIVE', 'REVOKED'])('that is %s loses its connections', async (status) => {
    const { call, make, ended } = controlPlane();
    const { id } = await make();
    await call('PUT', `/certificates/${id}?newStatus=ACTIVE`);
    expect(ended).toEqual([]);
    await call('PUT', `/certificates/${id}?newStatus=${status}`);
    expect(ended).toEqual([id]);
  });

  test('is deleted when it is good for nothing any more', async () => {
    const { call, make } = controlPlane();
    const { id, arn } = await make();
    const remove = () => call('DELETE', `/certificates/${id}`);
    expect(await remove()).toMatchObject({ status: 406, body: expect.stringContaining('CertificateStateException') });
    await call('PUT', `/certificates/${id}?newStatus=INACTIVE`);
    await call('PUT', '/things/light-1/principals', { headers: { 'x-amzn-principal': arn } });
    expect(await remove()).toEqual({
      status: 409,
      body: `DeleteConflictException: Things must be detached before deletion (arn: ${arn})`,
    });
    await call('DELETE', '/things/light-1/principals', { headers: { 'x-amzn-principal': arn } });
    await call('PUT', '/target-policies/device', { json: { target: arn } });
    expect((await remove()).body).toContain('Certificate policies must be detached');
    await call('POST', '/target-policies/device', { json: { target: arn } });
    expect(await remove()).toMatchObject({ status: 200 });
    expect(await remove()).toMatchObject({ status: 404 });
  });
});

test('a thing is deleted without its certificates alone, and twice without an error', async () => {
  const { call, make } = controlPlane();
  const ofThing = { headers: { 'x-amzn-principal': (await make()).arn } };
  await call('PUT', '/things/light-1/principals', ofThing);
  expect((await call('DELETE', '/things/light-1')).body).toBe(
    'InvalidRequestException: Cannot delete. Thing light-1 is still attached to one or more principals',
  );
  await call('DELETE', '/things/light-1/principals', ofThing);
  expect(await call('DELETE', '/things/light-1')).toMatchObject({ status: 200 });
  expect(await call('DELETE', '/things/light-1')).toMatchObject({ status: 200 });
  expect(await call('GET', '/things/light-1')).toMatchObject({ status: 404 });
});

test.each([
  ['PUT', '/things/nothing/principals', 'ResourceNotFoundException: Thing nothing not found'],
  ['PUT', '/certificates/none?newStatus=REVOKED', 'ResourceNotFoundException: Certificate none not found'],
  ['PUT', '/certificates/none?newStatus=LOST', 'InvalidRequestException'],
  ['PUT', '/target-policies/device', 'InvalidRequestException'],
  ['POST', '/certificates', 'InvalidRequestException'],
])('%s %s is refused as AWS IoT does', async (method, path, error) => {
  expect((await controlPlane().call(method, path)).body).toContain(error);
});
