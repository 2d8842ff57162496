import { isEncodedText } from './encodings';
import { isPublicValue } from './public-values';
import { isRandom } from './randomness';

/** Pattern of names whose values look random but are not secrets. */
const publicNames =
  /(?:^checksum\/.+|(?:^|[_./-]|[a-z])(?:ids?|arns?|sha\d*|md5|e?tags?|(?:md5)?hash(?:es)?|digest|checksum|sum|fingerprint|thumbprints?|version|serial(?:_number)?|revision|rev|commit|ref|etag|signature_algorithm|certificate\w*|cert|csr|public_key|name|dns\w*|domain\w*|host\w*|endpoint\w*|address\w*|url\w*|uri\w*|path|zone\w*|image\w*|ami|body|pool|triggers?|nonce|uuid|guid|token_key_id|code_sha256|base64sha\d+|prefix|suffix|arn_suffix|unique_id|identifier|caller_reference|self_link|release|deployed|build|dkim_tokens?|site_key|publishable_key|roles?|groups?|members?|teams?))$/i;

const isPublicName = (name: string): boolean =>
  publicNames.test(
    name
      .replace(/([a-z])([A-Z])/g, '$1_$2')
      .toLowerCase()
      .replace(/_(?:lists?|set)$/, ''),
  );

const digest = /^(?:[0-9a-f]{32,128}|[A-Za-z0-9+/]{22,88}={0,2}|(?:sha\d+|md5)[:-]\S+)$/i;

/** Returns whether the name and the value both indicate a digest or an identifier. */
export const isDigest = (name: string, value: string): boolean => digest.test(value) && isPublicName(name);

/** Returns whether an entire value looks generated, and the name suggests no harmless explanation. */
export const isRandomValue = (name: string, value: string): boolean =>
  value.length >= 20 &&
  value.length <= 256 &&
  isRandom(value, 20) &&
  ((/[a-z]/.test(value) && /[A-Z]/.test(value)) || /^[a-z\d]{24,}$/.test(value)) &&
  !isPublicName(name) &&
  !isPublicValue(value) &&
  !isEncodedText(value);
