import type { KnownDifference } from './stack-differences';

const isText = ({ after }: { readonly after: unknown }) => typeof after === 'string';

/** Differences that CDK Terrain's packages cause. Any other difference fails `npm run synth:cdktn`. */
export const knownDifferences: readonly KnownDifference[] = [
  {
    path: /^resource\.datadog_monitor\.\w+\.locked$/,
    fits: ({ before, after }) => before === false && after === undefined,
    reason: 'provider 4.0.0 of Datadog has no `locked`; false was its default, so nothing changes',
  },
  {
    path: /^terraform\.required_providers\.(aws|datadog)\.version$/,
    fits: isText,
    reason: 'versions of the providers that the bindings were generated for',
  },
  {
    path: /^terraform\.required_providers\.aws\.source$/,
    fits: ({ before, after }) => before === 'aws' && after === 'hashicorp/aws',
    reason: 'full source of the provider instead of the short one',
  },
];
