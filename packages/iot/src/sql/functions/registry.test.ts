import { functions } from './registry';

describe('the registry', () => {
  test('contains all 82 functions of AWS IoT SQL, including cast, which the grammar defines', () => {
    expect(functions.size + 1).toBe(82);
    expect([...functions.keys()].every((name) => name === name.toLowerCase())).toBe(true);
  });
});
