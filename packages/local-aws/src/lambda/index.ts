export { loadHandler } from './load-handler';
export { unpack } from './unpack';
