import type { PowerReport } from '../../contracts/power';
import type { PowerChange } from '../shared/device-power-table';
import { countsOf } from './counts-of';

const report: PowerReport = {
  thing: 'light-1',
  receivedAt: 1_000_000,
  traceId: 'trace',
  state: { reported: { power: true } },
};

const counted = (seconds: number, change: PowerChange = 'changed') =>
  countsOf(report, { change, now: report.receivedAt + seconds * 1000 }).map(
    ({ cloudwatch, value }) => `${cloudwatch} ${value}`,
  );

describe('what is counted of a report', () => {
  test('a minute is in time, and more is not', () => {
    expect(counted(60)).toContain('PowerReportStoredInTime 1');
    expect(counted(60.001)).toContain('PowerReportStoredInTime 0');
  });

  test('one of a device that was on is stored, but switched nothing on', () => {
    expect(counted(1, 'unchanged')).toEqual(['PowerReportStored 1', 'PowerReportStoredInTime 1']);
    expect(counted(1)).toContain('DevicePoweredOn 1');
  });
});
