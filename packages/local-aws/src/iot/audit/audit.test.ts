import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeDeviceRequest, openAuthority } from '../../certificates/authority';
import { start, stopped } from '../../stopped-platform.fixture';
import { createPresence } from '../presence';
import { createRegistry } from '../registry/thing-registry';
import { createAudit } from './audit';
import { checks } from './audit-checks';
import { isOverlyPermissive } from './overly-permissive-policy';

const arnPrefix = 'arn:aws:iot:eu-west-1:000000000000';
const topicArn = 'arn:aws:sns:eu-west-1:000000000000:account-alerts';
const roleArn = 'arn:aws:iam::000000000000:role/audit';
const json = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const trust = json({ Effect: 'Allow', Principal: { Service: 'iot.amazonaws.com' }, Action: 'sts:AssumeRole' });
const everyCheck = Object.keys(checks);
const day = 86_400_000;

const folder = mkdtempSync(join(tmpdir(), 'himeshima-audit-'));
let pem: string;
beforeAll(async () => {
  const authority = await openAuthority(folder, start);
  pem = await authority.signRequest((await makeDeviceRequest('light-1')).csrPem);
});
afterAll(() => rmSync(folder, { recursive: true }));

const narrow = json({
  Effect: 'Allow',
  Action: ['iot:Publish', 'iot:Receive'],
  Resource: `${arnPrefix}:topic/$aws/things/\${iot:Connection.Thing.ThingName}/*`,
});

/**
 * Creates an account with one certificate and one policy. `may` lists the actions that the audit's role may perform.
 */
function account(may: readonly string[] = ['iot:*', 'sns:Publish']) {
  const parts = stopped();
  const registry = createRegistry(parts.store, parts.clock);
  registry.addCertificate({ id: 'c1', arn: `${arnPrefix}:cert/c1`, pem, status: 'ACTIVE' });
  registry.addPolicy('device', narrow);
  registry.addThing('light-1', { type: undefined, attributes: {} });
  parts.iotLogs.configure({ level: 'ERROR', roleArn });
  parts.authorizer.roles.declare({ arn: roleArn, name: 'audit', trust, boundary: undefined });
  const document = json({ Effect: 'Allow', Action: may, Resource: '*' });
  parts.authorizer.roles.putPolicy('audit', { name: 'p', document });
  const presence = createPresence(parts.clock);
  const sent: unknown[] = [];
  const messaging = { publish: async (_topic: string, message: string) => void sent.push(JSON.parse(message)) };
  const audit = createAudit({ ...parts, registry, presence, messaging, account: '000000000000', arnPrefix });
  audit.configure({ roleArn, enabled: everyCheck, target: { topicArn, roleArn } });
  const findingsOf = (checkName: string) => {
    const taskId = audit.start([checkName]);
    return audit
      .findings()
      .filter((finding) => finding.taskId === taskId)
      .map(({ resourceIdentifier, reasonForNonComplianceCode: code }) => [code, resourceIdentifier]);
  };
  return { ...parts, registry, presence, audit, sent, findingsOf };
}

test('reports a compliant account as compliant for every check', async () => {
  const { audit, clock, sent } = account();
  const taskId = audit.start(everyCheck);
  await clock.advance(0);
  expect(sent).toEqual([
    {
      accountId: '000000000000',
      taskId,
      taskStatus: 'COMPLETED',
      taskType: 'ON_DEMAND_AUDIT_TASK',
      failedChecksCount: 0,
      canceledChecksCount: 0,
      nonCompliantChecksCount: 0,
      compliantChecksCount: everyCheck.length,
      totalChecksCount: everyCheck.length,
      taskStartTime: start,
      auditDetails: everyCheck.map((checkName) => ({
        checkName,
        checkRunStatus: 'COMPLETED_COMPLIANT',
        nonCompliantResourcesCount: 0,
        totalResourcesCount: 1,
      })),
    },
  ]);
  expect(audit.findings()).toEqual([]);
});

describe('the audit finds', () => {
  test('disabled logging', () => {
    const { iotLogs, findingsOf } = account();
    iotLogs.configure({ level: 'DISABLED', roleArn });
    expect(findingsOf('LOGGING_DISABLED_CHECK')).toEqual([['LOGGING_DISABLED', { account: '000000000000' }]]);
  });

  test('a certificate that expires within 30 days or has expired', async () => {
    const { clock, findingsOf, registry } = account();
    const validTo = Date.parse(new X509Certificate(pem).validTo);
    await clock.advance(validTo - start - 29 * day);
    const soon = ['CERTIFICATE_APPROACHING_EXPIRATION', { deviceCertificateId: 'c1' }];
    expect(findingsOf('DEVICE_CERTIFICATE_EXPIRING_CHECK')).toEqual([soon]);
    await clock.advance(30 * day);
    const past = ['CERTIFICATE_PAST_EXPIRATION', { deviceCertificateId: 'c1' }];
    expect(findingsOf('DEVICE_CERTIFICATE_EXPIRING_CHECK')).toEqual([past]);
    registry.setStatus('c1', 'INACTIVE');
    expect(findingsOf('DEVICE_CERTIFICATE_EXPIRING_CHECK')).toEqual([]);
  });

  test('a certificate that two clients use at the same time', () => {
    const { presence, findingsOf } = account();
    presence.connected('light-1', 'c1');
    presence.disconnected('light-1', 'CONNECTION_LOST');
    presence.connected('light-2', 'c1');
    expect(findingsOf('DEVICE_CERTIFICATE_SHARED_CHECK')).toEqual([]);
    presence.connected('light-1', 'c1');
    const shared = ['CERTIFICATE_SHARED_BY_MULTIPLE_DEVICES', { deviceCertificateId: 'c1' }];
    expect(findingsOf('DEVICE_CERTIFICATE_SHARED_CHECK')).toEqual([shared]);
  });

  test('a client ID that two clients used within 31 days', async () => {
    const { presence, clock, findingsOf } = account();
    presence.replaced('light-1');
    const twice = ['DUPLICATE_CLIENT_ID_ACROSS_CONNECTIONS', { clientId: 'light-1' }];
    expect(findingsOf('CONFLICTING_CLIENT_IDS_CHECK')).toEqual([twice]);
    await clock.advance(32 * day);
    expect(findingsOf('CONFLICTING_CLIENT_IDS_CHECK')).toEqual([]);
  });

  test('a policy that allows a device to act for other devices', () => {
    const { registry, findingsOf } = account();
    registry.addPolicy('broad', json({ Effect: 'Allow', Action: 'iot:*', Resource: '*' }));
    expect(findingsOf('IOT_POLICY_OVERLY_PERMISSIVE_CHECK')).toEqual([
      [
        'ALLOWS_BROAD_ACCESS_TO_IOT_DATA_PLANE_ACTIONS',
        { policyVersionIdentifier: { policyName: 'broad', policyVersionId: '1' } },
      ],
    ]);
  });
});

