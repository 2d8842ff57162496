import { finishRotation } from './finish-rotation';

const end = { thing: 'light-1', rotation: 'r1' };

function recordingStores(certificateId: string | undefined, rotation = 'r1') {
  const calls: unknown[] = [];
  const by: Parameters<typeof finishRotation>[1] = {
    find: async () => ({ rotation, certificateId }),
    certificateArnsOf: async () => ['arn:cert/old', 'arn:cert/older', 'arn:cert/new'],
    deactivate: async (...args) => void calls.push(['deactivate', ...args]),
    deleteCertificate: async (id) => void calls.push(['deleteCertificate', id]),
    clear: async (thing) => void calls.push(['clear', thing]),
    end: async (...args) => void calls.push(['end', ...args]),
  };
  return { by, calls };
}

const finished = [
  ['clear', 'light-1'],
  ['end', 'light-1', 'r1'],
];

describe('finishRotation', () => {
  test('deactivates all other certificates if the device has connected with the new certificate', async () => {
    const { by, calls } = recordingStores('new');
    await expect(finishRotation({ ...end, confirmed: true }, by)).resolves.toBe('rotated');
    expect(calls).toEqual([
      ['deactivate', 'light-1', 'arn:cert/old', 'INACTIVE'],
      ['deactivate', 'light-1', 'arn:cert/older', 'INACTIVE'],
      ...finished,
    ]);
  });

  test('deactivates and deletes the new certificate if the device has not connected with it', async () => {
    const { by, calls } = recordingStores('new');
    await expect(finishRotation({ ...end, confirmed: false }, by)).resolves.toBe('rolled back');
    expect(calls).toEqual([
      ['deactivate', 'light-1', 'arn:cert/new', 'INACTIVE'],
      ['deleteCertificate', 'new'],
      ...finished,
    ]);
  });

  test('deactivates nothing if no certificate was issued', async () => {
    const { by, calls } = recordingStores(undefined);
    await expect(finishRotation({ ...end, confirmed: false }, by)).resolves.toBe('rolled back');
    expect(calls).toEqual(finished);
  });

  test('changes nothing during another rotation', async () => {
    const { by, calls } = recordingStores('new', 'r2');
    await expect(finishRotation({ ...end, confirmed: false }, by)).resolves.toBe('not in progress');
    expect(calls).toEqual([]);
  });
});
