import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { RunningConsole } from '../console/console-server';
import { describeError } from '../error-message';
import type { RunningPlatform } from '../running-platform';

interface ConsoleOptions {
  readonly consolePort: number;
  readonly consoleReadOnly: boolean;
  readonly evaluationDelay: number;
  /** Limit for recorded payloads in MB. */
  readonly consolePayloads: number;
}

interface ConsoleParts {
  readonly platform: RunningPlatform;
  readonly title: string;
  readonly directory: string;
  readonly endpoints: Readonly<Record<string, string>>;
  /** Returns the folder of the built page. */
  assets?(): Promise<string>;
}

/** Returns the folder of the page in the package @himeshima/console. */
function packagedAssets(): string {
  const manifest = createRequire(__filename).resolve('@himeshima/console/package.json');
  return join(dirname(manifest), 'dist');
}

const isInUse = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';

/**
 * Opens the web console. The platform also runs without the console, so a failure is returned instead of thrown.
 * @returns the console, or the reason why it was not opened
 */
export async function openConsole(
  options: ConsoleOptions,
  { assets, ...parts }: ConsoleParts,
): Promise<RunningConsole | string> {
  const { consolePort: port, consoleReadOnly: readOnly, evaluationDelay: evaluationDelaySeconds } = options;
  try {
    const folder = await (assets?.() ?? packagedAssets());
    if (!existsSync(join(folder, 'index.html'))) return `off: ${folder} does not contain the page; build it first`;
    // load the console only if it is used, because tests do not need it
    const { startConsole } = await import('../console/console-server.js');
    return await startConsole({
      ...parts,
      assets: folder,
      port,
      readOnly,
      evaluationDelaySeconds,
      payloadBytes: options.consolePayloads * 1024 * 1024,
      project: process.cwd(),
    });
  } catch (error) {
    if (isInUse(error)) return `off: port ${port} is in use; choose another port with --console-port`;
    return `off: ${describeError(error)}`;
  }
}
