import type { Block } from '@himeshima/terraform-json';
import { ofType, type SynthesizedEnvironment, valueAt } from './synthesized-environments';

/** Property that must be declared, even if it is empty. */
interface WrittenOut {
  readonly type: string;
  /** Attribute whose JSON contains the properties. If undefined, the properties are attributes themselves. */
  readonly json?: string;
  readonly properties: readonly string[];
}

/**
 * Properties for which the API returns a default if they are missing, so that every plan shows an update. The list was found by
 * planning dev a second time with OpenTofu 1.12, hashicorp/aws 6.25 and DataDog/datadog 3.82: of the JSON attributes of all 365
 * resources, only the dashboard's JSON differed from the value that the API returned. Source: DataDog/terraform-provider-datadog#2951
 */
const writtenOut: readonly WrittenOut[] = [
  {
    type: 'datadog_dashboard_json',
    json: 'dashboard',
    properties: ['description', 'notify_list', 'template_variables'],
  },
  { type: 'datadog_monitor_json', json: 'monitor', properties: ['assets'] },
  { type: 'datadog_integration_aws_account', properties: ['account_tags'] },
];

export function perpetualDifferenceInvariants(synthesized: () => SynthesizedEnvironment): void {
  test('declares every property for which the API returns a default', () => {
    const missing = writtenOut.flatMap(({ type, json, properties }) =>
      ofType(synthesized(), type).flatMap((block) =>
        properties
          .filter((name) => isMissing(propertyOf(block, json, name)))
          .map((name) => `${block.address}: ${name}`),
      ),
    );
    expect(missing).toEqual([]);
  });
}

function propertyOf(block: Block, json: string | undefined, name: string): unknown {
  if (json === undefined) return valueAt(block, name);
  const text = valueAt(block, json);
  const parsed: unknown = typeof text === 'string' ? JSON.parse(text) : undefined;
  return typeof parsed === 'object' && parsed !== null ? new Map(Object.entries(parsed)).get(name) : undefined;
}

// the API returns null for a missing property, and null differs from []
const isMissing = (value: unknown) => value === undefined || value === null;
