import { type AlarmDeclaration, type AlarmState, comparisons } from './alarm';

type AlarmCondition = Pick<
  AlarmDeclaration,
  'comparison' | 'threshold' | 'datapointsToAlarm' | 'evaluationPeriods' | 'treatMissingData'
>;

/**
 * Returns the state of an alarm. If datapoints are missing, CloudWatch also retrieves older datapoints, but the local
 * runtime does not. Source: CloudWatch user guide, "alarms-and-missing-data".
 * @param values values of the evaluated periods, newest first; undefined for a period without data
 */
export function evaluateAlarm(
  { comparison, threshold, datapointsToAlarm, evaluationPeriods, treatMissingData }: AlarmCondition,
  values: readonly (number | undefined)[],
  current: AlarmState,
): { state: AlarmState; reason: string } {
  const present = values.filter((value) => value !== undefined);
  const missing = values.length - present.length;
  const breaching =
    present.filter((value) => comparisons[comparison](value, threshold)).length +
    (treatMissingData === 'breaching' ? missing : 0);
  const counted = `${breaching} of the last ${evaluationPeriods} datapoints were ${comparison} ${threshold}`;
  if (breaching >= datapointsToAlarm) return { state: 'ALARM', reason: `Threshold Crossed: ${counted}` };
  if (present.length === 0 && treatMissingData === 'missing')
    return { state: 'INSUFFICIENT_DATA', reason: `Insufficient Data: ${missing} datapoints were unknown` };
  // with `ignore`, the state is kept if the missing datapoints could change the result
  if (treatMissingData === 'ignore' && breaching + missing >= datapointsToAlarm)
    return { state: current, reason: 'Missing datapoints are ignored' };
  return { state: 'OK', reason: `Threshold Crossed: only ${counted}` };
}