describe('a scheduled audit', () => {
  test('a daily audit covers the time since the previous audit', async () => {
    const { audit, clock, presence, sent } = account();
    audit.schedule({ name: 'daily', frequency: 'DAILY', checks: ['CONFLICTING_CLIENT_IDS_CHECK'] });
    presence.replaced('light-1');
    await clock.advance(2 * day);
    const common = { taskType: 'SCHEDULED_AUDIT_TASK', scheduledAuditName: 'daily', totalChecksCount: 1 };
    expect(sent).toMatchObject([
      { ...common, taskStartTime: start + day, nonCompliantChecksCount: 1, compliantChecksCount: 0 },
      { ...common, taskStartTime: start + 2 * day, nonCompliantChecksCount: 0, compliantChecksCount: 1 },
    ]);
  });

  test('a stopped audit does not run', async () => {
    const { audit, clock, sent } = account();
    audit.schedule({ name: 'daily', frequency: 'DAILY', checks: everyCheck });
    audit.stop();
    await clock.advance(day);
    expect(sent).toEqual([]);
  });
});

describe('an audit check that cannot run', () => {
  const messagesOf = async (may: readonly string[], checkName: string) => {
    const { audit, clock, sent } = account(may);
    audit.configure({ roleArn, enabled: [checkName], target: { topicArn, roleArn } });
    audit.start([checkName]);
    await clock.advance(0);
    return sent;
  };

  test('an audit check fails if the role is not allowed to read the account', async () => {
    const [message] = await messagesOf(['sns:Publish'], 'IOT_POLICY_OVERLY_PERMISSIVE_CHECK');
    expect(message).toMatchObject({
      failedChecksCount: 1,
      auditDetails: [{ checkRunStatus: 'FAILED', errorCode: 'INSUFFICIENT_PERMISSIONS' }],
    });
  });

  test('an audit check fails if the local runtime does not support it', async () => {
    const [message] = await messagesOf(['iot:*', 'sns:Publish'], 'CA_CERTIFICATE_EXPIRING_CHECK');
    expect(message).toMatchObject({ auditDetails: [{ checkRunStatus: 'FAILED', message: expect.any(String) }] });
  });

  test('rejects an on-demand audit with a disabled check', () => {
    const { audit } = account();
    audit.configure({ roleArn, enabled: [], target: undefined });
    expect(() => audit.start(['LOGGING_DISABLED_CHECK'])).toThrow('LOGGING_DISABLED_CHECK is not enabled');
  });
});

test('reports that a notification was not published if the role lacks permission', async () => {
  const { audit, clock, sent, emitted } = account(['iot:*']);
  audit.start(everyCheck);
  await clock.advance(0);
  expect(sent).toEqual([]);
  expect(emitted.at(-1)).toMatchObject({
    kind: 'note',
    text: expect.stringContaining('could not report an audit result: User: '),
  });
});

describe('isOverlyPermissive for a policy', () => {
  const ownThing = '${iot:Connection.Thing.ThingName}';
  const attached = { Condition: { Bool: { 'iot:Connection.Thing.IsAttached': 'true' } } };
  const allows = (Action: string, resource: string, more: object = {}) =>
    json({ Effect: 'Allow', Action, Resource: resource === '*' ? '*' : `${arnPrefix}:${resource}`, ...more });

  test.each([
    ['iot:Connect', 'client/*', {}, true],
    ['iot:Connect', 'client/${iot:ClientId}', {}, true],
    ['iot:Connect', 'client/${iot:ClientId}', attached, false],
    ['iot:Connect', `client/${ownThing}`, attached, false],
    ['iot:Publish', 'topic/$aws/things/*/shadow/update', {}, true],
    ['iot:Publish', `topic/$aws/things/${ownThing}/shadow/*`, {}, false],
    ['iot:Publish', 'topic/Sensor/*', {}, false],
    ['iot:Subscribe', 'topicfilter/$aws/things/*', {}, true],
    ['iot:Subscribe', `topicfilter/$aws/things/${ownThing}/*`, {}, false],
    ['iot:Receive', '*', {}, true],
    ['iot:GetThingShadow', 'thing/*', {}, true],
    ['iot:UpdateThingShadow', `thing/${ownThing}`, {}, false],
  ])('for a policy that allows %s on %s %j, isOverlyPermissive returns %s', (action, resource, more, expected) =>
    expect(isOverlyPermissive(allows(action, resource, more), arnPrefix)).toBe(expected),
  );
});
