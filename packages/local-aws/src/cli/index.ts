export { applyChanges, updateMonitors } from './apply-changes';
export { type StartedPlatform, type StartProgram, start } from './start-command';
export { startOptions } from './start-options';
export { watchStacks } from './watch-stacks';
