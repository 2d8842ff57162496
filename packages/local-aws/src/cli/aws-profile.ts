import { join } from 'node:path';
import { writePrivate } from '../certificates/private-files';

/**
 * Writes a configuration file for the AWS CLI and SDKs. It is separate from the user's own configuration.
 * @returns the file's path
 */
export function writeAwsProfile(
  directory: string,
  profile: { name: string; endpoint: string; region: string; accessKeyId: string; secretAccessKey: string },
): string {
  const file = join(directory, 'aws-config');
  writePrivate(
    file,
    [
      '# Requires AWS CLI 2: version 1 ignores endpoint_url for `aws sqs`, and calls AWS unless --endpoint-url is given.',
      `[profile ${profile.name}]`,
      `region = ${profile.region}`,
      `endpoint_url = ${profile.endpoint}`,
      `aws_access_key_id = ${profile.accessKeyId}`,
      `aws_secret_access_key = ${profile.secretAccessKey}`,
      '',
    ].join('\n'),
  );
  return file;
}
