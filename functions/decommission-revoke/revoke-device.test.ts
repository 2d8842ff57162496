import { revokeDevice } from './revoke-device';

function recorded(certificates: readonly string[]) {
  const calls: unknown[] = [];
  const by: Parameters<typeof revokeDevice>[2] = {
    retire: async (...retired) => void calls.push(['retire', ...retired]),
    of: async () => certificates,
    takeAway: async (...taken) => void calls.push(['takeAway', ...taken]),
  };
  return { by, calls };
}

describe('revokeDevice', () => {
  test('retires the serial number before its certificates are taken away', async () => {
    const { by, calls } = recorded(['arn:cert/a', 'arn:cert/b']);
    await expect(revokeDevice('light-A1B2C3', 1000, by)).resolves.toBe(2);
    expect(calls).toEqual([
      ['retire', 'A1B2C3', 1000],
      ['takeAway', 'light-A1B2C3', 'arn:cert/a', 'REVOKED'],
      ['takeAway', 'light-A1B2C3', 'arn:cert/b', 'REVOKED'],
    ]);
  });

  test('a thing that was not provisioned has no serial number, and one that is gone no certificate', async () => {
    const { by, calls } = recorded([]);
    await expect(revokeDevice('light-1', 1000, by)).resolves.toBe(0);
    expect(calls).toEqual([]);
  });
});
