import type { LoadedStack } from '../load-stack';
import type { PlatformChanges, RunningPlatform } from '../running-platform';

/** Effects of an update, in the order in which they are reported. */
const effects: readonly (readonly [keyof PlatformChanges, (addresses: string) => string])[] = [
  ['removed', (addresses) => `removed ${addresses}`],
  ['replaced', (addresses) => `replaced ${addresses}; the earlier data was not kept`],
  ['updated', (addresses) => `updated ${addresses}`],
  ['created', (addresses) => `created ${addresses}`],
  ['monitors', (addresses) => `monitor changes take effect within a minute: ${addresses}`],
  ['restart', (addresses) => `${addresses} changed; restart to apply`],
];

/**
 * Applies newly synthesized stacks to the running platform. @returns a message about each effect, or an empty list if nothing changed
 * @throws Error with the address of the resource that cannot be read or created
 */
export async function applyChanges(
  platform: RunningPlatform,
  synthesized: readonly LoadedStack[],
): Promise<readonly string[]> {
  return describeEffects(await platform.update(synthesized));
}

/**
 * Applies the monitors of newly synthesized stacks. @returns a message about each effect, or an empty list if nothing changed
 * @throws Error with the address of the monitor that cannot be read
 */
export async function updateMonitors(
  platform: RunningPlatform,
  synthesized: readonly LoadedStack[],
): Promise<readonly string[]> {
  return describeEffects({ monitors: await platform.updateMonitors(synthesized) });
}

const describeEffects = (changes: Partial<PlatformChanges>): readonly string[] =>
  effects.flatMap(([kind, describe]) => {
    const addresses = changes[kind] ?? [];
    return addresses.length > 0 ? [describe(addresses.join(', '))] : [];
  });
