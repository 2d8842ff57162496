import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalAwsProcess, poll } from '@himeshima/local-aws/testing';
import type { MqttClient } from 'mqtt';
import type { Browser } from 'playwright-core';
import { identityOf } from '../../commands/demonstration/clients';
import { startPlatformProcess } from '../../commands/platform/platform-process';
import { synthesizeIfStale } from '../../commands/platform/synthesize-if-stale';
import { environmentNamed } from '../../config/environments';
import { shadowTopics } from '../../contracts/topics';
import { connectDevice } from '../../devices/device-connection';
import { type ConsoleClient, consoleClient, Events } from './console-client';
import { type OpenPage, openBrowser, openPage, type PageOptions } from './open-browser';

/** Views of the development platform, each with text that it shows. */
export const views = [
  ['map', 'power-on'],
  ['traces', 'shadow light-1'],
  ['devices', 'light-1'],
  ['devices/light-1', 'reported'],
  ['mqtt', 'light-1'],
  ['monitors', '[IoT] Failure 監視'],
  ['monitors/iot_rule_failed', 'last_10m'],
] as const;

/** Opens a view as a link in the terminal does. */
export const openView = (
  browser: Browser,
  { origin, token }: ConsoleClient,
  view: string,
  options?: PageOptions,
): Promise<OpenPage> =>
  openPage(browser, `${origin}/#/${view}${view.includes('?') ? '&' : '?'}token=${token}`, options);

/** The console of the development platform in a browser, after light-1 reported that it is on and a function ran. */
export interface DevConsole {
  readonly directory: string;
  readonly platform: LocalAwsProcess;
  readonly client: ConsoleClient;
  readonly browser: Browser;
  /** MQTT connection of the device light-1. */
  readonly light: MqttClient;
  /** Reports the power of light-1. */
  report(power: boolean): Promise<unknown>;
  open(view: string, options?: PageOptions): Promise<OpenPage>;
  stop(): Promise<void>;
}

export async function startDevConsole(): Promise<DevConsole> {
  const root = process.cwd();
  const directory = mkdtempSync(join(tmpdir(), 'himeshima-page-'));
  await synthesizeIfStale(root, environmentNamed('dev'));
  const platform = await startPlatformProcess({ root, directory, args: ['--console', 'on', '--quotas', 'off'] });
  const client = consoleClient(platform.console ?? '');
  const browser = await openBrowser();
  const light = await connectDevice(platform.mqttUrl, identityOf(directory, 'light-1'));
  const report = (power: boolean) =>
    light.publishAsync(shadowTopics('light-1').update, JSON.stringify({ state: { reported: { power } } }), { qos: 1 });
  await report(true);
  await poll(async () => {
    const { events } = await client.get('/events?kind=invoked', Events);
    return events.length > 0 ? events : undefined;
  }, 'the first invocation');
  return {
    directory,
    platform,
    client,
    browser,
    light,
    report,
    open: (view, options) => openView(browser, client, view, options),
    async stop() {
      await browser.close();
      await light.endAsync(true);
      await platform.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
