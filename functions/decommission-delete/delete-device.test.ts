import { deleteDevice } from './delete-device';

function recordingDeletion(kind: string | undefined, left: boolean) {
  const calls: unknown[] = [];
  const from: Parameters<typeof deleteDevice>[1] = {
    kindOf: async () => kind,
    deleteShadows: async (thing) => void calls.push(['shadows', thing]),
    deleteData: async (...data) => {
      calls.push(['data', ...data]);
      return left;
    },
    deleteThing: async (thing) => void calls.push(['thing', thing]),
  };
  return { from, calls };
}

describe('deleteDevice', () => {
  test('deletes the thing last, because its attributes locate the measurements', async () => {
    const { from, calls } = recordingDeletion('temp', false);
    await expect(deleteDevice('sensor-1', from)).resolves.toBe(false);
    expect(calls).toEqual([
      ['shadows', 'sensor-1'],
      ['data', 'sensor-1', 'temp'],
      ['thing', 'sensor-1'],
    ]);
  });

  test('keeps the thing while it still has data', async () => {
    const { from, calls } = recordingDeletion('temp', true);
    await expect(deleteDevice('sensor-1', from)).resolves.toBe(true);
    expect(calls).not.toContainEqual(['thing', 'sensor-1']);
  });

  test('deletes no measurements for a light', async () => {
    const { from, calls } = recordingDeletion(undefined, false);
    await deleteDevice('light-1', from);
    expect(calls).toContainEqual(['data', 'light-1', undefined]);
  });
});
