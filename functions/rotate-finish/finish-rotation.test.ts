import { finishRotation } from './finish-rotation';

const end = { thing: 'light-1', rotation: 'r1' };

function recorded(certificateId: string | undefined, rotation = 'r1') {
  const calls: unknown[] = [];
  const by: Parameters<typeof finishRotation>[1] = {
    find: async () => ({ rotation, certificateId }),
    of: async () => ['arn:cert/old', 'arn:cert/older', 'arn:cert/new'],
    takeAway: async (...taken) => void calls.push(['takeAway', ...taken]),
    drop: async (id) => void calls.push(['drop', id]),
    clear: async (thing) => void calls.push(['clear', thing]),
    end: async (...ended) => void calls.push(['end', ...ended]),
  };
  return { by, calls };
}

const over = [
  ['clear', 'light-1'],
  ['end', 'light-1', 'r1'],
];

describe('finishRotation', () => {
  test('takes every other certificate away when the device has come with the new one', async () => {
    const { by, calls } = recorded('new');
    await expect(finishRotation({ ...end, confirmed: true }, by)).resolves.toBe('rotated');
    expect(calls).toEqual([
      ['takeAway', 'light-1', 'arn:cert/old', 'INACTIVE'],
      ['takeAway', 'light-1', 'arn:cert/older', 'INACTIVE'],
      ...over,
    ]);
  });

  test('takes the new one back when it has not', async () => {
    const { by, calls } = recorded('new');
    await expect(finishRotation({ ...end, confirmed: false }, by)).resolves.toBe('taken back');
    expect(calls).toEqual([['takeAway', 'light-1', 'arn:cert/new', 'INACTIVE'], ['drop', 'new'], ...over]);
  });

  test('takes nothing where no certificate was made', async () => {
    const { by, calls } = recorded(undefined);
    await expect(finishRotation({ ...end, confirmed: false }, by)).resolves.toBe('taken back');
    expect(calls).toEqual(over);
  });

  test('leaves alone what belongs to another rotation', async () => {
    const { by, calls } = recorded('new', 'r2');
    await expect(finishRotation({ ...end, confirmed: false }, by)).resolves.toBe('not under way');
    expect(calls).toEqual([]);
  });
});
