import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { specificationFile } from './specification';
import { specificationProblems } from './specification-problems';

const valid = readFileSync(specificationFile, 'utf8');
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'himeshima-specification-'));
  mkdirSync(join(root, 'api'));
});
afterEach(() => rmSync(root, { recursive: true }));

function problems(text: string, by: string): Promise<readonly string[]> {
  expect(valid).toContain(text);
  writeFileSync(join(root, specificationFile), valid.replace(text, by));
  return specificationProblems(root);
}

test.each([
  [
    'a dangling reference',
    'schemas/Owner"',
    'schemas/Ownr"',
    'unresolved reference #/components/schemas/Ownr: expected the name of a component in this file',
  ],
  [
    'a reference to another file',
    '"#/components/schemas/Owner"',
    '"other.yaml#/Owner"',
    'unresolved reference other.yaml#/Owner: expected the name of a component in this file',
  ],
  [
    'an unknown type',
    'type: boolean',
    'type: bolean',
    'invalid type "bolean": expected "object", "array", "string", "number", "integer", "boolean"; did you mean boolean?',
  ],
  ['a misspelled schema keyword', 'minimum: 1', 'minimun: 1', 'unknown keyword minimun; did you mean minimum?'],
  [
    'a misspelled operation keyword',
    'operationId: getShadow',
    'operationID: getShadow',
    'unknown keyword operationID; did you mean operationId?',
  ],
  [
    'a pattern that is not a regular expression',
    '"^[A-Za-z0-9:_-]{1,128}$"',
    '"^[A-Za-z0-9:_-{1,128}$"',
    'Invalid regular expression: /^[A-Za-z0-9:_-{1,128}$/: Unterminated character class',
  ],
  [
    'bounds that exclude every value',
    'minimum: 1\n',
    'minimum: 1000000\n',
    'minimum 1000000 is greater than maximum 86400',
  ],
  [
    'a duplicate operationId',
    'operationId: getShadow',
    'operationId: getDevice',
    'Every operation must have a unique operationId',
  ],
  [
    'a response without a description',
    'done:\n      description: Done',
    'done:\n      x-note: Done',
    'missing keyword description',
  ],
])('reports %s with line and column', async (_, text, by, message) => {
  const [problem = '', ...others] = await problems(text, by);
  expect(problem).toMatch(/^api\/openapi\.yaml:\d+:\d+: /);
  expect([problem.replace(/^\S+ /, ''), ...others]).toEqual([message]);
});

test.each([
  ['an empty file', '', 'Document must be JSON object'],
  ['a file that is not YAML', 'a: [1', 'api/openapi.yaml" \\(2:1\\)'],
])('reports the file name for %s', async (_, text, reason) => {
  writeFileSync(join(root, specificationFile), text);
  expect(await specificationProblems(root)).toEqual([expect.stringMatching(`^api/openapi\\.yaml: .*${reason}`)]);
});

test("allows API Gateway's extensions", async () => {
  expect(
    await problems('operationId: getShadow', 'operationId: getShadow\n      x-amazon-apigateway-integration: {}'),
  ).toEqual([]);
});
