import { existsSync, readFileSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import * as z from 'zod';

/** Path of an installed Chromium; undefined if it is not installed. */
export const chromiumPath = [process.env['CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
  (path) => path !== undefined && existsSync(path),
);

/** Declares tests that are skipped, with a reason in their title, if Chromium is not installed. */
export function describeInChromium(title: string, tests: () => void): void {
  const reason = chromiumPath === undefined ? ' (needs Chromium: apt-get install chromium)' : '';
  (chromiumPath === undefined ? describe.skip : describe)(`${title}${reason}`, tests);
}

/** Starts Chromium. Its sandbox does not work if the user is root. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: chromiumPath ?? '', args: ['--no-sandbox', '--disable-dev-shm-usage'] });

export interface OpenPage {
  readonly page: Page;
  /** Errors of scripts, violations of the content security policy, and dialogs. */
  readonly problems: string[];
}

export interface PageOptions {
  /** Width in pixels. */
  readonly width?: number;
  readonly dark?: boolean;
}

/** Opens a page and collects its problems. */
export async function openPage(
  browser: Browser,
  url: string,
  { width = 1280, dark = false }: PageOptions = {},
): Promise<OpenPage> {
  const context = await browser.newContext({
    viewport: { width, height: 800 },
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const problems: string[] = [];
  page.on('pageerror', ({ message }) => problems.push(message));
  page.on('dialog', (dialog) => {
    problems.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  await page.goto(url);
  return { page, problems };
}

const axeSource = readFileSync(require.resolve('axe-core'), 'utf8');
const Violations = z.array(z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) }));

/** Returns the accessibility violations that axe finds. */
export async function violationsOn(page: Page): Promise<string[]> {
  // the content security policy blocks script elements, but not evaluation by the test
  await page.evaluate(axeSource);
  const found = Violations.parse(await page.evaluate('axe.run().then(({ violations }) => violations)'));
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
}
