import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCommand, createProgress, runCommand } from '@himeshima/cli';
import type { MqttClient } from 'mqtt';
import { sensorTopic, shadowTopics } from '../contracts/topics';
import { connectDevice } from '../devices/device-connection';
import { identityOf } from './demonstration/clients';
import { startPlatformProcess } from './platform/platform-process';
import { projectFolder } from './platform/project-folder';

const folder = join('docs', 'images');
const size = { width: 1280, height: 800 };
const monitor = 'iot_message_unreadable';
/** Number of unreadable messages in each minute, so that the monitor alerts once and nearly alerts twice. */
const unreadable = [0, 0, 1, 0, 2, 1, 0, 0, 3, 6, 9, 12, 8, 5, 2, 0, 0, 0, 1, 0, 0, 2, 4, 3, 2, 0, 0, 0, 0, 1, 0, 0];

const shadow = shadowTopics('light-1');

const publish = (client: MqttClient, topic: string, payload: string) => client.publishAsync(topic, payload, { qos: 1 });

const report = (light: MqttClient, power: boolean) =>
  publish(light, shadow.update, JSON.stringify({ state: { reported: { power } } }));

const command = createCommand('npm run console-screenshots --', {
  summary: `Runs the platform with example messages, and writes screenshots of the web console to ${folder}. Requires Chromium.`,
  example: 'npm run console-screenshots',
})
  .option('--chromium <file>', 'Chromium executable', '/usr/bin/chromium')
  .action(async ({ chromium: executablePath }) => {
    const root = projectFolder();
    const progress = createProgress(process.stderr);
    const directory = mkdtempSync(join(tmpdir(), 'himeshima-screenshots-'));
    progress.show('starting the platform');
    const platform = await startPlatformProcess({ root, directory, args: ['--console', 'on', '--quotas', 'off'] });
    // load the browser's driver on demand, because --help does not use it
    const { chromium } = await import('playwright-core');
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    try {
      const light = await connectDevice(platform.mqttUrl, identityOf(directory, 'light-1'));
      const sensor = await connectDevice(platform.mqttUrl, identityOf(directory, 'sensor-1'));
      const page = await browser.newPage({ viewport: size, colorScheme: 'light' });
      const { origin, hash } = new URL(platform.console ?? '');
      mkdirSync(folder, { recursive: true });
      const shoot = async (name: string) => {
        progress.show(`writing ${name}`);
        await page.screenshot({ path: join(folder, `${name}.png`) });
      };
      const open = async (view: string, text: string) => {
        await page.goto(`${origin}/#/${view}?${hash.slice(1)}`);
        await page.getByText(text).first().waitFor();
      };

      for (const [minute, count] of unreadable.entries()) {
        progress.show(`minute ${minute + 1} of ${unreadable.length}`);
        for (let sent = 0; sent < count; sent++) await publish(light, shadow.update, '{');
        await report(light, minute % 2 === 0);
        await platform.advance(60);
      }

      await open('map', 'power-on');
      for (let turn = 0; turn < 4; turn++) {
        await report(light, turn % 2 === 0);
        const measurement = JSON.stringify({ v: 1, at: Date.now() + turn, value: 21 + turn });
        await publish(sensor, sensorTopic({ kind: 'temp', room: 'room1' }), measurement);
      }
      await page.waitForTimeout(900);
      await shoot('console-map');

      await open('traces', 'reported.power');
      await page.getByText('reported.power = true').first().click();
      await page.getByText('rule power_on').first().waitFor();
      await shoot('console-trace');

      await publish(light, shadow.update, JSON.stringify({ state: { desired: { power: true, brightness: 80 } } }));
      await open('devices/light-1', 'brightness');
      await shoot('console-device');

      await open(`monitors/${monitor}`, 'What if');
      await page.getByRole('textbox', { name: 'Threshold' }).fill('20');
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Show the diff' }).click();
      await page.getByText('monitors/iot-rules.ts').last().scrollIntoViewIfNeeded();
      await page.waitForTimeout(1_500);
      await shoot('console-what-if');

      await Promise.all([light.endAsync(), sensor.endAsync()]);
    } finally {
      progress.clear();
      await browser.close();
      await platform.stop();
      rmSync(directory, { recursive: true, force: true });
    }
  });

void runCommand(command);
