import type { KnownDifference } from './stack-differences';

const isText = ({ after }: { readonly after: unknown }) => typeof after === 'string';

/** Differences that CDK Terrain's packages cause. Any other difference makes `npm run synth:cdktn` fail. */
export const knownDifferences: readonly KnownDifference[] = [
  {
    path: /^resource\.datadog_monitor\.\w+\.locked$/,
    fits: ({ before, after }) => before === false && after === undefined,
    reason: 'version 4.0.0 of the Datadog provider removed `locked`; its default was false, so nothing changes',
  },
  {
    path: /^terraform\.required_providers\.(aws|datadog)\.version$/,
    fits: isText,
    reason: 'provider versions that the bindings were generated for',
  },
  {
    path: /^terraform\.required_providers\.aws\.source$/,
    fits: ({ before, after }) => before === 'aws' && after === 'hashicorp/aws',
    reason: 'full provider source instead of the short source',
  },
];
