import { perPlatform } from './per-platform';
import { memoryStore } from './store';

describe('perPlatform', () => {
  const catalogOf = perPlatform(({ name }: { name: string }) => ({ name }));

  test('creates one service per platform', () => {
    const [one, other] = [
      { name: 'one', store: memoryStore() },
      { name: 'other', store: memoryStore() },
    ];
    expect(catalogOf(one)).toBe(catalogOf({ ...one }));
    expect([catalogOf(one), catalogOf(other)]).toEqual([{ name: 'one' }, { name: 'other' }]);
  });
});
