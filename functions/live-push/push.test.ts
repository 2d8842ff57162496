import { push, type Sent } from './push';

const outcomes: Readonly<Record<string, Sent>> = { a: 'sent', b: 'gone', c: { failed: 'status 500' }, d: 'sent' };

describe('a text for pages', () => {
  test('goes to all of them, and who is gone is forgotten', async () => {
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

  test('waits for none of them before it goes to the next', async () => {
    const asked: string[] = [];
    let answer: (outcome: Sent) => void = () => undefined;
    const slow = new Promise<Sent>((resolve) => {
      answer = resolve;
    });
    const send = async (connection: string) => {
      asked.push(connection);
      return connection === 'a' ? slow : 'sent';
    };
    const pushed = push('text', ['a', 'b', 'c'], { send, forget: async () => undefined });
    expect(asked).toEqual(['a', 'b', 'c']);
    answer({ failed: 'no answer in time' });
    expect(await pushed).toEqual({ sent: 2, gone: 0, failed: 1, reasons: ['no answer in time'] });
  });

  test('for nobody is sent to nobody', async () => {
    const to = { send: async (): Promise<Sent> => 'sent', forget: async () => undefined };
    expect(await push('text', [], to)).toEqual({ sent: 0, gone: 0, failed: 0, reasons: [] });
  });
});
