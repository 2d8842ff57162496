import { PowerReport } from '../../contracts/power';
import { parse } from './parse';

const report = { thing: 'light-1', receivedAt: 1, traceId: 't', state: { reported: { power: true } } };
const reporting = (reported: object) => ({ ...report, state: { reported } });

describe('a power report', () => {
  test('may carry more than the function reads', () => {
    const event = {
      ...report,
      clientToken: 'x',
      state: { reported: { power: true, colour: 'red', brightness: null } },
    };
    expect(parse(PowerReport, event, 'power report').thing).toBe('light-1');
  });

  test.each([
    ['a power that is a word', reporting({ power: 'on' }), 'state.reported.power: '],
    ['a brightness that is a word', reporting({ power: true, brightness: 'high' }), 'state.reported.brightness: '],
    ['a brightness over 100 %', reporting({ power: true, brightness: 101 }), 'state.reported.brightness: '],
    ['no thing', { ...report, thing: undefined }, 'thing: '],
    ['nothing at all', null, 'it: '],
  ])('is refused with path and reason, in one line: %s', (_, event, path) => {
    expect(() => parse(PowerReport, event, 'power report')).toThrow(
      expect.objectContaining({ message: expect.stringMatching(new RegExp(`^power report refused: ${path}[^\n]+$`)) }),
    );
  });
});
