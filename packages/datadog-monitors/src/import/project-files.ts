import { modules } from './generated-imports';
import { printText } from './print-value';

/** Settings of a new project. */
export interface ProjectSettings {
  /** Site of the Datadog organization, for example `datadoghq.eu`. */
  readonly site: string;
  /** Version range of the packages that the project installs. */
  readonly packages: string;
}

/** Returns the files of a new project, by path, without the files that declare monitors. */
export const projectFiles = ({ site, packages }: ProjectSettings): Readonly<Record<string, string>> => ({
  'main.ts': mainOf(site),
  'cdktf.json': json({
    language: 'typescript',
    app: 'npx tsx main.ts',
    output: 'cdktf.out',
    sendCrashReports: 'false',
  }),
  'package.json': json(manifestOf(packages)),
  'tsconfig.json': json(compilerSettings),
  'jest.config.cjs': jestConfig,
  '.gitignore': ['node_modules/', 'cdktf.out/', '.terraform/', '*.tfplan', 'plan.json', ''].join('\n'),
});

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

const mainOf = (
  site: string,
) => `import { declareDatadog, declareDatadogMonitors, ReadableStack, synthesizeStack } from '${modules.stack}';
import type { Construct } from 'constructs';
import { monitors } from './monitors';

/** Stack with the monitors of a Datadog organization. */
class MonitorsStack extends ReadableStack {
  constructor(scope: Construct) {
    super(scope, 'datadog');
    declareDatadog(this, ${printText(site)});
    // Terraform keeps its state in this folder until you declare a backend, for example: new S3Backend(this, { … })
    declareDatadogMonitors(this, monitors);
  }
}

synthesizeStack((app) => new MonitorsStack(app));
`;

const manifestOf = (packages: string) => ({
  name: 'datadog-monitors',
  version: '0.0.0',
  private: true,
  description: 'Datadog monitors as code',
  engines: { node: '>=20.19' },
  scripts: { synth: 'tsx main.ts', test: 'jest', types: 'tsc' },
  dependencies: {
    '@cdktf/provider-datadog': '12.15.2',
    '@himeshima/constructs': packages,
    cdktf: '0.21.0',
    constructs: '~10.7.0',
  },
  devDependencies: {
    '@himeshima/datadog-monitors': packages,
    '@swc/core': '^1.16.22',
    '@swc/jest': '^0.2.39',
    '@types/jest': '^30.0.0',
    '@types/node': '^20.19.0',
    jest: '^30.5.2',
    tsx: '^4.20.0',
    typescript: '5.9.3',
  },
});

const compilerSettings = {
  compilerOptions: {
    target: 'ES2023',
    lib: ['ES2023'],
    module: 'nodenext',
    moduleResolution: 'nodenext',
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    isolatedModules: true,
    esModuleInterop: true,
    skipLibCheck: true,
    noEmit: true,
    types: ['node', 'jest'],
  },
  include: ['**/*.ts'],
  exclude: ['node_modules', 'cdktf.out'],
};

const jestConfig = `/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/cdktf.out/'],
  transform: {
    '^.+\\\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }],
  },
};
`;
