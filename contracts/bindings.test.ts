import { bindings } from './bindings';

describe('bindings', () => {
  test('a function reads what the stacks set', () => {
    const to = { table: 'commands', answerWithinSeconds: 30, askAgainSeconds: 10 };
    expect(bindings.powerCommand.from(bindings.powerCommand.environment(to))).toEqual(to);
  });

  test('rejects a missing variable by name', () => {
    expect(() => bindings.powerOn.from({})).toThrow('environment variable DEVICE_POWER_TABLE is missing');
  });
});
