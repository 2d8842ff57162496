import * as z from 'zod/mini';
import { parse } from './parse-input';

const Report = z.object({
  thing: z.string(),
  state: z.object({
    reported: z.object({ power: z.boolean(), brightness: z.nullish(z.number().check(z.minimum(0), z.maximum(100))) }),
  }),
});
const report = { thing: 'light-1', state: { reported: { power: true } } };
const reporting = (reported: object) => ({ ...report, state: { reported } });

describe('parse', () => {
  test('ignores unknown fields', () => {
    const event = {
      ...report,
      clientToken: 'x',
      state: { reported: { power: true, colour: 'red', brightness: null } },
    };
    expect(parse(Report, event, 'power report').thing).toBe('light-1');
  });

  test.each([
    ['power as text', reporting({ power: 'on' }), 'state.reported.power: '],
    ['brightness as text', reporting({ power: true, brightness: 'high' }), 'state.reported.brightness: '],
    ['brightness over 100%', reporting({ power: true, brightness: 101 }), 'state.reported.brightness: '],
    ['missing thing', { ...report, thing: undefined }, 'thing: '],
    ['null', null, ''],
  ])('reports the path and the cause of an error in one line: %s', (_, event, path) => {
    expect(() => parse(Report, event, 'power report')).toThrow(
      expect.objectContaining({ message: expect.stringMatching(new RegExp(`^invalid power report: ${path}[^\n]+$`)) }),
    );
  });
});
