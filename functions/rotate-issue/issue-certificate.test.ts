import { issueCertificate } from './issue-certificate';

const question = { thing: 'light-1', rotation: 'r1', taskToken: 'token', csr: 'request' };
const when = { now: 1_000_500, connectWithinSeconds: 30 };
const certificate = (id: string) => ({ id, arn: `arn/${id}`, pem: `PEM of ${id}` });

function recorded(known: { rotation: string; certificateId: string | undefined } | undefined, over = false) {
  const calls: unknown[] = [];
  const by: Parameters<typeof issueCertificate>[2] = {
    find: async () => known,
    create: async (csr) => {
      calls.push(['create', csr]);
      return certificate('new');
    },
    describe: async (id) => certificate(id),
    expectConnection: async (thing, { certificateId, taskToken, expiresAt }) => {
      if (over) throw new Error('it is over');
      calls.push(['expect', thing, certificateId, taskToken, expiresAt]);
    },
    enable: async (thing, { id }) => void calls.push(['enable', thing, id]),
    desire: async (...desired) => void calls.push(['desire', ...desired]),
  };
  return { by, calls };
}

describe('issueCertificate', () => {
  test('writes the certificate down before it is good for anything, and then hands it over', async () => {
    const { by, calls } = recorded({ rotation: 'r1', certificateId: undefined });
    await issueCertificate(question, when, by);
    expect(calls).toEqual([
      ['create', 'request'],
      ['expect', 'light-1', 'new', 'token', 1030],
      ['enable', 'light-1', 'new'],
      ['desire', 'light-1', { rotation: 'r1', certificate: 'PEM of new' }],
    ]);
  });

  test('goes on with the certificate of an attempt that failed', async () => {
    const { by, calls } = recorded({ rotation: 'r1', certificateId: 'made' });
    await issueCertificate(question, when, by);
    expect(calls).toEqual([
      ['expect', 'light-1', 'made', 'token', 1030],
      ['enable', 'light-1', 'made'],
      ['desire', 'light-1', { rotation: 'r1', certificate: 'PEM of made' }],
    ]);
  });

  test('does not take the certificate of another rotation', async () => {
    const { by, calls } = recorded({ rotation: 'r0', certificateId: 'made' });
    await issueCertificate(question, when, by);
    expect(calls).toContainEqual(['enable', 'light-1', 'new']);
  });

  test('enables nothing where the rotation is over', async () => {
    const { by, calls } = recorded(undefined, true);
    await expect(issueCertificate(question, when, by)).rejects.toThrow('it is over');
    expect(calls).toEqual([['create', 'request']]);
  });
});
