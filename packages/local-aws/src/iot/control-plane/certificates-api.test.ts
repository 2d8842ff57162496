import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { makeTestAuthority } from '../../certificates/test-authority.fixture';
import { reopenedStore, start } from '../../stopped-platform.fixture';
import { closeControlPlanes, controlPlane, openControlPlanes } from './control-plane.fixture';

beforeAll(openControlPlanes);
afterAll(closeControlPlanes);

type Plane = ReturnType<typeof controlPlane>;
const createKeys = async ({ call }: Plane, query = '?setAsActive=true') =>
  (await call('POST', `/keys-and-certificate${query}`)).body;
const register = ({ call }: Plane, json: object) => call('POST', '/certificate/register', { json });
const registerWithoutCa = ({ call }: Plane, json: object) => call('POST', '/certificate/register-no-ca', { json });

describe('CreateKeysAndCertificate', () => {
  test('returns an RSA key of 2,048 bits and its active certificate', async () => {
    const { certificatePem, keyPair, certificateId, certificateArn } = await createKeys(controlPlane());
    expect(keyPair.PrivateKey).toMatch(/^-----BEGIN RSA PRIVATE KEY-----/);
    const certificate = new X509Certificate(certificatePem);
    expect(certificate.checkPrivateKey(createPrivateKey(keyPair.PrivateKey))).toBe(true);
    expect(createPublicKey(keyPair.PublicKey).equals(certificate.publicKey)).toBe(true);
    expect(certificate.publicKey.asymmetricKeyDetails).toMatchObject({ modulusLength: 2048 });
    expect(certificate.subject).toBe('CN=AWS IoT Certificate');
    expect(certificateArn).toBe(`arn:aws:iot:eu-west-1:000000000000:cert/${certificateId}`);
  });

  test('creates a certificate that is inactive by default, and describes it with its dates', async () => {
    const plane = controlPlane();
    const { certificateId, certificateArn, certificatePem } = await createKeys(plane, '');
    await plane.clock.advance(1000);
    await plane.call('PUT', `/certificates/${certificateId}?newStatus=ACTIVE`);
    expect((await plane.call('GET', `/certificates/${certificateId}`)).body.certificateDescription).toEqual({
      certificateArn,
      certificateId,
      certificatePem,
      status: 'ACTIVE',
      certificateMode: 'DEFAULT',
      creationDate: start / 1000,
      lastModifiedDate: start / 1000 + 1,
      ownedBy: '000000000000',
      customerVersion: 1,
      validity: { notBefore: expect.any(Number), notAfter: expect.any(Number) },
    });
  });
});

describe('certificates', () => {
  test('lists certificates from newest to oldest, page by page, including after a restart', async () => {
    const open = reopenedStore();
    const plane = controlPlane({ store: open() });
    const first = await createKeys(plane);
    await plane.clock.advance(1);
    const second = await createKeys(plane, '');
    const restarted = controlPlane({ store: open() });
    const list = async (query: string) => (await restarted.call('GET', `/certificates?${query}`)).body;
    const listed = [second, first].map(({ certificateId }) => expect.objectContaining({ certificateId }));
    expect(await list('')).toEqual({ certificates: listed });
    expect(await list('isAscendingOrder=true')).toEqual({ certificates: listed.toReversed() });
    const { certificates, nextMarker } = await list('pageSize=1');
    expect(certificates).toEqual([listed[0]]);
    expect(await list(`pageSize=1&marker=${nextMarker}`)).toEqual({ certificates: [listed[1]] });
  });

  test('deletes a certificate only if no thing is attached, and only with forceDelete if a policy is attached', async () => {
    const plane = controlPlane();
    const { certificateId, certificateArn: target } = await createKeys(plane, '');
    const remove = async (query = '') => plane.call('DELETE', `/certificates/${certificateId}${query}`);
    await plane.call('PUT', '/target-policies/device', { json: { target } });
    plane.registry.attachThing('light-1', target);
    expect((await remove('?forceDelete=true')).body).toContain('Things must be detached');
    plane.registry.detachThing('light-1', certificateId);
    expect((await remove()).body).toContain('Certificate policies must be detached');
    expect((await remove('?forceDelete=true')).status).toBe(200);
    expect(plane.authorizer.iotPoliciesOf(certificateId)).toEqual([]);
    expect(plane.registry.certificate(certificateId)).toBeUndefined();
  });
});

