import type { AlarmDeclaration, AlarmState } from './alarm';
import { evaluateAlarm } from './evaluate-alarm';

const alarm = {
  comparison: 'GreaterThanThreshold',
  threshold: 10,
  datapointsToAlarm: 2,
  evaluationPeriods: 3,
  treatMissingData: 'missing',
} as const;
const stateOf = (
  values: readonly (number | undefined)[],
  changes: Partial<AlarmDeclaration> = {},
  current: AlarmState = 'OK',
) => evaluateAlarm({ ...alarm, ...changes }, values, current).state;

describe('an alarm', () => {
  test.each([
    [[11, 9, 12], 'ALARM'],
    [[11, 9, 10], 'OK'],
    [[undefined, 11, 12], 'ALARM'],
    [[undefined, 11, 9], 'OK'],
    [[undefined, undefined, undefined], 'INSUFFICIENT_DATA'],
  ] as const)('an alarm with the values %j is %s', (values, state) => expect(stateOf(values)).toBe(state));

  test.each([
    ['breaching', [undefined, undefined, 9], 'ALARM'],
    ['notBreaching', [undefined, undefined, undefined], 'OK'],
    ['ignore', [undefined, undefined, 9], 'ALARM'],
    ['ignore', [undefined, 9, 9], 'OK'],
  ] as const)('an alarm that treats missing data as %s, with the values %j, is %s', (treatMissingData, values, state) =>
    expect(stateOf(values, { treatMissingData }, 'ALARM')).toBe(state),
  );

  test.each([
    ['GreaterThanOrEqualToThreshold', 'ALARM'],
    ['GreaterThanThreshold', 'OK'],
    ['LessThanOrEqualToThreshold', 'ALARM'],
    ['LessThanThreshold', 'OK'],
  ] as const)('compares with %s', (comparison, state) => expect(stateOf([10, 10, 10], { comparison })).toBe(state));
});
