import { noteOf } from './note/note';
import { planOf } from './plan/read-plan';
import { reviewOf } from './review';

/** Returns the entry of a replaced resource in `resource_changes`. */
const replaced = (address: string, because: string, change: object) => {
  const [type = '', name = ''] = address.split('.');
  return { address, type, name, change: { actions: ['delete', 'create'], replace_paths: [[because]], ...change } };
};
const headline = (...changes: readonly object[]) =>
  noteOf(reviewOf(planOf({ resource_changes: changes }, { stack: 'dev' })), { commit: undefined }).split('\n')[0];

const group = replaced('azurerm_resource_group.main', 'name', {
  before: { name: 'shop-a' },
  after: { name: 'shop-b' },
});
const accounts = ['a', 'b', 'c', 'd'].map((name) =>
  replaced(`azurerm_storage_account.${name}`, 'resource_group_name', {
    before: { id: `/accounts/${name}`, resource_group_name: 'shop-a' },
    after: { resource_group_name: 'shop-b' },
    after_unknown: { id: true },
  }),
);
const container = replaced('azurerm_storage_container.a', 'storage_account_id', {
  before: { storage_account_id: '/accounts/a' },
  after: {},
  after_unknown: { storage_account_id: true },
});

test('the headline says what a replaced resource takes along, even indirectly, and does not repeat its outage', () => {
  const line = headline(group, ...accounts, container);
  expect(line).toContain(
    'Replaces `azurerm_resource_group.main` because `name` changes (`shop-a` → `shop-b`), and 5 resources that depend on it. Data loss: ',
  );
  expect(line?.match(/azurerm_resource_group\.main` is replaced because `name`/g)).toBeNull();
});

test('the headline says why many resources are replaced', () => {
  const moved = ['a', 'b', 'c'].map((name) =>
    replaced(`azurerm_user_assigned_identity.${name}`, 'location', {
      before: { location: 'centralus' },
      after: { location: 'eastus2' },
    }),
  );
  const deleted = {
    address: 'azurerm_storage_account.old',
    type: 'azurerm_storage_account',
    name: 'old',
    change: { actions: ['delete'], before: { name: 'old' }, after: null },
  };
  expect(headline(...moved, deleted)).toContain(
    'Replaces 3 user assigned identities because `location` changes (`centralus` → `eastus2`). Data loss: ',
  );
  expect(headline(...moved.slice(1), deleted)).not.toContain('Replaces 2');
  const others = ['d', 'e'].map((name) =>
    replaced(`azurerm_user_assigned_identity.${name}`, 'location', {
      before: { location: 'westus' },
      after: { location: 'eastus' },
    }),
  );
  expect(headline(...moved, ...others, deleted)).toContain(
    'Replaces 5 user assigned identities because `location` changes. Data loss: ',
  );
  // without another danger, the danger itself says the same
  expect(headline(...moved)).not.toContain('Replaces 3');
});

test('a few replaced resources are described one by one', () =>
  expect(headline(group, ...accounts.slice(2))).not.toContain('that depend on it'));
