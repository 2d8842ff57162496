const { AsyncLocalStorage } = require('node:async_hooks');
const vm = require('node:vm');
const { TestEnvironment } = require('jest-environment-node');

const { compileFunction } = vm;
/** By path: the source, and what V8 has made of it. */
const known = new Map();

/**
 * What V8 has made of a file once it takes again; code that imports when it runs it does not take. Each test file reads
 * anew all that it imports, jest itself included: some 240 files, and a fifth of what the small test files cost was to
 * compile the same ones again.
 */
vm.compileFunction = (source, parameters, options) => {
  const filename = options?.filename;
  if (filename === undefined) return compileFunction(source, parameters, options);
  const before = known.get(filename);
  if (before?.source === source) return compileFunction(source, parameters, { ...options, cachedData: before.code });
  if (/\bimport\s*\(/.test(source)) return compileFunction(source, parameters, options);
  const compiled = compileFunction(source, parameters, { ...options, produceCachedData: true });
  known.set(filename, { source, code: compiled.cachedData });
  return compiled;
};

/** Those in use since the last test file ended. */
const storages = new Set();
const { run } = AsyncLocalStorage.prototype;
AsyncLocalStorage.prototype.run = function (...args) {
  storages.add(this);
  return run.apply(this, args);
};

/**
 * A worker of jest runs a hundred test files after one another. jest-circus 30 makes a storage a file and leaves it on;
 * each one left makes every promise of all files to come dearer.
 */
module.exports = class extends TestEnvironment {
  async teardown() {
    for (const storage of storages) storage.disable();
    storages.clear();
    await super.teardown();
  }
};
