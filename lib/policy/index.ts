export { type PolicyDocument, PolicyError, type PolicyStatement, parsePolicy } from './document';
export { evaluate, type NamedPolicy, type PolicyDecision, type PolicyPrincipal, type PolicyRequest } from './evaluate';
export { type IotConnection, iotContext } from './iot-context';
export type { PolicyContext } from './variables';
