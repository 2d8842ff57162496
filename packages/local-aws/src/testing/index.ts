export {
  type EventLine,
  type LocalAwsProcess,
  type LocalAwsProcessOptions,
  startLocalAwsProcess,
} from './local-aws-process';
export { PollTimeoutError, poll } from './poll';
