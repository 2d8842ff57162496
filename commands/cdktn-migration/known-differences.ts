import type { Known } from './stack-differences';

const isText = ({ after }: { readonly after: unknown }) => typeof after === 'string';

/** All that CDK Terrain's packages write otherwise. What is not in here fails `npm run synth:cdktn`. */
export const mapping: readonly Known[] = [
  {
    path: /^resource\.datadog_monitor\.\w+\.locked$/,
    fits: ({ before, after }) => before === false && after === undefined,
    why: 'provider 4.0.0 of Datadog has no `locked`; false was its default, so that nothing changes',
  },
  {
    path: /^terraform\.required_providers\.(aws|datadog)\.version$/,
    fits: isText,
    why: 'the versions of the providers that the bindings are made for',
  },
  {
    path: /^terraform\.required_providers\.aws\.source$/,
    fits: ({ before, after }) => before === 'aws' && after === 'hashicorp/aws',
    why: 'the source of the provider, written out: the same one',
  },
];
