import { push, type SendOutcome } from './push';

const outcomes: Readonly<Record<string, SendOutcome>> = {
  a: 'sent',
  b: 'gone',
  c: { failed: 'status 500' },
  d: 'sent',
};

describe('push', () => {
  test('sends a message to all connections and removes closed connections', async () => {
    const forgotten: string[] = [];
    const to = {
      send: async (connection: string) => outcomes[connection] ?? 'gone',
      forget: async (connection: string) => void forgotten.push(connection),
    };
    expect(await push('text', ['a', 'b', 'c', 'd'], to)).toEqual({
      sent: 2,
      gone: 1,
      failed: 1,
      reasons: ['status 500'],
    });
    expect(forgotten).toEqual(['b']);
  });

  test('sends to all connections concurrently', async () => {
    const called: string[] = [];
    let answer: (outcome: SendOutcome) => void = () => undefined;
    const slow = new Promise<SendOutcome>((resolve) => {
      answer = resolve;
    });
    const send = async (connection: string) => {
      called.push(connection);
      return connection === 'a' ? slow : 'sent';
    };
    const pushed = push('text', ['a', 'b', 'c'], { send, forget: async () => undefined });
    expect(called).toEqual(['a', 'b', 'c']);
    answer({ failed: 'timed out' });
    expect(await pushed).toEqual({ sent: 2, gone: 0, failed: 1, reasons: ['timed out'] });
  });

  test('sends nothing if there are no connections', async () => {
    const to = { send: async (): Promise<SendOutcome> => 'sent', forget: async () => undefined };
    expect(await push('text', [], to)).toEqual({ sent: 0, gone: 0, failed: 0, reasons: [] });
  });
});
