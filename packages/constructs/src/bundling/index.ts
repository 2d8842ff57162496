export { type Bundle, bundleFunctions, type RepeatedBundling, repeatedBundling } from './bundle-functions';
export { digestOf } from './digest';
export { functionsIn } from './function-names';
