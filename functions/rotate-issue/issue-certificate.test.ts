import { issueCertificate } from './issue-certificate';

const question = { thing: 'light-1', rotation: 'r1', taskToken: 'token', csr: 'request' };
const when = { now: 1_000_500, connectWithinSeconds: 30 };
const certificate = (id: string) => ({ id, arn: `arn/${id}`, pem: `PEM of ${id}` });

function recordingStores(known: { rotation: string; certificateId: string | undefined } | undefined, isOver = false) {
  const calls: unknown[] = [];
  const by: Parameters<typeof issueCertificate>[2] = {
    find: async () => known,
    create: async (csr) => {
      calls.push(['create', csr]);
      return certificate('new');
    },
    describe: async (id) => certificate(id),
    expectConnection: async (thing, { certificateId, taskToken, expiresAt }) => {
      if (isOver) throw new Error('the rotation is over');
      calls.push(['expect', thing, certificateId, taskToken, expiresAt]);
    },
    enable: async (thing, { id }) => void calls.push(['enable', thing, id]),
    setDesired: async (...desired) => void calls.push(['setDesired', ...desired]),
  };
  return { by, calls };
}

describe('issueCertificate', () => {
  test('records the certificate before it activates and delivers it', async () => {
    const { by, calls } = recordingStores({ rotation: 'r1', certificateId: undefined });
    await issueCertificate(question, when, by);
    expect(calls).toEqual([
      ['create', 'request'],
      ['expect', 'light-1', 'new', 'token', 1030],
      ['enable', 'light-1', 'new'],
      ['setDesired', 'light-1', { rotation: 'r1', certificate: 'PEM of new' }],
    ]);
  });

  test('reuses the certificate of a failed attempt', async () => {
    const { by, calls } = recordingStores({ rotation: 'r1', certificateId: 'made' });
    await issueCertificate(question, when, by);
    expect(calls).toEqual([
      ['expect', 'light-1', 'made', 'token', 1030],
      ['enable', 'light-1', 'made'],
      ['setDesired', 'light-1', { rotation: 'r1', certificate: 'PEM of made' }],
    ]);
  });

  test('does not reuse the certificate of another rotation', async () => {
    const { by, calls } = recordingStores({ rotation: 'r0', certificateId: 'made' });
    await issueCertificate(question, when, by);
    expect(calls).toContainEqual(['enable', 'light-1', 'new']);
  });

  test('activates nothing if the rotation is over', async () => {
    const { by, calls } = recordingStores(undefined, true);
    await expect(issueCertificate(question, when, by)).rejects.toThrow('the rotation is over');
    expect(calls).toEqual([['create', 'request']]);
  });
});
