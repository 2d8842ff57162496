export { type Bundle, bundleFunctions } from './bundle-functions';
export { digestOf } from './digest';
export { functionsIn } from './function-names';
