import { arn, platform, result, settled } from './workflow.fixture';

const account = '000000000000';
const role = `arn:aws:iam::${account}:role/power-command`;
const key = `arn:aws:kms:ap-northeast-1:${account}:key/1`;
const json = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const allow = (Action: string, Resource = '*') => ({ Effect: 'Allow', Action, Resource });
const pass = { Pass: { Type: 'Pass', End: true } };

/** Runs an encrypted workflow until it ends. The workflow's role has the given permissions. */
async function ended(statements: object[], source = arn) {
  const parts = platform({ states: pass });
  const { roles, keys } = parts.authorizer;
  const trust = json({
    Effect: 'Allow',
    Principal: { Service: 'states.amazonaws.com' },
    Action: 'sts:AssumeRole',
    Condition: { ArnLike: { 'aws:SourceArn': source }, StringEquals: { 'aws:SourceAccount': account } },
  });
  roles.declare({ arn: role, name: 'power-command', trust, boundary: undefined });
  roles.putPolicy('power-command', { name: 'mine', document: json(...statements) });
  keys.declare({ arn: key, policy: undefined });
  keys.encrypt(arn, key);
  const execution = parts.begin();
  await settled();
  return { ...parts, execution, traces: parts.metrics.series('local.trace_segments').length };
}

const [keyed, logged, traced] = [allow('kms:*'), allow('logs:*'), allow('xray:*')];

describe('an encrypted workflow', () => {
  test('a workflow runs with logs and traces if the role has all permissions', async () => {
    const { execution, lines, traces } = await ended([keyed, logged, traced]);
    expect(execution.status).toBe('SUCCEEDED');
    expect(lines.length).toBeGreaterThan(0);
    expect(traces).toBe(1);
  });

  test('a workflow runs no state if the role lacks permission for the key, and the execution contains the reason', async () => {
    const { execution } = await ended([logged, traced]);
    expect(result(execution)).toEqual({
      status: 'FAILED',
      output: undefined,
      error: 'KmsAccessDeniedException',
      cause: expect.stringContaining(`is not authorized to perform: kms:Decrypt on resource: ${key}`),
    });
  });

  test('writes no log lines if the role lacks log delivery permissions', async () => {
    const { execution, lines } = await ended([keyed, traced, allow('logs:CreateLogDelivery')]);
    expect(execution.status).toBe('SUCCEEDED');
    expect(lines).toEqual([]);
  });

  test('sends no traces if the role lacks X-Ray permissions', async () => {
    const { execution, traces } = await ended([keyed, logged]);
    expect(execution.status).toBe('SUCCEEDED');
    expect(traces).toBe(0);
  });

  test('writes no logs and sends no traces if the role trusts only another workflow', async () => {
    const { lines, traces } = await ended([keyed, logged, traced], `${arn}-other`);
    expect({ lines, traces }).toEqual({ lines: [], traces: 0 });
  });
});
