export { type BehaviorCase, describeMonitorBehavior, keepsState, type MonitorBehavior } from './monitor-behavior';
