import type { PowerReport } from '../../contracts/power';
import type { PowerChange } from '../shared/device-power-table';
import { reportMetrics } from './report-metrics';

const report: PowerReport = {
  thing: 'light-1',
  receivedAt: 1_000_000,
  traceId: 'trace',
  state: { reported: { power: true } },
};

const metrics = (seconds: number, change: PowerChange = 'changed') =>
  reportMetrics(report, { change, now: report.receivedAt + seconds * 1000 }).map(
    ({ cloudwatch, value }) => `${cloudwatch} ${value}`,
  );

describe('reportMetrics', () => {
  test('counts a report as on time if it is stored within a minute', () => {
    expect(metrics(60)).toContain('PowerReportStoredInTime 1');
    expect(metrics(60.001)).toContain('PowerReportStoredInTime 0');
  });

  test('counts no power-on for a device that was already on', () => {
    expect(metrics(1, 'unchanged')).toEqual(['PowerReportStored 1', 'PowerReportStoredInTime 1']);
    expect(metrics(1)).toContain('DevicePoweredOn 1');
  });
});
