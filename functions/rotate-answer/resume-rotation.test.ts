import type { RotationReport } from '../../contracts/certificates';
import type { Rotation } from '../shared/rotations-table';
import { resumeRotation } from './resume-rotation';

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

async function resume(known: Rotation | undefined, more: Partial<RotationReport>, stillWaits = true) {
  const outputs: unknown[] = [];
  const outcome = await resumeRotation(
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

describe('resumeRotation', () => {
  test('resumes the workflow with the CSR', async () => {
    const resumed = { outcome: 'requested', outputs: [['token', { csr: 'request' }]] };
    expect(await resume(forRequest, { csr: 'request' })).toEqual(resumed);
  });

  test('resumes the workflow when the device is connected with the new certificate', async () => {
    const resumed = { outcome: 'connected', outputs: [['token', { certificateId: 'new' }]] };
    expect(await resume(forConnection, { certificateId: 'new' })).toEqual(resumed);
  });

  test.each([
    ['a report without a pending rotation', 'no pending rotation', undefined, { csr: 'request' }],
    ['a report for an earlier rotation', 'no pending rotation', forRequest, { rotation: 'r0', csr: 'request' }],
    ['a report without a CSR', 'unexpected report', forRequest, {}],
    ['a duplicate CSR', 'unexpected report', forConnection, { csr: 'request' }],
    ['a report over the old connection', 'unexpected report', forConnection, {}],
    ['a report after the timeout', 'too late', forRequest, { csr: 'request', receivedAt: 1_030_000 }],
  ] as const)('does not resume the workflow for %s', async (_what, outcome, known, more) => {
    expect(await resume(known, more)).toEqual({ outcome, outputs: [] });
  });

  test('reports "too late" if the workflow is no longer waiting', async () => {
    expect(await resume(forRequest, { csr: 'request' }, false)).toMatchObject({ outcome: 'too late' });
  });
});
