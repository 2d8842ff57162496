import { partition } from '@aws-sdk/core/client';
import * as z from 'zod';

const sites = ['datadoghq.com', 'datadoghq.eu', 'us3.datadoghq.com', 'us5.datadoghq.com', 'ap1.datadoghq.com'] as const;

/**
 * Words that AWS rejects in resource names, which start with the platform's name. Sources: S3 bucket naming
 * rules; Cognito, "CreateUserPoolDomain"
 */
const reservedByAws = /aws|amazon|cognito|^xn--|^sthree/;

const isRegion = (region: string) => /-\d+$/.test(region) && 'description' in partition(region);

const account = z.string().regex(/^\d{12}$/, 'expected the 12 digits of an AWS account');

/** Schema for the settings of a new platform. Each property is both an option and a question. */
export const Settings = z.object({
  name: z
    .string()
    .regex(
      /^[a-z](?:[a-z0-9]|-(?=[a-z0-9])){1,19}$/,
      'expected 2 to 20 lower-case letters, digits and single hyphens, starting with a letter',
    )
    .refine((name) => !reservedByAws.test(name), 'AWS rejects names that contain aws, amazon or cognito'),
  account,
  prodAccount: account,
  region: z.string().refine(isRegion, 'unknown region: expected a region such as eu-west-1'),
  site: z.enum(sites, `expected ${sites.join(', ')}`),
  alerts: z.string().regex(/^@\S+$/, 'expected a Datadog handle such as @slack-iot-alerts or @oncall@example.com'),
  repository: z.string().regex(/^[\w.-]+(?:\/[\w.-]+)+$/, 'expected OWNER/NAME'),
  timezone: z.string().refine(isTimezone, 'expected a name such as Europe/Berlin'),
});
export type Settings = z.infer<typeof Settings>;

export type SettingName = keyof Settings;

function isTimezone(timezone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: timezone });
    return true;
  } catch {
    return false;
  }
}

/** Returns the reason why a value is invalid; undefined if it is valid. */
export function invalidReason(name: SettingName, value: string): string | undefined {
  return Settings.shape[name].safeParse(value).error?.issues[0]?.message;
}
