export { declareDatadogMonitors } from './monitoring/declare-datadog-monitors';
export { declareDowntimes } from './monitoring/declare-downtimes';
export { declareNotificationRules } from './monitoring/declare-notification-rules';
export { declareTeams } from './monitoring/declare-teams';
export { synthesizeStack } from './project/synthesize-stack';
export { declareDatadog } from './stack/datadog-provider';
export { ReadableStack } from './stack/readable-stack';
