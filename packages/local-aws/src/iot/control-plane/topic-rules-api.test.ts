import { reopenedStore, start } from '../../stopped-platform.fixture';
import { closeControlPlanes, controlPlane, openControlPlanes } from './control-plane.fixture';

beforeAll(openControlPlanes);
afterAll(closeControlPlanes);

const roleArn = 'arn:aws:iam::000000000000:role/rule';
const ruleArn = 'arn:aws:iot:eu-west-1:000000000000:rule/hot';
const queue = { sqs: { roleArn, queueUrl: 'http://127.0.0.1:4566/000000000000/hot' } };
const payload = { sql: "SELECT t FROM 'sensors/+' WHERE t > 30", actions: [queue], awsIotSqlVersion: '2016-03-23' };

const create = ({ call }: ReturnType<typeof controlPlane>, json: object = payload, name = 'hot') =>
  call('POST', `/rules/${name}`, { json });

describe('a topic rule', () => {
  test('applies a created, replaced, disabled, enabled or deleted rule immediately', async () => {
    const plane = controlPlane();
    const { call, publish, sent } = plane;
    const received = async () => {
      await publish('sensors/1', { t: 31 });
      return sent.splice(0);
    };
    expect(await create(plane)).toEqual({ status: 200, body: {} });
    expect(await received()).toEqual(['{"t":31}']);
    await call('PATCH', '/rules/hot', { json: { ...payload, sql: "SELECT t AS hot FROM 'sensors/+'" } });
    expect(await received()).toEqual(['{"hot":31}']);
    await call('POST', '/rules/hot/disable');
    expect(await received()).toEqual([]);
    await call('POST', '/rules/hot/enable');
    expect(await received()).toEqual(['{"hot":31}']);
    expect(await call('DELETE', '/rules/hot')).toEqual({ status: 200, body: {} });
    expect(await received()).toEqual([]);
  });

  test('returns a topic rule as it was created, including after a restart', async () => {
    const open = reopenedStore();
    const before = controlPlane({ store: open() });
    const errorAction = { republish: { roleArn, topic: 'failed', qos: 0 } };
    await create(before, { ...payload, description: 'too hot', errorAction });
    const plane = controlPlane({ store: open() });
    expect((await plane.call('GET', '/rules/hot')).body).toEqual({
      ruleArn,
      rule: {
        ruleName: 'hot',
        createdAt: start / 1000,
        ...payload,
        description: 'too hot',
        ruleDisabled: false,
        errorAction,
      },
    });
    await plane.publish('sensors/1', { t: 31 });
    expect(plane.sent).toEqual(['{"t":31}']);
    await plane.call('DELETE', '/rules/hot');
    expect((await controlPlane({ store: open() }).call('GET', '/rules/hot')).status).toBe(401);
  });

  test('evaluates SQL 2015-10-08 by default', async () => {
    const plane = controlPlane();
    await create(plane, { sql: payload.sql, actions: [] });
    expect((await plane.call('GET', '/rules/hot')).body.rule).toMatchObject({
      awsIotSqlVersion: '2015-10-08',
      ruleDisabled: false,
    });
  });

  test('lists topic rules by topic, by state and in pages', async () => {
    const plane = controlPlane();
    await create(plane);
    await create(plane, { ...payload, sql: "SELECT * FROM 'power/#'", ruleDisabled: true }, 'power');
    await create(plane, { ...payload, sql: 'SELECT *' }, 'ingest');
    const list = async (query = '') => {
      const { rules, nextToken } = (await plane.call('GET', `/rules${query}`)).body;
      return { names: rules.map(({ ruleName }: { ruleName: string }) => ruleName), nextToken };
    };
    expect((await plane.call('GET', '/rules?topic=sensors/1')).body.rules).toEqual([
      { ruleArn, ruleName: 'hot', topicPattern: 'sensors/+', createdAt: start / 1000, ruleDisabled: false },
    ]);
    expect((await list('?topic=power/%23')).names).toEqual(['power']);
    expect((await list('?ruleDisabled=true')).names).toEqual(['power']);
    expect((await list('?ruleDisabled=false')).names).toEqual(['hot', 'ingest']);
    const { names, nextToken } = await list('?maxResults=2');
    expect(names).toEqual(['hot', 'ingest']);
    expect(await list(`?maxResults=2&nextToken=${nextToken}`)).toEqual({ names: ['power'] });
  });

  test('stores the tags in the header of the request that creates a rule', async () => {
    const { call } = controlPlane();
    const headers = { 'x-amz-tagging': 'team=iot&stage=a%20b' };
    await call('POST', '/rules/hot', { json: payload, headers });
    const tags = [
      { Key: 'stage', Value: 'a b' },
      { Key: 'team', Value: 'iot' },
    ];
    expect((await call('GET', `/tags?resourceArn=${ruleArn}`)).body).toEqual({ tags });
  });

  test.each([
    ['an invalid name', 'a-b', {}, 400, 'Member must satisfy regular expression pattern: [a-zA-Z0-9_]+'],
    ['invalid SQL', 'new', { sql: "SELECT * FROM 'a' WHERE b == 1" }, 400, 'SqlParseException: line 1, column'],
    ['an invalid template', 'new', { actions: [{ lambda: { functionArn: '${' } }] }, 400, 'SqlParseException'],
    ['an unknown SQL version', 'new', { awsIotSqlVersion: '2014-01-01' }, 400, "at 'awsIotSqlVersion'"],
    ['11 actions', 'new', { actions: Array(11).fill(queue) }, 400, 'Member must have length less than or equal to 10'],
    ['an action without a role', 'new', { actions: [{ sqs: { queueUrl: 'q' } }] }, 400, "at 'actions.0.sqs.roleArn'"],
    ['two actions in one object', 'new', { actions: [{ ...queue, lambda: {} }] }, 400, 'exactly one action type'],
    ['too much SQL', 'new', { sql: `SELECT '${'x'.repeat(256 * 1024)}' FROM 'a'` }, 400, 'at most 262144 are allowed'],
    ['an unsupported action', 'new', { actions: [{ kafka: {} }] }, 501, 'the rule action kafka is not supported'],
    ['an existing name', 'hot', {}, 409, "ResourceAlreadyExistsException: Rule with name 'hot' already exists"],
  ])('rejects a topic rule with %s', async (_, name, changes, status, reason) => {
    const plane = controlPlane();
    await create(plane);
    expect(await create(plane, { ...payload, ...changes }, name)).toEqual({
      status,
      body: expect.stringContaining(reason),
    });
    expect((await plane.call('GET', '/rules')).body.rules).toHaveLength(1);
  });

  test('keeps the old version of a rule if the new version is rejected', async () => {
    const plane = controlPlane();
    await create(plane);
    const changed = await plane.call('PATCH', '/rules/hot', { json: { ...payload, sql: 'SELEC' } });
    expect(changed.body).toContain('SqlParseException');
    await plane.publish('sensors/1', { t: 31 });
    expect(plane.sent).toEqual(['{"t":31}']);
  });

  test('rejects a topic rule if AWS IoT cannot assume the role of an action', async () => {
    const plane = controlPlane();
    const trust = (Service: string) =>
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service } }],
      });
    plane.authorizer.roles.declare({
      name: 'rule',
      arn: roleArn,
      trust: trust('lambda.amazonaws.com'),
      boundary: undefined,
    });
    const body = expect.stringContaining(`is unable to assume role (sts:AssumeRole) on resource: ${roleArn}`);
    expect(await create(plane, { ...payload, ruleDisabled: true })).toEqual({ status: 400, body });
    plane.authorizer.roles.declare({
      name: 'rule',
      arn: roleArn,
      trust: trust('iot.amazonaws.com'),
      boundary: undefined,
    });
    expect((await create(plane)).status).toBe(200);
  });

  test('reports a missing topic rule as a denial, but lets its deletion succeed', async () => {
    const { call } = controlPlane();
    const denied = { status: 401, body: "UnauthorizedException: Access to topic rule 'none' was denied" };
    expect(await call('GET', '/rules/none')).toEqual(denied);
    expect(await call('PATCH', '/rules/none', { json: payload })).toEqual(denied);
    expect(await call('POST', '/rules/none/enable')).toEqual(denied);
    expect(await call('POST', '/rules/none/disable')).toEqual(denied);
    expect((await call('DELETE', '/rules/none')).status).toBe(200);
  });

  test('rejects a topic rule if the account already has 1,000 rules', async () => {
    const plane = controlPlane();
    for (let index = 0; index < 1000; index += 1)
      await create(plane, { sql: 'SELECT *', actions: [] }, `rule_${index}`);
    expect(await create(plane)).toMatchObject({ status: 410, body: expect.stringContaining('LimitExceeded') });
  });
});
