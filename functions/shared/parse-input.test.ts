import { PowerReport } from '../../contracts/power';
import { parse } from './parse-input';

const report = { thing: 'light-1', receivedAt: 1, traceId: 't', state: { reported: { power: true } } };
const reporting = (reported: object) => ({ ...report, state: { reported } });

describe('parse', () => {
  test('ignores unknown fields', () => {
    const event = {
      ...report,
      clientToken: 'x',
      state: { reported: { power: true, colour: 'red', brightness: null } },
    };
    expect(parse(PowerReport, event, 'power report').thing).toBe('light-1');
  });

  test.each([
    ['power as text', reporting({ power: 'on' }), 'state.reported.power: '],
    ['brightness as text', reporting({ power: true, brightness: 'high' }), 'state.reported.brightness: '],
    ['brightness over 100 %', reporting({ power: true, brightness: 101 }), 'state.reported.brightness: '],
    ['missing thing', { ...report, thing: undefined }, 'thing: '],
    ['null', null, ''],
  ])('names the path and the reason of an error in one line: %s', (_, event, path) => {
    expect(() => parse(PowerReport, event, 'power report')).toThrow(
      expect.objectContaining({ message: expect.stringMatching(new RegExp(`^invalid power report: ${path}[^\n]+$`)) }),
    );
  });
});
