import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

// The `renovate` job validates the configuration with Renovate, which is not part of this repository because of its license
// (AGPL). These tests check whether the rules match packages and files that exist, which Renovate's schema cannot check.

const Rule = z.strictObject({
  description: z.string().min(20),
  matchPackageNames: z.array(z.string()).min(1).optional(),
  matchFileNames: z.array(z.string()).min(1).optional(),
  matchUpdateTypes: z.array(z.enum(['major', 'minor', 'patch'])).optional(),
  allowedVersions: z.string().optional(),
  groupName: z.string().optional(),
  enabled: z.literal(false).optional(),
});

const Renovate = z.strictObject({
  $schema: z.literal('https://docs.renovatebot.com/renovate-schema.json'),
  extends: z.array(z.string()),
  labels: z.array(z.string()),
  lockFileMaintenance: z.strictObject({ enabled: z.boolean(), schedule: z.array(z.string()) }),
  vulnerabilityAlerts: z.strictObject({ schedule: z.array(z.string()) }),
  gitlabci: z.strictObject({ enabled: z.literal(false) }),
  customManagers: z.tuple([
    z.strictObject({
      description: z.string().min(20),
      customType: z.literal('regex'),
      fileMatch: z.array(z.string()),
      matchStrings: z.tuple([z.string()]),
      datasourceTemplate: z.literal('docker'),
      autoReplaceStringTemplate: z.string(),
    }),
    z.strictObject({
      description: z.string().min(20),
      customType: z.literal('regex'),
      fileMatch: z.tuple([z.string()]),
      matchStrings: z.tuple([z.string()]),
      datasourceTemplate: z.literal('npm'),
    }),
  ]),
  packageRules: z.array(Rule),
});

const Manifest = z.object({
  dependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
});
const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
const { packageRules, customManagers, extends: presets } = Renovate.parse(read('renovate.json'));
const manifests = ['.', ...readdirSync('packages').map((name) => join('packages', name))]
  .map((folder) => join(folder, 'package.json'))
  .filter((path) => existsSync(path));
const dependencies = new Set(
  manifests
    .map((path) => Manifest.parse(read(path)))
    .flatMap((manifest) => [manifest.dependencies, manifest.devDependencies].flatMap(Object.keys)),
);

/** Returns the dependencies that a pattern matches, such as every package of a scope for `@aws-sdk/**`. */
const matches = (pattern: string) =>
  [...dependencies].filter(
    (name) => name === pattern || (pattern.endsWith('/**') && name.startsWith(pattern.slice(0, -2))),
  );

describe.each(packageRules)(
  'the rule "$description"',
  ({ matchPackageNames = [], matchFileNames = [], allowedVersions }) => {
    test('matches existing packages and files', () => {
      // ignore node, which is not a package but the version in .nvmrc and in the pipeline images
      const unknown = matchPackageNames.filter((pattern) => pattern !== 'node' && matches(pattern).length === 0);
      expect({ unknown, missing: matchFileNames.filter((file) => !existsSync(file)) }).toEqual({
        unknown: [],
        missing: [],
      });
      expect(matchPackageNames.length + matchFileNames.length).toBeGreaterThan(0);
    });

    test('allows the installed version', () => {
      for (const name of matchPackageNames.flatMap(matches)) {
        const { version } = z.object({ version: z.string() }).parse(read(join('node_modules', name, 'package.json')));
        expect({ name, version, allowed: allowedVersions === undefined || allows(allowedVersions, version) }).toEqual({
          name,
          version,
          allowed: true,
        });
      }
    });
  },
);

describe('the pipeline images', () => {
  const [{ fileMatch, matchStrings, autoReplaceStringTemplate }] = customManagers;
  const [pattern] = matchStrings;
  const files = ['.gitlab-ci.yml', ...readdirSync('.gitlab').map((name) => `.gitlab/${name}`)].filter((file) =>
    fileMatch.some((one) => new RegExp(one).test(file)),
  );
  const images = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/^\s*(?:image|\w+_IMAGE): ([^\s$[{].*)$/gm)].map(([, image = '']) => image),
  );

  test('every image is pinned by digest and updated by Renovate', () => {
    expect(presets).toContain('docker:pinDigests');
    expect(images.length).toBeGreaterThan(0);
    const missed = images.filter((image) => !new RegExp(`^${pattern}$`).test(image));
    expect(missed).toEqual([]);
  });

  test('every image has a tag and a digest in the form that Renovate reads and writes', () => {
    const digest = `sha256:${'0'.repeat(64)}`;
    const written = autoReplaceStringTemplate
      .replaceAll('{{{depName}}}', 'node')
      .replaceAll('{{{newValue}}}', '22')
      .replaceAll('{{{newDigest}}}', digest)
      .replaceAll(/\{\{(#if newDigest|\/if)\}\}/g, '');
    expect(new RegExp(`^${pattern}$`).exec(written)?.groups).toEqual({
      depName: 'node',
      currentValue: '22',
      currentDigest: digest,
    });
  });
});

describe('the packages that npm run extras installs', () => {
  const [, { fileMatch, matchStrings }] = customManagers;
  const [file] = fileMatch;
  const { extras } = z.object({ scripts: z.object({ extras: z.string() }) }).parse(read('package.json')).scripts;
  const found = [...extras.matchAll(new RegExp(matchStrings[0], 'g'))].map(({ groups }) => ({ ...groups }));

  test('Renovate finds every package that npm run extras installs', () => {
    expect('package.json').toMatch(new RegExp(file));
    expect(found.map(({ depName, currentValue }) => `${depName}@${currentValue}`).join(' ')).toBe(
      extras.replace('npm install --no-save ', ''),
    );
  });

  test('every optional peer dependency of packages/local-aws is among them in the same version, or in package.json', () => {
    const Peers = z.object({ peerDependencies: z.record(z.string(), z.string()) });
    const { peerDependencies } = Peers.parse(read('packages/local-aws/package.json'));
    const Root = z.object({ devDependencies: z.record(z.string(), z.string()) });
    const { devDependencies } = Root.parse(read('package.json'));
    for (const [depName, currentValue] of Object.entries(peerDependencies))
      if (!Object.hasOwn(devDependencies, depName)) expect(found).toContainEqual({ depName, currentValue });
  });
});

/** Evaluates the npm range formats in renovate.json: `<18`, `<4.74.0`, `~10.7.0`. */
function allows(range: string, version: string): boolean {
  const [, sign, bound = ''] = /^([<~])(\d+(?:\.\d+){0,2})$/.exec(range) ?? [];
  if (sign === undefined) throw new Error(`this test does not support the range ${range}`);
  const numbers = (text: string) => [...text.split('.').map(Number), 0, 0].slice(0, 3);
  const [major = 0, minor = 0, patch = 0] = numbers(version);
  const [top = 0, middle = 0, last = 0] = numbers(bound);
  const below = major < top || (major === top && (minor < middle || (minor === middle && patch < last)));
  return sign === '<' ? below : major === top && minor === middle && patch >= last;
}
