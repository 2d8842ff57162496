import { type Drift, driftIn } from './drift';
import { planOf } from './plan/read-plan';
import { processorMilliseconds } from './processor-time.fixture';
import { dangersOf, updated } from './rules/dangers.fixture';

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
});
