import { plain } from '../note/json-output';
import { planOf } from './read-plan';
import { replacementReason } from './replacement-reason';

/** Returns the entry of a replaced resource in `resource_changes`. */
const replaced = (address: string, because: readonly string[], change: object) => {
  const [type = '', name = ''] = address.split('.');
  const replace_paths = because.map((attribute) => [attribute]);
  return { address, type, name, change: { actions: ['delete', 'create'], replace_paths, ...change } };
};

/** Returns the reason for each replacement. */
const reasons = (...changes: readonly object[]): readonly string[] =>
  planOf({ resource_changes: changes }, { stack: 'dev' }).changes.map((change) => plain(replacementReason(change)));

const vault = replaced('azurerm_key_vault.main', ['location'], {
  before: { id: '/vaults/main', location: 'westeurope' },
  after: { location: 'northeurope' },
  after_unknown: { id: true },
});
const secretIn = (id: string) =>
  replaced('azurerm_key_vault_secret.token', ['key_vault_id'], {
    before: { key_vault_id: id },
    after: {},
    after_unknown: { key_vault_id: true },
  });

test('names the replaced resource to whose id another one refers', () =>
  expect(reasons(vault, secretIn('/vaults/main'))).toEqual([
    ' because location changes',
    ' because azurerm_key_vault.main is replaced',
  ]));

test('names the replaced resource to whose name another one refers, but not if it is renamed itself', () => {
  const names = (name: string, group: string) => ({ name, resource_group_name: group });
  const group = replaced('azurerm_resource_group.main', ['name'], { before: { name: 'a' }, after: { name: 'b' } });
  const account = (because: readonly string[], name: string) =>
    replaced('azurerm_storage_account.main', because, { before: names('s', 'a'), after: names(name, 'b') });
  expect(reasons(group, account(['resource_group_name'], 's'))[1]).toBe(
    ' because azurerm_resource_group.main is replaced',
  );
  expect(reasons(group, account(['name', 'resource_group_name'], 't'))[1]).toBe(
    ' because name and resource_group_name change',
  );
});

test('does not blame two resources that refer to each other', () => {
  const part = (address: string, own: string, attribute: string, other: string) =>
    replaced(address, [attribute], {
      before: { id: own, [attribute]: other },
      after: {},
      after_unknown: { id: true, [attribute]: true },
    });
  expect(
    reasons(
      part('aws_network_interface.a', 'eni-1', 'instance_id', 'i-1'),
      part('aws_instance.b', 'i-1', 'network_interface_id', 'eni-1'),
    ),
  ).toEqual([
    ' because instance_id is known only after apply',
    ' because network_interface_id is known only after apply',
  ]);
});

test('states that a replacement was requested, even if attributes change', () => {
  const requested = (reason: string) => ({
    ...replaced('aws_instance.a', ['ami'], { before: { ami: 'ami-1' }, after: { ami: 'ami-2' } }),
    action_reason: reason,
  });
  expect(reasons(requested('replace_by_request'))).toEqual([
    ' because the replacement was requested (-replace), and ami changes',
  ]);
  expect(reasons(requested('replace_because_tainted'))).toEqual([' because the resource is tainted, and ami changes']);
  expect(reasons(requested('replace_because_cannot_update'))).toEqual([' because ami changes']);
});

test('does not take equal values for references', () => {
  const renamed = replaced('aws_sqs_queue.q', ['name'], { before: { name: 'dev' }, after: { name: 'prod' } });
  const zone = replaced('aws_instance.a', ['availability_zone'], {
    before: { availability_zone: 'dev' },
    after: { availability_zone: 'prod' },
  });
  expect(reasons(renamed, zone)[1]).toBe(' because availability_zone changes');
});

test('chooses the resource whose kind the attribute names, if several have the same id', () => {
  const same = (type: string) =>
    replaced(`${type}.app`, ['path'], {
      before: { id: 'app', path: '/' },
      after: { path: '/x/' },
      after_unknown: { id: true },
    });
  const attachment = replaced('aws_iam_role_policy_attachment.app', ['role'], {
    before: { role: 'app' },
    after: {},
    after_unknown: { role: true },
  });
  expect(reasons(same('aws_iam_instance_profile'), same('aws_iam_role'), attachment)[2]).toBe(
    ' because aws_iam_role.app is replaced',
  );
});

test('does not guess: another id, an equal new name, or a resource that only changes', () => {
  const unknown = ' because key_vault_id is known only after apply';
  expect(reasons(vault, secretIn('/vaults/other'))[1]).toBe(unknown);
  const updated = { ...vault, change: { ...vault.change, actions: ['update'] } };
  expect(reasons(updated, secretIn('/vaults/main'))[1]).toBe(unknown);
  const renamed = (address: string) => replaced(address, ['name'], { before: { name: 'a' }, after: { name: 'b' } });
  expect(reasons(renamed('aws_sqs_queue.a'), renamed('aws_sns_topic.a'))[1]).toBe(' because name changes');
});
