import { dangersOf, deleted } from '../rules/dangers.fixture';
import { managedType } from './managed-type';

describe('managedType', () => {
  test.each([
    ['azapi_resource', { type: 'Microsoft.Storage/storageAccounts@2023-01-01' }, 'azapi_storage_account'],
    ['azapi_resource', { type: 'Microsoft.Sql/servers/databases@2021-11-01' }, 'azapi_database'],
    ['azapi_resource', { type: 'Microsoft.Network/publicIPAddresses@2023-01-01' }, 'azapi_public_ipaddress'],
    ['azapi_resource', { type: 'Microsoft.Authorization/policies' }, 'azapi_policy'],
    ['aws_cloudcontrolapi_resource', { type_name: 'AWS::DynamoDB::GlobalTable' }, 'aws_global_table'],
    ['kubernetes_manifest', { manifest: { kind: 'StatefulSet' } }, 'kubernetes_stateful_set'],
    ['azapi_resource', {}, 'azapi_resource'],
    ['aws_sqs_queue', { type: 'Standard/queues' }, 'aws_sqs_queue'],
  ])('returns the type of the object in %s with %j', (type, values, expected) => {
    expect(managedType({ type, before: {}, after: values })).toBe(expected);
    expect(managedType({ type, before: values, after: {} })).toBe(expected);
  });
});

test('the deletion of an object that a resource of any type manages is dangerous', () => {
  const account = { type: 'Microsoft.Storage/storageAccounts@2023-01-01' };
  expect(dangersOf(deleted('azapi_resource.files', account))).toEqual([
    'data loss: azapi_resource.files is deleted: its content is lost unless a copy exists',
  ]);
  expect(dangersOf(deleted('aws_cloudcontrolapi_resource.t', { type_name: 'AWS::DynamoDB::Table' }))).toEqual([
    'data loss: aws_cloudcontrolapi_resource.t is deleted: its content is lost unless a copy exists',
  ]);
});
