import { binding, list, number, otherTables, setByLambda } from '@himeshima/constructs/binding';
import { bindings } from './bindings';

describe('bindings', () => {
  test('reads the environment variables that the stacks set', () => {
    const bound = binding({ table: 'COMMANDS_TABLE', answerWithinSeconds: number('ANSWER_WITHIN_SECONDS') });
    const to = { table: 'commands', answerWithinSeconds: 30 };
    expect(bound.from(bound.environment(to))).toEqual(to);
  });

  test('reads groups of variables, lists, and variables that Lambda sets', () => {
    const bound = binding({
      archive: { bucket: 'BUCKET' },
      workflows: list('WORKFLOWS'),
      region: setByLambda('REGION'),
    });
    const set = bound.environment({ archive: { bucket: 'archive' }, workflows: ['one', 'many'] });
    expect(set).toEqual({ BUCKET: 'archive', WORKFLOWS: 'one many' });
    expect(bound.from({ ...set, REGION: 'eu-west-1' })).toEqual({
      archive: { bucket: 'archive' },
      workflows: ['one', 'many'],
      region: 'eu-west-1',
    });
  });

  test('reads tables that the binding does not list', () => {
    const bound = binding({ rooms: 'ROOMS_TABLE', others: otherTables() });
    const to = { rooms: 'rooms', others: { 'device-power': 'power' } };
    const set = bound.environment(to);
    expect(set).toEqual({ ROOMS_TABLE: 'rooms', DEVICE_POWER_TABLE: 'power' });
    expect(bound.from({ ...set, PATH: '/bin' })).toEqual(to);
  });

  test('rejects an invalid number and reports the name of the variable', () => {
    expect(() => binding({ seconds: number('SECONDS') }).from({ SECONDS: 'soon' })).toThrow(
      'environment variable SECONDS is not a number',
    );
  });

  test('rejects a missing variable and reports the name of the variable', () => {
    expect(() => bindings.provisioningHook.from({})).toThrow('environment variable SERIAL_NUMBERS_TABLE is missing');
  });
});
