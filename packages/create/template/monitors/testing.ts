import { type DeclaredMonitor, type SimulatedRun, simulated as simulatedIn } from '@himeshima/constructs/monitors';
import { describeMonitorBehavior as describeIn, type MonitorBehavior } from '@himeshima/constructs/testing';
import { environmentNamed } from '../config/environments';
import { monitoringOf } from './monitoring';

export { keepsState } from '@himeshima/constructs/testing';

const monitoring = monitoringOf(environmentNamed('prod'));

/** Simulates a monitor over series, as it is in production: `expect(run).toAlertAt('20m')`. */
export const simulated = (monitor: DeclaredMonitor, run: SimulatedRun) => simulatedIn(monitor, monitoring, run);

/** Declares three tests of a monitor: it fires, it stays just below its threshold, and its data is missing. */
export const describeMonitorBehavior = (monitor: DeclaredMonitor, behavior: MonitorBehavior): void =>
  describeIn(monitor, monitoring, behavior);
