import { revokeDevice } from './revoke-device';

function recordingRevocation(certificates: readonly string[]) {
  const calls: unknown[] = [];
  const by: Parameters<typeof revokeDevice>[2] = {
    retire: async (...args) => void calls.push(['retire', ...args]),
    certificateArnsOf: async () => certificates,
    deactivate: async (...args) => void calls.push(['deactivate', ...args]),
  };
  return { by, calls };
}

describe('revokeDevice', () => {
  test('retires the serial number before it revokes the certificates', async () => {
    const { by, calls } = recordingRevocation(['arn:cert/a', 'arn:cert/b']);
    await expect(revokeDevice('light-A1B2C3', 1000, by)).resolves.toBe(2);
    expect(calls).toEqual([
      ['retire', 'A1B2C3', 1000],
      ['deactivate', 'light-A1B2C3', 'arn:cert/a', 'REVOKED'],
      ['deactivate', 'light-A1B2C3', 'arn:cert/b', 'REVOKED'],
    ]);
  });

  test('retires no serial number for a thing that was not provisioned', async () => {
    const { by, calls } = recordingRevocation([]);
    await expect(revokeDevice('light-1', 1000, by)).resolves.toBe(0);
    expect(calls).toEqual([]);
  });
});
