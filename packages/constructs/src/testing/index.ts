export type { StackInput, SynthesizableStack } from './declared-stack';
export type { Accepts } from './findings';
export { expectLeastPrivilege, type LeastPrivilegeOptions } from './least-privilege';
export { type BehaviorCase, describeMonitorBehavior, keepsState, type MonitorBehavior } from './monitor-behavior';
