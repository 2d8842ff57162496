import { localPage, type Row } from './local-page';

const row = { type: 'aws_sqs_queue', runs: 'fauxqs', notSimulated: {} };

const keyUses = [
  {
    what: 'a table',
    who: 'the caller',
    calls: ['dynamodb:GetItem', 'dynamodb:PutItem'],
    needs: ['kms:Decrypt'],
    via: 'dynamodb',
    context: () => ({ 'aws:dynamodb:tableName': '' }),
  },
];
const pageOf = (rows: readonly Row[]) =>
  localPage({ rows, dataSources: ['aws_region', 'archive_file'], operations: served, keyUses });

const served = new Map([['kinesis', ['PutRecord', 'GetRecords']]]);

describe('localPage', () => {
  test('contains one row per type, sorted by name', () => {
    const page = pageOf([row, { ...row, type: 'aws_iot_thing', runs: 'the registry' }]);
    expect(page.match(/^\| `aws.*$/gm)).toEqual([
      '| `aws_iot_thing` | the registry |  |',
      '| `aws_sqs_queue` | fauxqs |  |',
    ]);
  });

  test('lists each limitation once, with its attributes', () => {
    const notSimulated = { kms_key: 'encryption at rest', sse: 'encryption at rest', policy: 'queue policies' };
    expect(pageOf([{ ...row, notSimulated }])).toContain(
      '| encryption at rest (`kms_key`, `sse`); queue policies (`policy`) |',
    );
  });

  test('escapes vertical bars in table cells', () => {
    expect(pageOf([{ ...row, runs: 'a | b' }])).toContain('| a \\| b |');
  });

  test('lists the data sources', () => expect(pageOf([row])).toContain('Data sources: `aws_region`, `archive_file`. '));

  test('lists the operations of each service in order', () =>
    expect(pageOf([row])).toContain('| `kinesis` | GetRecords, PutRecord |'));

  test('lists the required key permissions of encrypted resources', () =>
    expect(pageOf([row])).toContain(
      '| a table | dynamodb:GetItem, dynamodb:PutItem | the caller | kms:Decrypt | `kms:ViaService` dynamodb.REGION.amazonaws.com; `kms:EncryptionContext:aws:dynamodb:tableName` |',
    ));
});
