import { planHash } from './plan-hash';
import { PlanFile } from './plan-schema';

const change = (address: string, more: object = {}) => ({
  address,
  type: 'aws_sqs_queue',
  change: { actions: ['update'], before: { delay: 1 }, after: { delay: 2 }, ...more },
});
const hashOf = (changes: readonly object[], more: object = {}) =>
  planHash(PlanFile.parse({ resource_changes: changes, ...more }));

describe('planHash', () => {
  const one = hashOf([change('a'), change('b')]);

  test('returns the same hash for plans with the same effect, regardless of order and other contents', () => {
    const idle = change('c', { actions: ['no-op'] });
    expect(hashOf([change('b'), idle, change('a')], { terraform_version: '1.14.0', resource_drift: [idle] })).toBe(one);
  });

  test.each([
    ['another value', [change('a', { after: { delay: 3 } }), change('b')]],
    ['another action', [change('a', { actions: ['delete', 'create'] }), change('b')]],
    ['another address', [change('a'), change('c')]],
    ['one change less', [change('a')]],
    ['a value known only after apply', [change('a', { after_unknown: { arn: true } }), change('b')]],
  ])('returns a different hash for %s', (_, changes) => {
    expect(hashOf(changes)).not.toBe(one);
  });

  test('returns a different hash if an output changes', () => {
    const outputs = (after: string) => ({ output_changes: { url: { actions: ['update'], after } } });
    const [first, second] = ['x', 'y'].map((after) => hashOf([change('a'), change('b')], outputs(after)));
    expect(new Set([one, first, second]).size).toBe(3);
  });

  test('returns a different hash if the apply triggers an action', () =>
    expect(hashOf([change('a'), change('b')], { action_invocations: [{ address: 'action.x.y' }] })).not.toBe(one));
});
