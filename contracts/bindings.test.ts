import { bindings } from './bindings';

describe('bindings', () => {
  test('a function reads what the stacks wrote', () => {
    const to = { table: 'commands', answerWithinSeconds: 30, askAgainSeconds: 10 };
    expect(bindings.powerCommand.from(bindings.powerCommand.environment(to))).toEqual(to);
  });

  test('a missing variable is named', () => {
    expect(() => bindings.powerOn.from({})).toThrow('environment variable DEVICE_POWER_TABLE is missing');
  });
});
