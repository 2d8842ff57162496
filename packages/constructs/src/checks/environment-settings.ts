import { partition } from '@aws-sdk/core/client';
import type { RefusedProblem } from '../stack/refusal';

interface AwsSettings {
  /** Name of the environment, which is declared in `config/<name>.ts`. */
  readonly name: string;
  readonly account: string;
  readonly region: string;
}

/** Returns problems for an invalid account id and an unknown region. */
export function invalidSettings({ name, account, region }: AwsSettings): readonly RefusedProblem[] {
  const location = { environment: name, place: `config/${name}.ts` };
  return [
    ...(/^\d{12}$/.test(account)
      ? []
      : [{ ...location, subject: 'account', message: `invalid account id "${account}": expected 12 digits` }]),
    ...(isRegion(region)
      ? []
      : [
          {
            ...location,
            subject: 'region',
            message: `unknown region "${region}": expected a region such as ap-northeast-1`,
          },
        ]),
  ];
}

// Only regions in the SDK's list have a description; for other regions, the SDK guesses the partition. The digit excludes
// pseudo-regions such as aws-global.
const isRegion = (region: string) => /-\d+$/.test(region) && 'description' in partition(region);
