import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importingCdktn, writeCdktnEntry } from './cdktn-entry';

test.each([
  ['const cdktf_1 = require("cdktf");', 'const cdktf_1 = require("cdktn");'],
  [
    'const a = require("@cdktf/provider-aws/lib/sqs-queue");\nconst b = require("cdktf");',
    'const a = require("@cdktn/provider-aws/lib/sqs-queue");\nconst b = require("cdktn");',
  ],
  ["import type { App } from 'cdktf';", "import type { App } from 'cdktn';"],
  ["export type X = import('cdktf').App;", "export type X = import('cdktn').App;"],
  // strings and imports of other packages are unchanged
  ['const name = "cdktf"; require("cdktf-cli"); require("./cdktf");', undefined],
])('rewrites the imports of %s', (text, expected = text) => expect(importingCdktn(text)).toBe(expected));

test('the entry point for CDK Terrain is a copy of the compiled package', () => {
  const folder = mkdtempSync(join(tmpdir(), 'himeshima-cdktn-'));
  try {
    mkdirSync(join(folder, 'dist', 'aws'), { recursive: true });
    writeFileSync(join(folder, 'dist', 'index.js'), 'require("./aws/queue");');
    writeFileSync(join(folder, 'dist', 'aws', 'queue.js'), 'require("cdktf"); require("../index");');
    const read = (path: string) => readFileSync(join(folder, 'dist', path), 'utf8');
    for (let build = 0; build < 2; build += 1) writeCdktnEntry(folder);
    expect(read('cdktn/index.js')).toBe('require("./aws/queue");');
    expect(read('cdktn/aws/queue.js')).toBe('require("cdktn"); require("../index");');
    expect(read('aws/queue.js')).toBe('require("cdktf"); require("../index");');
    expect(() => read('cdktn/cdktn/index.js')).toThrow('ENOENT');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
