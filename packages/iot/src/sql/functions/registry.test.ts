import { functions } from './registry';

describe('the registry', () => {
  test('contains all 82 functions of AWS, including cast, which is syntax', () => {
    expect(functions.size + 1).toBe(82);
    expect([...functions.keys()].every((name) => name === name.toLowerCase())).toBe(true);
  });
});
