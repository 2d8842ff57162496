import { reopenedStore, start } from '../../stopped-platform.fixture';
import { closeControlPlanes, controlPlane, openControlPlanes } from './control-plane.fixture';

beforeAll(openControlPlanes);
afterAll(closeControlPlanes);

const roleArn = 'arn:aws:iam::000000000000:role/device';
const roleAliasArn = 'arn:aws:iot:eu-west-1:000000000000:rolealias/device';
const create = ({ call }: ReturnType<typeof controlPlane>, name: string, json: object = { roleArn }) =>
  call('POST', `/role-aliases/${name}`, { json });

describe('a role alias', () => {
  test('creates, updates, describes and deletes a role alias, including after a restart', async () => {
    const open = reopenedStore();
    const before = controlPlane({ store: open() });
    const reference = { roleAlias: 'device', roleAliasArn };
    expect(await create(before, 'device')).toEqual({ status: 200, body: reference });
    await before.clock.advance(1000);
    const json = { credentialDurationSeconds: 900 };
    expect((await before.call('PUT', '/role-aliases/device', { json })).body).toEqual(reference);
    const { call } = controlPlane({ store: open() });
    expect((await call('GET', '/role-aliases/device')).body).toEqual({
      roleAliasDescription: {
        ...reference,
        roleArn,
        owner: '000000000000',
        credentialDurationSeconds: 900,
        creationDate: start / 1000,
        lastModifiedDate: start / 1000 + 1,
      },
    });
    expect((await call('DELETE', '/role-aliases/device')).status).toBe(200);
    expect((await call('DELETE', '/role-aliases/device')).status).toBe(404);
  });

  test('lists role aliases in descending order unless ascending order is requested', async () => {
    const plane = controlPlane();
    for (const name of ['b', 'a', 'c']) await create(plane, name);
    const list = async (query: string) => (await plane.call('GET', `/role-aliases${query}`)).body.roleAliases;
    expect(await list('')).toEqual(['c', 'b', 'a']);
    expect(await list('?isAscendingOrder=true')).toEqual(['a', 'b', 'c']);
  });

  test.each([
    ['an existing name', 'device', { roleArn }, 409, 'ResourceAlreadyExistsException'],
    ['an invalid name', 'a%20b', { roleArn }, 400, 'Member must satisfy regular expression pattern: [\\w=,@-]+'],
    ['a short lifetime', 'other', { roleArn, credentialDurationSeconds: 899 }, 400, 'greater than or equal to 900'],
    ['a long lifetime', 'other', { roleArn, credentialDurationSeconds: 43_201 }, 400, 'less than or equal to 43200'],
    ['no role', 'other', {}, 400, "Value null at 'roleArn'"],
  ])('rejects a role alias with %s', async (_, name, json, status, reason) => {
    const plane = controlPlane();
    await create(plane, 'device');
    expect(await create(plane, name, json)).toEqual({ status, body: expect.stringContaining(reason) });
  });

  test('rejects a role alias if the account already has 100 role aliases', async () => {
    const plane = controlPlane();
    for (let index = 0; index < 100; index += 1) await create(plane, `alias-${index}`);
    expect(await create(plane, 'more')).toMatchObject({ status: 410, body: expect.stringContaining('LimitExceeded') });
  });
});
