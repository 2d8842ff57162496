import { planOf } from '../plan/read-plan';
import { created } from '../rules/dangers.fixture';
import { withNamedIds } from './named-ids';

test('replaces ids of existing resources with their addresses', () => {
  const existing = (address: string, id: string) => {
    const values = { id };
    const [type, name] = address.split('.');
    return {
      address,
      type,
      name,
      change: { actions: ['no-op'], before: values, after: values },
    };
  };
  const plan = planOf(
    {
      resource_changes: [
        existing('aws_security_group.web', 'sg-0a1b2c3d4e5f60718'),
        existing('aws_iam_role.app', 'app'),
        created('aws_instance.web', { name: 'app', groups: ['sg-0a1b2c3d4e5f60718', 'sg-11111111'] }),
      ],
    },
    { stack: 'dev' },
  );
  const [change] = plan.changes.filter(({ action }) => action === 'create');
  expect(change && withNamedIds(plan, change).after).toEqual({
    name: 'app',
    groups: ['aws_security_group.web', 'sg-11111111'],
  });
});
