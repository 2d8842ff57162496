import { ownMetrics, storedWithinMs } from '../../contracts/metrics';
import type { PowerReport } from '../../contracts/power';
import type { PowerChange } from '../shared/device-power-table';

interface Stored {
  readonly change: PowerChange;
  /** Ms since the epoch, when the table had the report. */
  readonly now: number;
}

interface Count {
  readonly cloudwatch: string;
  readonly value: number;
}

/** What is counted of a report that the table has. A zero is a point too: without it the SLO would see nothing late. */
export function countsOf({ receivedAt }: PowerReport, { change, now }: Stored): readonly Count[] {
  const { devicePoweredOn, powerReportStored, powerReportStoredInTime } = ownMetrics;
  return [
    { cloudwatch: powerReportStored.cloudwatch, value: 1 },
    { cloudwatch: powerReportStoredInTime.cloudwatch, value: now - receivedAt <= storedWithinMs ? 1 : 0 },
    ...(change === 'changed' ? [{ cloudwatch: devicePoweredOn.cloudwatch, value: 1 }] : []),
  ];
}
