import { creationSummary } from './creation-summary';
import { type Drift, driftIn } from './drift';
import { declaring } from './plan/declaring.fixture';
import { planOf } from './plan/read-plan';
import { processorMilliseconds } from './processor-time.fixture';
import { dangersOf, updated } from './rules/dangers.fixture';
import { dangersIn } from './rules/rules';

const numbers = Array.from({ length: 10_000 }, (_, at) => at);

// an earlier version needed quadratic time for these plans
describe('plans with ten thousand resources', () => {
  test('groups resources with equal drift', () => {
    const drift = numbers.map((at) => ({
      ...updated(`aws_type_${at}.a`, { size: at }, { size: at + 1 }),
      mode: 'managed',
    }));
    const plan = planOf({ resource_changes: [], resource_drift: drift }, { stack: 'dev' });
    const groups: Drift[] = [];
    expect(processorMilliseconds(() => groups.push(...driftIn(plan)))).toBeLessThan(2_000);
    const [group, ...others] = groups;
    expect(others).toEqual([]);
    expect(group?.addresses.slice(0, 2)).toEqual(['aws_type_0.a', 'aws_type_1.a']);
    expect(group?.types).toHaveLength(numbers.length);
  }, 20_000);

  test('reports each resource with an unreadable policy once', () => {
    const policies = numbers.map((at) =>
      updated(`aws_iam_role_policy.a${at}`, { role: `r${at}`, policy: '{x' }, { role: `r${at}`, policy: '{y' }),
    );
    expect(dangersOf(...policies)).toHaveLength(numbers.length);
  }, 20_000);

  test('reports each attached policy once', () => {
    const policies = ['before', 'AdministratorAccess'].map((name) => `arn:aws:iam::aws:policy/${name}`);
    const attachments = numbers.map((at) => {
      const [before, after] = policies.map((policy_arn) => ({ role: `r${at}`, policy_arn }));
      return updated(`aws_iam_role_policy_attachment.a${at}`, before ?? {}, after ?? {});
    });
    const dangers = dangersOf(...attachments);
    expect(dangers.filter((danger) => danger.startsWith('broader access: r'))).toHaveLength(numbers.length);
  }, 20_000);

  test('names what uses open groups and powerful policies, and what nothing uses', () => {
    const ingress = [{ protocol: 'tcp', from_port: 22, to_port: 22, cidr_blocks: ['0.0.0.0/0'] }];
    const policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
    });
    const few = numbers.slice(0, 2_500);
    const plan = declaring(
      Object.fromEntries(
        few.flatMap((at) => [
          [`aws_security_group.g${at}`, { after: { name: `g${at}`, ingress } }],
          [`aws_instance.i${at}`, { later: { vpc_security_group_ids: [`aws_security_group.g${at}.id`] } }],
          [`aws_iam_role_policy.p${at}`, { after: { policy }, later: { role: [`aws_iam_role.r${at}.id`] } }],
          [`aws_iam_role.r${at}`, { after: { name: `r${at}` } }],
          [`aws_iam_policy.u${at}`, { after: { name: `u${at}` } }],
        ]),
      ),
    );
    const found: unknown[] = [];
    const time = processorMilliseconds(() => found.push(...dangersIn(plan), ...creationSummary(plan)));
    expect(time).toBeLessThan(5_000);
    expect(found).toEqual(expect.arrayContaining([['attached to nothing: ', '2500 policies']]));
  }, 20_000);
});
