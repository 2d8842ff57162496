import { poll } from '@himeshima/local-aws/testing';
import { ignoreTimeout } from './ignore-timeout';

describe('ignoreTimeout', () => {
  test('resolves to undefined after a timeout', async () => {
    await expect(poll(() => undefined, 'nothing', 0, 1).catch(ignoreTimeout)).resolves.toBeUndefined();
  });

  test('rethrows any other error', async () => {
    const rejectWithDenial = () => Promise.reject(new Error('denied'));
    await expect(poll(rejectWithDenial, 'nothing').catch(ignoreTimeout)).rejects.toThrow('denied');
  });
});
