export { declareDatadogMonitors } from './monitoring/declare-datadog-monitors';
export { synthesizeStack } from './project/synthesize-stack';
export { declareDatadog } from './stack/datadog-provider';
export { ReadableStack } from './stack/readable-stack';
