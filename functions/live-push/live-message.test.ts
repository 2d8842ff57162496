import { type CommandReport, commandStates } from '../../contracts/commands';
import { LiveMessage, LiveNews } from '../../contracts/live-messages';
import { buildLiveMessage } from './live-message';

const at = Date.parse('2026-11-25T09:00:00.000Z');

describe('buildLiveMessage', () => {
  test('the message contains the shadow state before and after a change, without the delta', () => {
    const news = LiveNews.parse({
      kind: 'shadow',
      thing: 'light-1',
      at,
      version: 7,
      before: null,
      after: { desired: { power: true }, reported: { power: false }, delta: { power: true } },
      traceId: 'trace',
    });
    const message = buildLiveMessage(news, 'room1');
    expect(LiveMessage.parse(message)).toEqual(message);
    expect(message).toEqual({
      kind: 'shadow',
      thing: 'light-1',
      room: 'room1',
      at: '2026-11-25T09:00:00.000Z',
      version: 7,
      before: {},
      after: { desired: { power: true }, reported: { power: false } },
      traceId: 'trace',
    });
  });

  test.each(commandStates)('the message contains the state of a command: %s', (state) => {
    const report: CommandReport = {
      thing: 'light-1',
      command: 'c-1',
      power: true,
      state,
      at,
      expiresAt: at + 30_000,
      traceId: 'trace',
    };
    const message = buildLiveMessage(LiveNews.parse({ ...report, kind: 'command' }), undefined);
    expect(LiveMessage.parse(message)).toEqual(message);
    expect(message).toMatchObject({ kind: 'command', state, expiresAt: '2026-11-25T09:00:30.000Z' });
    expect(message).not.toHaveProperty('room');
  });
});
