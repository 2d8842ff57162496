export { type PolicyDocument, PolicyError, type PolicyStatement, parsePolicy } from './document';
export { evaluate, type NamedPolicy, type PolicyDecision, type PolicyRequest } from './evaluate';
export { type IotPlace, iotArns } from './iot-arn';
export { checkIotPolicy } from './iot-check';
export { type IotConnection, iotContext } from './iot-context';
export type { PolicyWarning } from './iot-warnings';
export type { PolicyPrincipal } from './principal';
export type { PolicyContext } from './variables';
