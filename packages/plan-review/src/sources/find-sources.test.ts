import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { requireSources, sourcesIn } from './find-sources';
import { pathFromRoot } from './source-location';

let root: string;
const before = process.env['CI_PROJECT_DIR'];
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'sources-')));
  process.env['CI_PROJECT_DIR'] = root;
});
afterEach(() => {
  rmSync(root, { recursive: true });
  if (before === undefined) delete process.env['CI_PROJECT_DIR'];
  else process.env['CI_PROJECT_DIR'] = before;
});

function write(path: string, ...lines: readonly string[]) {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, lines.join('\n'));
}

const find = (address: string) => sourcesIn(root)?.(address);

test('finds resources and data sources, with and without an index', () => {
  write('main.tf', '# the network', 'resource "aws_vpc" "main" {', '}', '', 'data "aws_ami" "base" {', '}');
  write('more.tofu', 'resource aws_subnet public { count = 2 }');
  expect(find('aws_vpc.main')).toEqual({ path: 'main.tf', line: 2 });
  expect(find('data.aws_ami.base')).toEqual({ path: 'main.tf', line: 5 });
  expect(find('aws_subnet.public[1]')).toEqual({ path: 'more.tofu', line: 1 });
  expect(find('aws_vpc.other')).toBeUndefined();
});

test('finds resources in local modules, and the call of a module from a registry', () => {
  write(
    'infra/main.tf',
    'module "net" {',
    '  source = "../modules/net"',
    '}',
    'module "vpc" {',
    '  source = "corp/vpc/aws"',
    '}',
  );
  write('modules/net/main.tf', '', 'module "inner" {', '  source   = "./inner"', '}');
  write('modules/net/inner/a.tf', '', '', 'resource "aws_vpc" "x" {}');
  const findIn = sourcesIn(join(root, 'infra'));
  expect(findIn?.('module.net["a.b[0]"].module.inner[0].aws_vpc.x["k"]')).toEqual({
    path: 'modules/net/inner/a.tf',
    line: 3,
  });
  expect(findIn?.('module.vpc.aws_vpc.this[0]')).toEqual({ path: 'infra/main.tf', line: 4 });
});

test('looks up resources that places.json does not contain in the configuration', () => {
  write('places.json', JSON.stringify({ 'aws_vpc.main': { path: 'stacks/network.ts', line: 7 } }));
  write('main.tf', 'resource "aws_sqs_queue" "jobs" {}');
  expect([find('aws_vpc.main'), find('aws_sqs_queue.jobs')]).toEqual([
    { path: 'stacks/network.ts', line: 7 },
    { path: 'main.tf', line: 1 },
  ]);
});

test('ignores comments and heredocs', () => {
  write(
    'main.tf',
    '/* resource "aws_vpc" "a" {',
    '} */',
    '# resource "aws_vpc" "a" {',
    'locals {',
    '  glob = "logs/*"',
    '  text = <<-END',
    '    resource "aws_vpc" "a" {',
    '  END',
    '}',
    'resource "aws_vpc" "a" {}',
  );
  expect(find('aws_vpc.a')).toEqual({ path: 'main.tf', line: 10 });
});

test('ignores a link to a missing file', () => {
  write('main.tf', 'resource "aws_vpc" "a" {}');
  symlinkSync(join(root, 'missing.tf'), join(root, 'link.tf'));
  expect(find('aws_vpc.a')).toEqual({ path: 'main.tf', line: 1 });
});

test('prefers places.json, which contains the line of every instance', () => {
  write('places.json', JSON.stringify({ 'aws_vpc.a': { path: 'stacks/network.ts', line: 7 } }));
  write('main.tf', 'resource "aws_vpc" "a" {}');
  expect(find('aws_vpc.a')).toEqual({ path: 'stacks/network.ts', line: 7 });
  expect(find('aws_vpc.a[0]')).toEqual({ path: 'stacks/network.ts', line: 7 });
});

test('rejects an invalid places.json', () => {
  write('places.json', '{"aws_vpc.a": 7}');
  expect(() => sourcesIn(root)).toThrow(/places.json cannot be read \(unexpected content\): expected addresses/);
});

test('returns undefined for a folder without .tf files, and rejects such a folder in --source', () => {
  expect(sourcesIn(root)).toBeUndefined();
  expect(() => requireSources(root)).toThrow('the folder contains no .tf or .tofu files and no places.json');
  expect(() => requireSources(join(root, 'missing'))).toThrow('expected a folder with .tf files');
});

test('returns paths relative to the checkout of the pipeline', () => {
  expect(pathFromRoot(join(root, 'a/b.tf'))).toBe('a/b.tf');
  expect(pathFromRoot('/elsewhere/b.tf', { CI_PROJECT_DIR: root })).toBe('/elsewhere/b.tf');
});
