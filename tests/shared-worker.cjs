const { AsyncLocalStorage } = require('node:async_hooks');
const vm = require('node:vm');
const { TestEnvironment } = require('jest-environment-node');

const { compileFunction } = vm;
/** By path: the source, and the script that V8 made of it. */
const known = new Map();

/**
 * Each test file reads anew all that it imports, jest itself included: some 240 files. A script belongs to no context, so
 * what V8 has compiled of one, its functions as well, serves every later test file of this worker: a third of what the
 * small test files cost. Code that imports when it runs is left to jest, since its callback belongs to one test file.
 */
vm.compileFunction = (source, parameters, options) => {
  const { filename, parsingContext } = options ?? {};
  if (filename === undefined || parsingContext === undefined || /\bimport\s*\(/.test(source))
    return compileFunction(source, parameters, options);
  const before = known.get(filename);
  if (before?.source === source) return before.script.runInContext(parsingContext);
  const head = `(function (${parameters.join(', ')}) {`;
  const script = new vm.Script(`${head}${source}\n})`, { filename, columnOffset: -head.length });
  known.set(filename, { source, script });
  return script.runInContext(parsingContext);
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
