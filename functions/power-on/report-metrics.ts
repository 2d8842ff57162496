import { ownMetrics, storedWithinMs } from '../../contracts/metrics';
import type { PowerReport } from '../../contracts/power';
import type { PowerChange } from '../shared/device-power-table';

interface StoredReport {
  readonly change: PowerChange;
  /** Time at which the report was stored, in ms since the epoch. */
  readonly now: number;
}

interface Count {
  readonly cloudwatch: string;
  readonly value: number;
}

/** Returns the metrics of a stored report. The metrics include zeros; otherwise, the SLO would not count late reports. */
export function reportMetrics({ receivedAt }: PowerReport, { change, now }: StoredReport): readonly Count[] {
  const { devicePoweredOn, powerReportStored, powerReportStoredInTime } = ownMetrics;
  return [
    { cloudwatch: powerReportStored.cloudwatch, value: 1 },
    { cloudwatch: powerReportStoredInTime.cloudwatch, value: now - receivedAt <= storedWithinMs ? 1 : 0 },
    ...(change === 'changed' ? [{ cloudwatch: devicePoweredOn.cloudwatch, value: 1 }] : []),
  ];
}
