export { type Started, type StartProgram, start } from './start-command';
export { startOptions } from './start-options';
