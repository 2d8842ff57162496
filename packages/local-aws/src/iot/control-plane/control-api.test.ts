import { z } from 'zod';
import type { Finding } from '../audit/audit';
import { closeControlPlanes, controlPlane, document, openControlPlanes, signingRequest } from './control-plane.fixture';

beforeAll(openControlPlanes);
afterAll(closeControlPlanes);

describe('a certificate', () => {
  test('attaches a thing and a policy to a certificate, lists the attachments, and detaches both', async () => {
    const { call, createCertificate } = controlPlane();
    const { arn } = await createCertificate();
    const forPrincipal = { headers: { 'x-amzn-principal': arn } };
    await call('PUT', '/things/light-1/principals', forPrincipal);
    await call('PUT', '/target-policies/device', { json: { target: arn } });
    const attached = `/attached-policies/${encodeURIComponent(arn)}`;
    expect((await call('GET', '/things/light-1/principals')).body).toEqual({ principals: [arn] });
    expect((await call('GET', '/principals/things', forPrincipal)).body).toEqual({ things: ['light-1'] });
    expect((await call('POST', attached)).body).toEqual({
      policies: [{ policyName: 'device', policyArn: 'arn:aws:iot:eu-west-1:000000000000:policy/device' }],
    });
    await call('DELETE', '/things/light-1/principals', forPrincipal);
    await call('POST', '/target-policies/device', { json: { target: arn } });
    expect((await call('GET', '/things/light-1/principals')).body).toEqual({ principals: [] });
    expect((await call('POST', attached)).body).toEqual({ policies: [] });
  });

  test('issues an inactive certificate for each request, or an active certificate if requested', async () => {
    const { call, createCertificate } = controlPlane();
    const [first, second] = [await createCertificate(), await createCertificate()];
    expect(first.id).not.toBe(second.id);
    const { body } = await call('POST', '/certificates', { json: { certificateSigningRequest: signingRequest() } });
    const described = await call('GET', `/certificates/${body.certificateId}`);
    expect(described.body.certificateDescription).toMatchObject({
      certificatePem: body.certificatePem,
      status: 'INACTIVE',
    });
  });

  test.each(['INACTIVE', 'REVOKED'])(
    "disconnects devices when their certificate's status becomes %s",
    async (status) => {
      const { call, createCertificate, disconnected } = controlPlane();
      const { id } = await createCertificate();
      await call('PUT', `/certificates/${id}?newStatus=ACTIVE`);
      expect(disconnected).toEqual([]);
      await call('PUT', `/certificates/${id}?newStatus=${status}`);
      expect(disconnected).toEqual([id]);
    },
  );

  test('attaches at most 10 policies to a certificate, and accepts a policy that is already attached', async () => {
    const { call, createCertificate, registry } = controlPlane();
    const { arn: target } = await createCertificate();
    const attach = (name: string) => {
      registry.addPolicy(name, document);
      return call('PUT', `/target-policies/${name}`, { json: { target } });
    };
    for (let index = 0; index < 10; index += 1) expect(await attach(`policy-${index}`)).toMatchObject({ status: 200 });
    expect(await attach('policy-10')).toEqual({
      status: 410,
      body: expect.stringMatching(/^LimitExceededException: .* already has the maximum of 10 policies$/),
    });
    expect(await attach('policy-3')).toMatchObject({ status: 200 });
  });

  test('deletes only an inactive certificate without attachments', async () => {
    const { call, createCertificate } = controlPlane();
    const { id, arn } = await createCertificate();
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

describe('a thing group', () => {
  const target = 'arn:aws:iot:eu-west-1:000000000000:thinggroup/lights';

  test('a thing group accepts at most 2 policies and lists them', async () => {
    const { call, registry } = controlPlane();
    registry.addGroup('lights');
    for (const name of ['a', 'b', 'c']) registry.addPolicy(name, document);
    const attach = (name: string) => call('PUT', `/target-policies/${name}`, { json: { target } });
    expect([await attach('a'), await attach('b')]).toMatchObject([{ status: 200 }, { status: 200 }]);
    expect(await attach('c')).toMatchObject({ status: 410, body: expect.stringContaining('LimitExceededException') });
    await call('POST', '/target-policies/b', { json: { target } });
    expect((await call('POST', `/attached-policies/${encodeURIComponent(target)}`)).body).toMatchObject({
      policies: [{ policyName: 'a' }],
    });
  });

  test('returns an error if the thing group does not exist', async () => {
    const { call } = controlPlane();
    expect(await call('PUT', '/target-policies/device', { json: { target } })).toMatchObject({
      status: 404,
      body: `ResourceNotFoundException: No thing group with ARN ${target} exists`,
    });
  });
});

test('deletes a thing only after its certificates are detached, and accepts repeated deletions', async () => {
  const { call, createCertificate } = controlPlane();
  const forPrincipal = { headers: { 'x-amzn-principal': (await createCertificate()).arn } };
  await call('PUT', '/things/light-1/principals', forPrincipal);
  expect((await call('DELETE', '/things/light-1')).body).toBe(
    'InvalidRequestException: Cannot delete. Thing light-1 is still attached to one or more principals',
  );
  await call('DELETE', '/things/light-1/principals', forPrincipal);
  expect(await call('DELETE', '/things/light-1')).toMatchObject({ status: 200 });
  expect(await call('DELETE', '/things/light-1')).toMatchObject({ status: 200 });
  expect(await call('GET', '/things/light-1')).toMatchObject({ status: 404 });
});

describe('DescribeEndpoint', () => {
  test.each(['', '?endpointType=iot:Data', '?endpointType=iot:Data-ATS', '?endpointType=iot:CredentialProvider'])(
    "%s returns the broker's address",
    async (query) => {
      expect(await controlPlane().call('GET', `/endpoint${query}`)).toMatchObject({
        status: 200,
        body: { endpointAddress: expect.stringMatching(/^localhost:/) },
      });
    },
  );

  test.each([
    ['iot:Jobs', 501, 'NotImplemented: iot.DescribeEndpoint for iot:Jobs is not supported'],
    ['iot:Nothing', 400, 'InvalidRequestException: Invalid endpoint type iot:Nothing'],
  ])('rejects the unsupported type %s', async (type, status, reason) => {
    expect(await controlPlane().call('GET', `/endpoint?endpointType=${type}`)).toEqual({
      status,
      body: expect.stringContaining(reason),
    });
  });
});

describe('list operations', () => {
  const names = ['a', 'b', 'c', 'd', 'device'];
  const certificate = async (plane: ReturnType<typeof controlPlane>) => {
    const { id, arn } = await plane.createCertificate();
    for (const name of names) {
      plane.registry.addThing(name, { type: undefined, attributes: {} });
      plane.registry.attachThing(name, arn);
      plane.registry.addPolicy(name, document);
      await plane.call('PUT', `/target-policies/${name}`, { json: { target: arn } });
    }
    return { id, arn };
  };
  /** Requests all pages, as a client does. */
  const pages = async (
    fetchPage: (more: string) => Promise<{ body: Record<string, unknown> }>,
    [requestToken, responseToken]: [string, string],
  ) => {
    const pagesFound: unknown[] = [];
    for (let more: unknown = ''; typeof more === 'string'; ) {
      const { body } = await fetchPage(more === '' ? '' : `&${requestToken}=${more}`);
      pagesFound.push(Object.values(body).find(Array.isArray));
      more = body[responseToken];
    }
    return pagesFound;
  };
  const named = (page: unknown, key: string) =>
    z
      .array(z.record(z.string(), z.unknown()))
      .parse(page)
      .map((one) => one[key]);

  test('lists policies page by page, in descending order unless ascending order is requested', async () => {
    const plane = controlPlane();
    await certificate(plane);
    const listBy = async (query: string) => {
      const pagesFound = await pages(
        (more) => plane.call('GET', `/policies?${query}${more}`),
        ['marker', 'nextMarker'],
      );
      return pagesFound.map((page) => named(page, 'policyName'));
    };
    expect(await listBy('pageSize=2')).toEqual([['device', 'd'], ['c', 'b'], ['a']]);
    expect(await listBy('pageSize=2&isAscendingOrder=true')).toEqual([['a', 'b'], ['c', 'd'], ['device']]);
    expect(await listBy('pageSize=5')).toEqual([['device', 'd', 'c', 'b', 'a']]);
    expect(await listBy('')).toEqual([['device', 'd', 'c', 'b', 'a']]);
  });

  test("lists a thing's or certificate's attachments page by page", async () => {
    const plane = controlPlane();
    const { arn } = await certificate(plane);
    const attached = await pages(
      (more) => plane.call('POST', `/attached-policies/${encodeURIComponent(arn)}?pageSize=3${more}`),
      ['marker', 'nextMarker'],
    );
    expect(attached.map((page) => named(page, 'policyName'))).toEqual([
      ['a', 'b', 'c'],
      ['d', 'device'],
    ]);
    const headers = { 'x-amzn-principal': arn };
    const things = await pages(
      (more) => plane.call('GET', `/principals/things?maxResults=4${more}`, { headers }),
      ['nextToken', 'nextToken'],
    );
    expect(things).toEqual([['a', 'b', 'c', 'd'], ['device']]);
    const second = (await plane.createCertificate()).arn;
    plane.registry.attachThing('a', second);
    const principals = await pages(
      (more) => plane.call('GET', `/things/a/principals?maxResults=1${more}`),
      ['nextToken', 'nextToken'],
    );
    expect(principals).toEqual([arn, second].sort().map((one) => [one]));
  });

  test('lists things page by page, filtered by type or attribute', async () => {
    const { call, registry } = controlPlane();
    registry.addThing('light-2', { type: 'light', attributes: { room: 'hallway' } });
    registry.addThing('sensor-1', { type: 'sensor', attributes: {} });
    const listBy = async (query: string) => {
      const pagesFound = await pages((more) => call('GET', `/things?${query}${more}`), ['nextToken', 'nextToken']);
      return pagesFound.map((page) => named(page, 'thingName'));
    };
    expect(await listBy('maxResults=2')).toEqual([['light-1', 'light-2'], ['sensor-1']]);
    expect(await listBy('maxResults=1&thingTypeName=light')).toEqual([['light-1'], ['light-2']]);
    expect(await listBy('attributeName=room&attributeValue=hall')).toEqual([['light-1']]);
    expect(await listBy('attributeName=room&attributeValue=hall&usePrefixAttributeValue=true')).toEqual([
      ['light-1', 'light-2'],
    ]);
    expect(await listBy('attributeName=constructor')).toEqual([[]]);
    expect((await call('GET', '/things?thingTypeName=sensor')).body).toEqual({
      things: [
        {
          thingName: 'sensor-1',
          thingTypeName: 'sensor',
          thingArn: 'arn:aws:iot:eu-west-1:000000000000:thing/sensor-1',
          attributes: {},
          version: 1,
        },
      ],
    });
  });

  test("lists a thing group's policies, including inherited policies if requested", async () => {
    const { call, registry } = controlPlane();
    registry.addGroup('all');
    registry.addGroup('lights', { parent: 'all', description: undefined, attributes: {} });
    const arnOf = (group: string) => `arn:aws:iot:eu-west-1:000000000000:thinggroup/${group}`;
    for (const [name, group] of [
      ['b', 'all'],
      ['a', 'lights'],
    ] as const) {
      registry.addPolicy(name, document);
      await call('PUT', `/target-policies/${name}`, { json: { target: arnOf(group) } });
    }
    const list = async (query: string) =>
      named(
        (await call('POST', `/attached-policies/${encodeURIComponent(arnOf('lights'))}${query}`)).body.policies,
        'policyName',
      );
    expect(await list('')).toEqual(['a']);
    expect(await list('?recursive=true')).toEqual(['a', 'b']);
  });

  test.each([
    ['GET', '/policies?pageSize=0', 'invalid pageSize: expected an integer from 1 to 250'],
    ['GET', '/policies?pageSize=251', 'invalid pageSize: expected an integer from 1 to 250'],
    ['GET', '/policies?pageSize=many', 'invalid pageSize: expected an integer from 1 to 250'],
    ['GET', '/policies?isAscendingOrder=yes', "Value 'yes' at 'isAscendingOrder' failed"],
    ['GET', '/policies?marker=x', 'Invalid marker'],
    ['GET', '/things?nextToken=eyJhIjoxfQ', 'Invalid nextToken'],
    ['GET', '/things?maxResults=1.5', 'invalid maxResults: expected an integer from 1 to 250'],
    ['GET', '/things?attributeName=room&usePrefixAttributeValue=1', "Value '1' failed"],
    ['GET', '/things/light-1/principals?maxResults=-1', 'invalid maxResults: expected an integer from 1 to 250'],
  ])('rejects invalid paging parameters: %s %s', async (method, path, reason) => {
    expect(await controlPlane().call(method, path)).toEqual({
      status: 400,
      body: expect.stringMatching(`InvalidRequestException: .*${reason}`),
    });
  });
});

test.each([
  ['PUT', '/things/light-1/principals', "Value null at 'principal' failed to satisfy constraint"],
  ['GET', '/things/light-9', 'ResourceNotFoundException: Thing light-9 not found'],
  ['PUT', '/certificates/none?newStatus=REVOKED', 'ResourceNotFoundException: Certificate none not found'],
  ['PUT', '/certificates/none?newStatus=LOST', 'InvalidRequestException'],
  ['PUT', '/target-policies/device', 'InvalidRequestException'],
  ['POST', '/certificates', 'InvalidRequestException'],
])("%s %s returns AWS IoT's error", async (method, path, error) => {
  expect((await controlPlane().call(method, path)).body).toContain(error);
});

describe('audit findings', () => {
  const finding = (second: number, taskId: string, clientId: string): Finding => ({
    findingId: `finding-${second}`,
    taskId,
    checkName: 'CONFLICTING_CLIENT_IDS_CHECK',
    severity: 'HIGH',
    at: second * 1000,
    resourceType: 'CLIENT_ID',
    resourceIdentifier: { clientId },
    reasonForNonComplianceCode: 'CLIENT_ID_CONFLICT',
  });
  const plane = () =>
    controlPlane({
      findings: [finding(1001, 'a', 'x'), finding(1002, 'a', 'y'), finding(1003, 'b', 'x')],
    });
  const Found = z.object({
    findings: z.array(z.object({ findingId: z.string() })),
    nextToken: z.string().optional(),
  });
  const findFindings = async (query: object) => {
    const { findings, nextToken } = Found.parse((await plane().call('POST', '/audit/findings', { json: query })).body);
    return { ids: findings.map(({ findingId }) => findingId), nextToken };
  };

  test.each([
    ['a task', { taskId: 'a' }, ['finding-1001', 'finding-1002']],
    ['a time range', { startTime: 1002, endTime: 1003 }, ['finding-1002', 'finding-1003']],
    [
      'a resource',
      { startTime: 0, endTime: 2000, resourceIdentifier: { clientId: 'x' } },
      ['finding-1001', 'finding-1003'],
    ],
    ['a check', { taskId: 'a', checkName: 'LOGGING_DISABLED_CHECK' }, []],
    ['suppression', { taskId: 'a', listSuppressedFindings: true }, []],
  ])('filters audit findings by %s', async (_, query, ids) => {
    expect(await findFindings(query)).toEqual({ ids });
  });

  test('returns audit findings page by page', async () => {
    const first = await findFindings({ taskId: 'a', maxResults: 1 });
    expect(first.ids).toEqual(['finding-1001']);
    expect(await findFindings({ taskId: 'a', maxResults: 1, nextToken: first.nextToken })).toEqual({
      ids: ['finding-1002'],
    });
  });

  test.each([
    [{}, 'You must specify either the startTime and endTime or the taskId, but not both'],
    [{ startTime: 1 }, 'You must specify either the startTime and endTime or the taskId, but not both'],
    [{ taskId: 'a', endTime: 1 }, 'You must specify either the startTime and endTime or the taskId, but not both'],
    [{ taskId: 'a', maxResults: 251 }, 'invalid maxResults: expected an integer from 1 to 250'],
    [{ taskId: 'a', nextToken: 'x' }, 'Invalid nextToken'],
  ])('rejects the audit finding query %j', async (query, reason) => {
    const body = `InvalidRequestException: ${reason}`;
    expect(await plane().call('POST', '/audit/findings', { json: query })).toMatchObject({ status: 400, body });
  });
});
