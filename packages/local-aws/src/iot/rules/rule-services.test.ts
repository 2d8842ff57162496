import { reopenedStore } from '../../stopped-platform.fixture';
import { parseAction } from './action-table';
import { functionArn, roleArn, rulesPlatform } from './rules.fixture';

const actions = [parseAction({ sqs: { roleArn, queueUrl: 'http://127.0.0.1:4566/000000000000/results' } })];
const lambda = `SELECT device, aws_lambda('${functionArn}', device) AS room FROM 'Sensor/+'`;
const shadow = `SELECT get_thing_shadow(topic(2), '${roleArn}').state.desired.power AS power FROM 'Sensor/+'`;

/** Publishes a message and returns the data that the rule sent. */
async function run(platform: ReturnType<typeof rulesPlatform>, sql: string, payload: object) {
  platform.declare({ sql, actions });
  await platform.handle('Sensor/light-1', payload);
  await new Promise<void>((resolve) => setImmediate(resolve));
  return platform.sent.splice(0);
}
const notesOf = ({ emitted }: ReturnType<typeof rulesPlatform>) =>
  emitted.flatMap((event) => (event.kind === 'note' ? [event.text] : []));

describe('aws_lambda in the SQL of a rule', () => {
  test('aws_lambda returns the result of the function, which AWS IoT invokes as a service principal', async () => {
    const platform = rulesPlatform({ handler: (event) => ({ hall: event }) });
    expect(await run(platform, lambda, { device: 'd1' })).toEqual(['{"device":"d1","room":{"hall":"d1"}}']);
    expect(platform.invoked).toMatchObject([
      { functionArn, event: 'd1', principal: { service: 'iot.amazonaws.com', sourceAccount: '000000000000' } },
    ]);
  });

  test('aws_lambda in WHERE decides whether the rule matches', async () => {
    const platform = rulesPlatform({ handler: (event) => event === 'd1' });
    const sql = `SELECT device FROM 'Sensor/+' WHERE aws_lambda('${functionArn}', device)`;
    expect(await run(platform, sql, { device: 'd1' })).toEqual(['{"device":"d1"}']);
    expect(await run(platform, sql, { device: 'd2' })).toEqual([]);
  });

  test('aws_lambda returns Undefined if the function fails, and the failure is reported', async () => {
    const failing = () => {
      throw new Error('broken');
    };
    const platform = rulesPlatform({ handler: failing });
    expect(await run(platform, lambda, { device: 'd1' })).toEqual(['{"device":"d1"}']);
    expect(notesOf(platform)).toEqual(['rule power_on cannot call lambda: the function failed']);
  });

  test('calls aws_lambda again after a restart if the platform stopped during the call', async () => {
    const open = reopenedStore();
    const responses: (() => void)[] = [];
    const waiting = () => new Promise<void>((resolve) => responses.push(resolve));
    const before = rulesPlatform({ handler: waiting }, open());
    expect(await run(before, lambda, { device: 'd1' })).toEqual([]);
    const after = rulesPlatform({ handler: () => 'hall' }, open());
    after.declare({ sql: lambda, actions });
    after.rules.resume();
    await new Promise<void>((resolve) => setImmediate(resolve));
    expect(after.sent).toEqual(['{"device":"d1","room":"hall"}']);
    for (const respond of responses) respond();
  });
});

describe('get_thing_shadow in the SQL of a rule', () => {
  test('get_thing_shadow returns the shadow, with the permissions of the role', async () => {
    const platform = rulesPlatform();
    const update = Buffer.from('{"state":{"desired":{"power":true}}}');
    platform.shadows.update({ thing: 'light-1' }, update, undefined);
    expect(await run(platform, shadow, {})).toEqual(['{"power":true}']);
    expect(platform.permissions).toContain('iot:GetThingShadow arn:aws:iot:ap-northeast-1:000000000000:thing/light-1');
  });

  test('get_thing_shadow returns Undefined if no shadow exists or the role lacks permission, and reports the failure', async () => {
    const platform = rulesPlatform();
    expect(await run(platform, shadow, {})).toEqual(['{}']);
    const trust = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'iot.amazonaws.com' } }],
    });
    platform.authorizer.roles.declare({ name: 'rule', arn: roleArn, trust, boundary: undefined });
    platform.authorizer.roles.putPolicy('rule', {
      name: 'send',
      document: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:SendMessage","Resource":"*"}]}',
    });
    expect(await run(platform, shadow, {})).toEqual(['{}']);
    expect(notesOf(platform)).toEqual([
      expect.stringContaining("rule power_on cannot call shadow: No shadow exists with name: 'light-1'"),
      expect.stringContaining('not authorized to perform: iot:GetThingShadow'),
    ]);
  });
});
