export { type Started, type StartProgram, start } from './start-command';
export { repeated, startOptions } from './start-options';
