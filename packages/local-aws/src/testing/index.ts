export {
  type EventLine,
  type LocalAwsProcess,
  type LocalAwsProcessOptions,
  startLocalAwsProcess,
} from './local-aws-process';
export { poll } from './poll';
