import { deleteDevice } from './delete-device';

function recordingDeletion(attributes: Record<string, string>, left: readonly boolean[]) {
  const calls: unknown[] = [];
  const from: Parameters<typeof deleteDevice>[1] = {
    attributesOf: async () => attributes,
    deleteShadows: async (thing) => void calls.push(['shadows', thing]),
    data: left.map((isLeft, index) => async (thing, of) => {
      calls.push([`data ${index}`, thing, of]);
      return isLeft;
    }),
    deleteThing: async (thing) => void calls.push(['thing', thing]),
  };
  return { from, calls };
}

describe('deleteDevice', () => {
  test('deletes the thing last, because its attributes locate the measurements', async () => {
    const kind = { kind: 'temp' };
    const { from, calls } = recordingDeletion(kind, [false, false]);
    await expect(deleteDevice('sensor-1', from)).resolves.toBe(false);
    expect(calls).toEqual([
      ['shadows', 'sensor-1'],
      ['data 0', 'sensor-1', kind],
      ['data 1', 'sensor-1', kind],
      ['thing', 'sensor-1'],
    ]);
  });

  test('keeps the thing while it still has data', async () => {
    const { from, calls } = recordingDeletion({}, [false, true]);
    await expect(deleteDevice('sensor-1', from)).resolves.toBe(true);
    expect(calls).not.toContainEqual(['thing', 'sensor-1']);
  });
});
