import { evaluate, type PolicyPrincipal, parsePolicy } from '.';

const account = '000000000000';
const role = `arn:aws:iam::${account}:role/service/writer`;

function decide(block: object, principal: PolicyPrincipal | undefined, effect = 'Allow') {
  const document = parsePolicy({ Version: '2012-10-17', Statement: [{ Effect: effect, Action: 's3:*', ...block }] });
  return evaluate({
    policies: [{ name: 'bucket', document }],
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::b/k',
    context: {},
    ...(principal && { principal }),
  }).decision;
}

const by = (id: string): PolicyPrincipal => ({ kind: 'AWS', id });
const session = by(`arn:aws:sts::${account}:assumed-role/writer/session-1`);

describe('a principal', () => {
  test("matches a role's sessions by its ARN, regardless of its path", () => {
    expect(decide({ Principal: { AWS: role } }, session)).toBe('allowed');
    expect(decide({ Principal: { AWS: `arn:aws:iam::${account}:role/writer` } }, session)).toBe('allowed');
    expect(decide({ Principal: { AWS: session.id } }, session)).toBe('allowed');
  });

  test.each([
    `arn:aws:iam::${account}:role/other`,
    `arn:aws:iam::${account}:role/ghost-writer`,
    `arn:aws:iam::111111111111:role/writer`,
    `arn:aws:iam::${account}:user/writer`,
    `arn:aws:sts::${account}:assumed-role/writer/session-2`,
  ])('does not match a session with another role, account or name: %s', (arn) => {
    expect(decide({ Principal: { AWS: arn } }, session)).toBe('not allowed');
  });

  test('matches an account by its ID or its root ARN', () => {
    expect(decide({ Principal: { AWS: account } }, session)).toBe('allowed');
    expect(decide({ Principal: { AWS: `arn:aws:iam::${account}:root` } }, by(role))).toBe('allowed');
    expect(decide({ Principal: { AWS: '111111111111' } }, session)).toBe('not allowed');
  });

  test('distinguishes services from accounts and matches every AWS principal with *', () => {
    expect(decide({ Principal: { Service: 'iot.amazonaws.com' } }, by(role))).toBe('not allowed');
    expect(decide({ Principal: '*' }, undefined)).toBe('allowed');
    expect(decide({ Principal: { AWS: '*' } }, { kind: 'Service', id: 'iot.amazonaws.com' })).toBe('not allowed');
  });

  test('NotPrincipal excludes a role and its sessions, and does not allow an unknown caller', () => {
    const block = { NotPrincipal: { AWS: role } };
    expect(decide(block, session, 'Deny')).toBe('not allowed');
    expect(decide(block, by(`arn:aws:iam::${account}:user/eve`), 'Deny')).toBe('denied');
    expect(decide(block, undefined, 'Deny')).toBe('denied');
    expect(decide(block, undefined)).toBe('not allowed');
  });
});
