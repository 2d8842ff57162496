import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import * as z from 'zod';
import { cdktnReplacements } from './cdktn-replacements';
import type { Settings } from './settings';

export interface NewPlatform {
  readonly folder: string;
  readonly settings: Settings;
  /** CDK package for the infrastructure code: cdktf, or its successor. */
  readonly cdk: 'cdktf' | 'cdktn';
  /**
   * Writes files in addition to the template, such as package tarballs.
   * @returns package specifiers that replace the specifiers in the template, keyed by package name
   */
  readonly addPackages?: (folder: string) => Readonly<Record<string, string>>;
}

/** Files that npm would not pack under their own names. */
const renamed: Readonly<Record<string, string>> = { gitignore: '.gitignore', nvmrc: '.nvmrc' };

/**
 * Writes a new platform and initializes its git repository. Writes nothing if a step fails.
 * @param template folder of the template
 * @returns the paths of the written files
 * @throws one-line Error if the folder is not empty, git is not installed, or a file cannot be written
 */
export function writePlatform(template: string, platform: NewPlatform): readonly string[] {
  const folder = resolve(platform.folder);
  if (existsSync(folder) && readdirSync(folder).length > 0) throw new Error(`${platform.folder} is not empty`);
  if (spawnSync('git', ['--version']).error !== undefined)
    throw new Error('git is not installed; reviews of changes require git');
  mkdirSync(dirname(folder), { recursive: true });
  const staging = mkdtempSync(join(dirname(folder), `.${basename(folder)}-`));
  try {
    const paths = filesBelow(template);
    const written = paths.map((path) => copyFile(template, path, { staging, platform }));
    const packages = platform.addPackages?.(staging) ?? {};
    replacePackages(join(staging, 'package.json'), packages);
    git(staging, 'init', '--quiet', '--initial-branch=main');
    rmSync(folder, { recursive: true, force: true });
    renameSync(staging, folder);
    return written;
  } catch (error) {
    rmSync(staging, { recursive: true, force: true });
    throw error;
  }
}

const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1));

interface Copying {
  readonly staging: string;
  readonly platform: NewPlatform;
}

function copyFile(template: string, path: string, { staging, platform }: Copying): string {
  const name = basename(path);
  const target = join(dirname(path), renamed[name] ?? name);
  mkdirSync(dirname(join(staging, target)), { recursive: true });
  writeFileSync(join(staging, target), filledIn(readFileSync(join(template, path), 'utf8'), platform));
  return target;
}

/** Replaces the values of the template, a platform called `starter`, with the values of the new platform. */
function filledIn(text: string, { settings, cdk }: NewPlatform): string {
  const values: Readonly<Record<string, string>> = {
    'example/starter': settings.repository,
    '@slack-starter-alerts': settings.alerts,
    '111122223333': settings.account,
    '444455556666': settings.prodAccount,
    'eu-west-1': settings.region,
    'datadoghq.eu': settings.site,
    'Europe/Berlin': settings.timezone,
    starter: settings.name,
  };
  // replace the longest value first, because the name can be part of another value, and replace in one pass, because inserted
  // values must not be replaced again
  const pattern = new RegExp(
    Object.keys(values)
      .map((value) => value.replace(/[/.]/g, '\\$&'))
      .join('|'),
    'g',
  );
  const filled = text.replace(pattern, (found) => values[found] ?? found);
  return cdk === 'cdktf' ? filled : cdktnReplacements.reduce((all, [from, to]) => all.replace(from, to), filled);
}

const Manifest = z.looseObject({
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
});

/** Sets the specifiers of packages. Adds packages that the template does not list, because the packages depend on each other. */
function replacePackages(file: string, packages: Readonly<Record<string, string>>): void {
  const { dependencies, devDependencies, ...manifest } = Manifest.parse(JSON.parse(readFileSync(file, 'utf8')));
  const isDev = (name: string) => name in devDependencies;
  const all = Object.entries(packages);
  const text = {
    ...manifest,
    dependencies: sortEntries({ ...dependencies, ...Object.fromEntries(all.filter(([name]) => !isDev(name))) }),
    devDependencies: sortEntries({ ...devDependencies, ...Object.fromEntries(all.filter(([name]) => isDev(name))) }),
  };
  writeFileSync(file, `${JSON.stringify(text, null, 2)}\n`);
}

const sortEntries = (entries: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1)));

function git(cwd: string, ...args: readonly string[]): void {
  const { status, stderr } = spawnSync('git', args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`git ${args[0]} failed: ${stderr.trim().split('\n')[0]}`);
}
