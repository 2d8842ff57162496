import { deleted, replaced, reportedBy, updated } from './dangers.fixture';
import { sharedObjects } from './shared-objects';

const reported = reportedBy(sharedObjects);
const id = '/subscriptions/1/resourceGroups/shop/providers/Microsoft.Network/networkInterfaces/web';

test('reports a deleted object that another resource manages too', () => {
  const kept = updated('azurerm_network_interface.new', { id, tags: {} }, { id, tags: { a: 'b' } });
  expect(reported(deleted('azurerm_network_interface.old', { id }), kept)).toEqual([
    'azurerm_network_interface.old is deleted, but azurerm_network_interface.new manages the same object (with the same id), and loses it',
  ]);
});

test('ignores other objects, and resources of another type with the same id', () => {
  expect(reported(deleted('azurerm_network_interface.old', { id }))).toEqual([]);
  const other = updated('azurerm_monitor_diagnostic_setting.s', { id, tags: {} }, { id, tags: { a: 'b' } });
  expect(reported(deleted('azurerm_network_interface.old', { id }), other)).toEqual([]);
});

test('reports a changed object that another resource manages too', () => {
  const record = (name: string, before: string, after: string, recordId = 'Z0173846ABCDEF_shop.example.com_A') =>
    updated(`aws_route53_record.${name}`, { id: recordId, records: [before] }, { id: recordId, records: [after] });
  expect(reported(record('a', '192.0.2.1', '192.0.2.2'), record('b', '192.0.2.1', '192.0.2.1'))).toEqual([
    'aws_route53_record.a and aws_route53_record.b manage the same object (with the same id): each apply may revert what the other one sets',
  ]);
  expect(
    reported(record('a', '192.0.2.1', '192.0.2.2'), record('b', '1', '2', 'Z0173846ABCDEF_x.example.com_A')),
  ).toEqual([]);
});

test('reports a pair once, a replaced object, and no object that the plan forgets', () => {
  const object = { id: 'Z0173846ABCDEF_shop.example.com_A' };
  const record = (name: string, change: typeof updated) =>
    change(`aws_route53_record.${name}`, { ...object, ttl: 1 }, { ...object, ttl: 2 });
  expect(reported(record('a', updated), record('b', updated))).toHaveLength(1);
  expect(reported(record('a', updated), record('b', replaced))).toEqual([
    'aws_route53_record.b is replaced, but aws_route53_record.a manages the same object (with the same id), and loses it',
  ]);
  const forgotten = { ...record('b', updated), change: { actions: ['forget'], before: object, after: null } };
  expect(reported(record('a', updated), forgotten)).toEqual([]);
});
