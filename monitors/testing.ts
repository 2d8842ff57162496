import { type DeclaredMonitor, type SimulatedRun, simulated as simulatedIn } from '@himeshima/constructs/monitors';
import { describeMonitorBehavior as describeIn, type MonitorBehavior } from '@himeshima/constructs/testing';
import { prod } from '../config/prod';
import { monitoringOf } from './monitoring';

export { keepsState } from '@himeshima/constructs/testing';

const monitoring = monitoringOf(prod);

/** Simulates a monitor over series with its production settings: `expect(run).toAlertAt('20m')`. */
export const simulated = (monitor: DeclaredMonitor, run: SimulatedRun) => simulatedIn(monitor, monitoring, run);

/** Declares three tests of a monitor: it alerts, stays OK just below its threshold, and handles missing data. */
export const describeMonitorBehavior = (monitor: DeclaredMonitor, behavior: MonitorBehavior): void =>
  describeIn(monitor, monitoring, behavior);
