import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../platform/project-folder';
import { clientFolder, modelSource } from './datadog-model';

const root = projectFolder();
const installed = existsSync(join(root, 'node_modules', '@datadog', 'datadog-api-client'));
const title = installed ? '' : ' (skipped: npm run extras has not installed the client)';

describe('modelSource', () => {
  (installed ? test : test.skip)(`returns the committed types and options of monitors${title}`, () => {
    const committed = readFileSync(
      join(root, 'packages', 'datadog-monitors', 'src', 'monitor', 'api-model.ts'),
      'utf8',
    );
    expect(modelSource(clientFolder(root))).toBe(committed);
  });

  test('explains how to install the client', () => {
    expect(() => clientFolder(join(root, 'docs'))).toThrow('is not installed; run npm run extras');
  });
});