describe('RegisterCertificateWithoutCA', () => {
  test('registers a certificate from any authority, but only once', async () => {
    const plane = controlPlane();
    const { certificatePem } = await makeTestAuthority('device', { isAuthority: false });
    const { status, body } = await registerWithoutCa(plane, { certificatePem, status: 'ACTIVE' });
    expect(status).toBe(200);
    expect(plane.registry.certificate(body.certificateId)).toMatchObject({ status: 'ACTIVE', mode: 'SNI_ONLY' });
    const exists = {
      status: 409,
      body: 'ResourceAlreadyExistsException: The certificate is already provisioned or registered',
    };
    expect(await registerWithoutCa(plane, { certificatePem })).toEqual(exists);
    expect(await register(plane, { certificatePem })).toEqual(exists);
  });

  test.each(['nonsense', '', '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----'])(
    'rejects %j',
    async (certificatePem) => {
      const plane = controlPlane();
      expect((await registerWithoutCa(plane, { certificatePem })).status).toBe(400);
      expect(plane.registry.certificates()).toEqual([]);
    },
  );
});

describe('a CA', () => {
  const code = async ({ call }: Plane): Promise<string> =>
    (await call('GET', '/registrationcode')).body.registrationCode;
  const registerCa = ({ call }: Plane, json: object, query = '') => call('POST', `/cacertificate${query}`, { json });
  const verified = async (plane: Plane, name: string) => {
    const authority = await makeTestAuthority(name);
    const { certificatePem: verificationCertificate } = await authority.issue(await code(plane));
    const { body } = await registerCa(
      plane,
      { caCertificate: authority.certificatePem, verificationCertificate },
      '?setAsActive=true',
    );
    return { authority, id: String(body.certificateId), arn: String(body.certificateArn) };
  };

  test('registers a CA with a verification certificate, and describes and lists the CA', async () => {
    const plane = controlPlane();
    const { authority, id, arn } = await verified(plane, 'maker');
    const summary = { certificateArn: arn, certificateId: id, status: 'ACTIVE', creationDate: start / 1000 };
    expect(arn).toBe(`arn:aws:iot:eu-west-1:000000000000:cacert/${id}`);
    expect((await plane.call('GET', '/cacertificates')).body).toEqual({ certificates: [summary] });
    expect((await plane.call('GET', `/cacertificate/${id}`)).body).toEqual({
      certificateDescription: {
        ...summary,
        certificatePem: authority.certificatePem,
        ownedBy: '000000000000',
        autoRegistrationStatus: 'DISABLE',
        lastModifiedDate: start / 1000,
        customerVersion: 1,
        certificateMode: 'DEFAULT',
        validity: { notBefore: Date.parse('2020-01-01') / 1000, notAfter: Date.parse('2040-01-01') / 1000 },
      },
    });
  });

  test('a CA registers the device certificates that it signed, and no others', async () => {
    const plane = controlPlane();
    const { authority, id } = await verified(plane, 'maker');
    const { certificatePem } = await authority.issue('sensor-1');
    const { body } = await register(plane, { certificatePem, status: 'ACTIVE' });
    expect((await plane.call('GET', `/certificates/${body.certificateId}`)).body.certificateDescription).toMatchObject({
      caCertificateId: id,
      status: 'ACTIVE',
    });
    expect((await plane.call('GET', `/certificates-by-ca/${id}`)).body.certificates).toMatchObject([
      { certificateId: body.certificateId },
    ]);
    const other = await (await makeTestAuthority('maker')).issue('sensor-2');
    expect(await register(plane, { certificatePem: other.certificatePem })).toEqual({
      status: 400,
      body: expect.stringContaining('CertificateValidationException'),
    });
  });

  test("deletes only an inactive CA, and keeps the CA's device certificates", async () => {
    const plane = controlPlane();
    const { authority, id } = await verified(plane, 'maker');
    const { certificatePem } = await authority.issue('sensor-1');
    const { body } = await register(plane, { certificatePem });
    const remove = () => plane.call('DELETE', `/cacertificate/${id}`);
    expect(await remove()).toMatchObject({ status: 406, body: expect.stringContaining('CertificateStateException') });
    await plane.call('PUT', `/cacertificate/${id}?newStatus=INACTIVE`);
    expect((await remove()).status).toBe(200);
    expect((await remove()).status).toBe(404);
    expect(plane.registry.certificate(body.certificateId)).not.toHaveProperty('authority', id);
  });

  test.each([
    ['without a verification certificate', 'CertificateValidationException', async () => undefined],
    [
      'with a verification certificate from another authority',
      'CertificateValidationException',
      async (registrationCode: string) => (await makeTestAuthority('maker')).issue(registrationCode),
    ],
    [
      'with a common name that is not the registration code',
      'RegistrationCodeValidationException',
      async (_: string, authority: Awaited<ReturnType<typeof makeTestAuthority>>) => authority.issue('other'),
    ],
  ])('rejects a CA %s', async (_, error, make) => {
    const plane = controlPlane();
    const authority = await makeTestAuthority('maker');
    const verification = await make(await code(plane), authority);
    const json = { caCertificate: authority.certificatePem, verificationCertificate: verification?.certificatePem };
    expect(await registerCa(plane, json)).toEqual({ status: 400, body: expect.stringContaining(error) });
    expect((await plane.call('GET', '/cacertificates')).body).toEqual({ certificates: [] });
  });

  test.each([
    ['a device certificate', async () => makeTestAuthority('device', { isAuthority: false })],
    ['nonsense', async () => ({ certificatePem: 'nonsense' })],
  ])('rejects %s as a CA certificate', async (_, make) => {
    const json = { caCertificate: (await make()).certificatePem, certificateMode: 'SNI_ONLY' };
    expect((await registerCa(controlPlane(), json)).body).toContain('CertificateValidationException');
  });

  test('rejects a CA that is already registered, or that has the same subject as ten other CAs', async () => {
    const plane = controlPlane();
    const json = async () => ({
      caCertificate: (await makeTestAuthority('maker')).certificatePem,
      certificateMode: 'SNI_ONLY',
    });
    const first = await json();
    expect((await registerCa(plane, first)).status).toBe(200);
    expect((await registerCa(plane, first)).body).toContain('ResourceAlreadyExistsException');
    for (let index = 1; index < 10; index += 1) expect((await registerCa(plane, await json())).status).toBe(200);
    expect(await registerCa(plane, await json())).toMatchObject({ status: 410 });
  });

  const templateBody = JSON.stringify({ Parameters: {}, Resources: {} });
  const roleArn = 'arn:aws:iam::000000000000:role/provisioning';

  test('enables and disables the automatic registration of devices, and removes its configuration', async () => {
    const plane = controlPlane();
    const { certificatePem: caCertificate } = await makeTestAuthority('maker');
    const registrationConfig = { templateBody, roleArn };
    const json = { caCertificate, certificateMode: 'SNI_ONLY', registrationConfig };
    const path = `/cacertificate/${(await registerCa(plane, json, '?allowAutoRegistration=true')).body.certificateId}`;
    const describe = async () => {
      const { certificateDescription, ...more } = (await plane.call('GET', path)).body;
      return { status: certificateDescription.autoRegistrationStatus, ...more };
    };
    expect(await describe()).toEqual({ status: 'ENABLE', registrationConfig });
    await plane.call('PUT', `${path}?newAutoRegistrationStatus=DISABLE`);
    expect(await describe()).toEqual({ status: 'DISABLE', registrationConfig });
    await plane.call('PUT', `${path}?newAutoRegistrationStatus=ENABLE`, { json: { removeAutoRegistration: true } });
    expect(await describe()).toEqual({ status: 'DISABLE' });
  });

  test.each([
    ['an invalid template', { templateBody: '{}', roleArn }, 'Invalid template body'],
    ['no role', { templateBody }, 'registrationConfig must contain roleArn'],
    ['no template', { roleArn }, 'registrationConfig must contain either templateName or templateBody'],
    ['an unknown template', { templateName: 'none' }, 'Provisioning template none does not exist'],
  ])('rejects a CA whose registration configuration has %s', async (_, registrationConfig, reason) => {
    const plane = controlPlane();
    const { certificatePem: caCertificate } = await makeTestAuthority('maker');
    const json = { caCertificate, certificateMode: 'SNI_ONLY', registrationConfig };
    expect(await registerCa(plane, json)).toEqual({ status: 400, body: expect.stringContaining(reason) });
    expect((await plane.call('GET', '/cacertificates')).body).toEqual({ certificates: [] });
  });

  test('the registration code stays the same until it is deleted', async () => {
    const plane = controlPlane();
    const first = await code(plane);
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(await code(plane)).toBe(first);
    expect((await plane.call('DELETE', '/registrationcode')).status).toBe(200);
    expect(await code(plane)).not.toBe(first);
  });
});
