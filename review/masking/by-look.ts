/** What stands where a secret was. */
export const secret = '«secret»';

/**
 * What looks like a secret wherever it stands, and which part of it is one: `$1` and `$3` stay.
 * Sources: AWS IAM user guide, "reference_identifiers" (unique prefixes); GitLab, "Token prefixes"; GitHub, "token formats";
 * Slack, "token types"; RFC 7468 (PEM), RFC 7519 (JWT), RFC 3986, 3.2.1 (userinfo).
 */
const looks: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, secret],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, secret],
  [/\b(?:glpat|gldt|glrt|glcbt|glptt|glsoat|glft|glimt|glagent|glffct)-[\w-]{16,}/g, secret],
  [/\b(?:gh[pousr]_[A-Za-z0-9]{16,}|github_pat_\w{20,})/g, secret],
  [/\bxox[abeoprs]-[\w-]{10,}/g, secret],
  [/\bsk_(?:live|test)_\w{16,}/g, secret],
  [/(https:\/\/hooks\.slack\.com\/(?:services|workflows)\/)[\w/-]+/g, `$1${secret}`],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, secret],
  // of a URL the password, and of a connection string what its words say
  [/(\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@"']*:)([^\s/@"']+)(@)/gi, `$1${secret}$3`],
  [
    /(\b[\w.-]*(?:password|passwd|pwd|secret|token|api_?key|access_?key|accountkey|sharedaccesskey|signature|credential)["']?\s*[=:]\s*["']?)([^\s"'&;,]{4,})/gi,
    `$1${secret}`,
  ],
  [/(\bAuthorization:?\s*(?:Bearer|Basic|Token)\s+|\bBearer\s+)([\w.~+/=-]{8,})/gi, `$1${secret}`],
];

// most texts hold nothing of the kind: one look tells
const perhaps =
  /PRIVATE KEY|AKIA|ASIA|gl[a-z]+-|gh[pousr]_|github_pat_|xox|sk_|hooks\.slack|eyJ|:\/\/[^\s/]*@|passw|pwd|secret|token|key|signature|credential|bearer|authorization/i;

/** The text without what looks like a secret in it. */
export function maskLooks(text: string): string {
  if (!perhaps.test(text)) return text;
  return looks.reduce((masked, [look, instead]) => masked.replace(look, instead), text);
}
