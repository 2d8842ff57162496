export { makeDeviceRequest, openAuthority } from './certificates/authority';
export { writePrivate } from './certificates/private-files';
export type { PlatformEvent } from './events';
export type { RateFactor } from './iot/rates/throttle';
export { type LoadedStack, loadStack, loadStacks } from './load-stack';
export { type PlatformOptions, type RunningPlatform, startPlatform } from './platform';
export { following } from './screen/follow';
export { createScreen, jsonLineOf } from './screen/screen';
export { type LocalAwsOptions, startLocalAws } from './start-local-aws';
