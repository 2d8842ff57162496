import { dev } from '../../config/dev';
import { acceptedIn } from './applicable-acceptances';

const planNamed = (stack: string, project?: string, environment?: string) => ({ stack, project, environment });

test('applies accepted findings only to our own plans, recognized by name or tags', () => {
  expect(acceptedIn(planNamed(dev.stack)).length).toBeGreaterThan(0);
  expect(acceptedIn(planNamed('plan', 'himeshima')).length).toBeGreaterThan(0);
  expect(acceptedIn(planNamed('plan', 'lights'))).toEqual([]);
  expect(acceptedIn(planNamed('plan'))).toEqual([]);
});

test('applies an acceptance for one stack to a plan for the same environment with a different name', () => {
  const stacks = (plan: Parameters<typeof acceptedIn>[0]) =>
    acceptedIn(plan).flatMap(({ check, stack }) => (check === 'dynamodb-deletion-protection' ? [stack] : []));
  expect(stacks(planNamed('plan', 'himeshima', 'dev'))).toEqual(['plan']);
  expect(stacks(planNamed('plan', 'himeshima', 'prod'))).toEqual([dev.stack]);
  expect(stacks(planNamed(`${dev.stack}-foundation`, 'himeshima', 'dev'))).toEqual([dev.stack]);
});
