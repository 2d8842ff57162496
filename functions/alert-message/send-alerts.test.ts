import { gzipSync } from 'node:zlib';
import { fc, test as law } from '@fast-check/jest';
import { decodeRecord } from './decode-record';
import type { Alert } from './extract-alerts';
import { sendAlerts } from './send-alerts';

const id = '1f0c9a54-8c3b-4a57-9a3e-0d7f5b1c2d3e';

const gzipRecord = (record: object) => gzipSync(JSON.stringify(record)).toString('base64');
const logs = (message: string, messageType = 'DATA_MESSAGE') =>
  gzipRecord({
    messageType,
    owner: '111122223333',
    logGroup: '/aws/lambda/power-on',
    logStream: 's',
    subscriptionFilters: ['errors-and-reports'],
    logEvents: [{ id: '1', timestamp: 1, message }],
  });
const error = logs(`x\t${id}\tERROR\tInvoke Error`);

function recordingSender(fault?: Error) {
  const sent: Alert[] = [];
  const failed: string[] = [];
  const send = async (alert: Alert) => {
    if (fault) throw fault;
    sent.push(alert);
  };
  return { by: { send, failed: (sequenceNumber: string) => void failed.push(sequenceNumber) }, sent, failed };
}

describe('sendAlerts', () => {
  test('sends the alerts of every record', async () => {
    const { by, sent } = recordingSender();
    const records = [
      { sequenceNumber: '1', data: error },
      { sequenceNumber: '2', data: error },
    ];
    await expect(sendAlerts(records, by)).resolves.toBeUndefined();
    expect(sent).toHaveLength(2);
  });

  test('stops at a malformed record, because later records would be sent twice', async () => {
    const { by, sent, failed } = recordingSender();
    const records = [
      { sequenceNumber: '1', data: error },
      { sequenceNumber: '2', data: Buffer.from('no gzip').toString('base64') },
      { sequenceNumber: '3', data: error },
    ];
    await expect(sendAlerts(records, by)).resolves.toBe('2');
    expect(sent).toHaveLength(1);
    expect(failed).toEqual(['2']);
  });

  test('reports a record whose alert could not be sent', async () => {
    const { by } = recordingSender(new Error('SNS is unavailable'));
    await expect(sendAlerts([{ sequenceNumber: '7', data: error }], by)).resolves.toBe('7');
  });

  test('ignores the control message of a new filter', async () => {
    const { by, sent } = recordingSender();
    await sendAlerts([{ sequenceNumber: '1', data: logs('CWL CONTROL MESSAGE', 'CONTROL_MESSAGE') }], by);
    expect(sent).toEqual([]);
  });

  law.prop([fc.base64String()])('sends or reports any record without throwing', async (data) => {
    const { by, failed } = recordingSender();
    const outcome = await sendAlerts([{ sequenceNumber: '1', data }], by);
    expect(failed).toEqual(outcome === undefined ? [] : ['1']);
  });
});

describe('decodeRecord', () => {
  test('reports what is wrong with a malformed record', () => {
    expect(() => decodeRecord(gzipRecord({ messageType: 'DATA_MESSAGE' }))).toThrow(/^invalid log record: logGroup: /);
  });
});
