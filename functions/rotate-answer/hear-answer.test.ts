import type { RotationReport } from '../../contracts/certificates';
import type { Rotation } from '../shared/rotations-table';
import { hearAnswer } from './hear-answer';

const report: RotationReport = {
  thing: 'light-1',
  rotation: 'r1',
  certificateId: 'old',
  receivedAt: 1_000_000,
  traceId: 't',
};
const waiting = { rotation: 'r1', taskToken: 'token', expiresAt: 1030 } as const;
const forRequest: Rotation = { ...waiting, waitsFor: 'request', certificateId: undefined };
const forConnection: Rotation = { ...waiting, waitsFor: 'connection', certificateId: 'new' };

async function heard(known: Rotation | undefined, more: Partial<RotationReport>, stillWaits = true) {
  const outputs: unknown[] = [];
  const outcome = await hearAnswer(
    { ...report, ...more },
    {
      find: async () => known,
      succeed: async (taskToken, output) => {
        outputs.push([taskToken, output]);
        return stillWaits;
      },
    },
  );
  return { outcome, outputs };
}

describe('hearAnswer', () => {
  test('wakes the workflow with the signing request', async () => {
    const woken = { outcome: 'requested', outputs: [['token', { csr: 'request' }]] };
    expect(await heard(forRequest, { csr: 'request' })).toEqual(woken);
  });

  test('wakes it when the device is connected by the new certificate', async () => {
    const woken = { outcome: 'connected', outputs: [['token', { certificateId: 'new' }]] };
    expect(await heard(forConnection, { certificateId: 'new' })).toEqual(woken);
  });

  test.each([
    ['a report that nobody asked for', 'nothing was asked', undefined, { csr: 'request' }],
    ['an answer to an earlier rotation', 'nothing was asked', forRequest, { rotation: 'r0', csr: 'request' }],
    ['a report without a request', 'not what was asked', forRequest, {}],
    ['a request that comes twice', 'not what was asked', forConnection, { csr: 'request' }],
    ['a word over the old connection', 'not what was asked', forConnection, {}],
    ['an answer after the time', 'too late', forRequest, { csr: 'request', receivedAt: 1_030_000 }],
  ] as const)('%s wakes nobody', async (_what, outcome, known, more) => {
    expect(await heard(known, more)).toEqual({ outcome, outputs: [] });
  });

  test('a workflow that has just given up is no error', async () => {
    expect(await heard(forRequest, { csr: 'request' }, false)).toMatchObject({ outcome: 'too late' });
  });
});
