import { localPage } from './local-page';

const row = { type: 'aws_sqs_queue', runs: 'fauxqs', notSimulated: {} };

const served = new Map([['kinesis', ['PutRecord', 'GetRecords']]]);

describe('the page of what runs on a laptop', () => {
  test('has one line a type, sorted by its name', () => {
    const page = localPage([row, { ...row, type: 'aws_iot_thing', runs: 'the registry' }], served);
    expect(page.match(/^\| `aws.*$/gm)).toEqual([
      '| `aws_iot_thing` | the registry |  |',
      '| `aws_sqs_queue` | fauxqs |  |',
    ]);
  });

  test('says what is not simulated once, with every attribute that asks for it', () => {
    const notSimulated = { kms_key: 'encryption at rest', sse: 'encryption at rest', policy: 'queue policies' };
    expect(localPage([{ ...row, notSimulated }], served)).toContain(
      '| encryption at rest (`kms_key`, `sse`); queue policies (`policy`) |',
    );
  });

  test('keeps its table whole where a text has a bar in it', () => {
    expect(localPage([{ ...row, runs: 'a | b' }], served)).toContain('| a \\| b |');
  });

  test('every service is a row with its operations in order', () =>
    expect(localPage([row], served)).toContain('| `kinesis` | GetRecords, PutRecord |'));
});
