import { Events } from '../console/console-client';
import { type DevConsole, startDevConsole, views } from '../console/dev-console';
import { describeInChromium, violationsOn } from '../console/open-browser';

jest.setTimeout(60_000);

describeInChromium('the accessibility of the console', () => {
  let dev: DevConsole;
  beforeAll(async () => {
    dev = await startDevConsole();
  });
  afterAll(() => dev?.stop());

  const expectAccessible = async (view: string, content: string) => {
    const { page, problems } = await dev.open(view);
    await page.locator(content).first().waitFor();
    await page.locator('main [aria-label=Loading]').first().waitFor({ state: 'hidden' });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect([await violationsOn(page), problems]).toEqual([[], []]);
    }
    await page.context().close();
  };

  test.each(views)('%s opens without errors or violations in a light and a dark color scheme', async (view, text) => {
    for (const dark of [false, true]) {
      const { page, problems } = await dev.open(view, { dark });
      await page.getByText(text).first().waitFor();
      expect([await violationsOn(page), problems]).toEqual([[], []]);
      await page.context().close();
    }
  });

  test.each(views)('%s fits a narrow screen without scrolling sideways', async (view, text) => {
    const { page, problems } = await dev.open(view, { width: 400 });
    await page.getByText(text).first().waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(400);
    expect([await violationsOn(page), problems]).toEqual([[], []]);
    await page.context().close();
  });

  const deviceTabs = ['topics', 'simulation', 'permissions', 'credentials', 'events'];
  const mqttTabs = ['publish', 'retained', 'values', 'rule'];
  test.each([...deviceTabs.map((tab) => `devices/light-1?tab=${tab}`), ...mqttTabs.map((tab) => `mqtt?tab=${tab}`)])(
    '%s has no violations',
    (view) => expectAccessible(view, '[role=tabpanel] *'),
  );

  test('a trace and the resources in it have no violations', async () => {
    const { events } = await dev.client.get('/events?kind=invoked', Events);
    await expectAccessible(`traces/${events[0]?.trace}`, 'ol > li');
    await expectAccessible(`map?node=${events[0]?.resource}`, 'aside summary');
  });
});
