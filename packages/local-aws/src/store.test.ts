import { memoryStore } from './store';

describe('memoryStore', () => {
  test('stores a value under its name until the value is deleted', () => {
    const shadows = memoryStore().collection<{ version: number }>('shadows');
    shadows.set('light-1', { version: 1 });
    shadows.set('light-2', { version: 5 });
    shadows.set('light-1', { version: 2 });
    expect(shadows.get('light-1')).toEqual({ version: 2 });
    expect([...shadows.entries()].map(([key]) => key)).toEqual(['light-1', 'light-2']);
    expect(shadows.delete('light-1')).toBe(true);
    expect(shadows.delete('light-1')).toBe(false);
    expect(shadows.get('light-1')).toBeUndefined();
  });

  test('rejects a second collection with the same name', () => {
    const store = memoryStore();
    store.collection('shadows');
    expect(() => store.collection('shadows')).toThrow('the collection shadows is already open');
    expect(() => store.collection('things')).not.toThrow();
  });
});
