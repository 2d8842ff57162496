/** What stands where a secret was. */
export const secret = '«secret»';

/**
 * What looks like a secret wherever it stands, and which part of it is one: `$1` and `$3` stay.
 * Sources: AWS IAM user guide, "reference_identifiers" (unique prefixes); GitLab, "Token prefixes"; GitHub, "token formats";
 * Slack, "token types"; RFC 7468 (PEM), RFC 7519 (JWT), RFC 3986, 3.2.1 (userinfo).
 */
const looks: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY(?: BLOCK)?-----|$)/g, secret],
  [/(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, secret],
  [/(?<![A-Za-z0-9])(?:glpat|gldt|glrt|glcbt|glptt|glsoat|glft|glimt|glagent|glffct)-[\w-]{16,}/g, secret],
  [/(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{16,}|github_pat_\w{20,})/g, secret],
  [/(?<![A-Za-z0-9])xox[abeoprs]-[\w-]{10,}/g, secret],
  [/\bsk_(?:live|test)_\w{16,}/g, secret],
  [/(https:\/\/hooks\.slack\.com\/(?:services|workflows)\/)[\w/-]+/g, `$1${secret}`],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, secret],
  [
    /(?<![A-Za-z0-9])(?:ATATT|hv[sb]\.|dop_v1_|SG\.|AGE-SECRET-KEY-1|ya29\.|xapp-|pypi-|dapi|[rs]k_(?:live|test)_)[\w.-]{16,}/g,
    secret,
  ],
  [
    /(?<![A-Za-z0-9])(?:GOCSPX-|GR1348941|NRAK-|dp\.st\.|figd_|gls[ac]_|hf_|lin_api_|pscale_tkn_|rubygems_|sbp_|shp(?:at|ca|pa|ss)_|sntrys_|tskey-|whsec_)[\w.=-]{16,}/g,
    secret,
  ],
  [/(?<![A-Za-z0-9])[A-Za-z0-9]{14}\.atlasv1\.[\w-]{20,}/g, secret],
  // PEM in Base64, as kubeconfig has it: all but certificates, which begin with BDRVJU
  [/(?<![A-Za-z0-9+/])LS0tLS1CRUdJTi(?!BDRVJU)[A-Za-z0-9+/]{16,}={0,2}/g, secret],
  // crypt(5): what a password hashes to is tried at leisure
  [/\$(?:2[abxy]\$\d\d|[156y](?:\$[\w=,]+)?\$[\w./]{1,32})\$?[\w./]{22,}/g, secret],
  // the secret beside an access key: 40 signs of every kind, and no path
  [
    /(?<![\w/+=.:-])(?=[\w/+]{0,39}[a-z])(?=[\w/+]{0,39}[A-Z])(?=[\w/+]{0,39}\d)(?=[A-Za-z0-9])[A-Za-z0-9/+]{40}(?![\w/+=.:-])/g,
    secret,
  ],
  [/(https:\/\/api\.telegram\.org\/bot)[\w:-]+/g, `$1${secret}`],
  [/(https:\/\/[\w.-]*datadoghq\.(?:com|eu)\/(?:v1\/input|api\/v\d+\/input)\/)\w+/g, `$1${secret}`],
  [/(jdbc:oracle:\w+:[^\s/:@]+\/)([^\s@"']+)(@)/gi, `$1${secret}$3`],
  [/(\bcurl\b[^\n]*?\s(?:-u|--user)[ =]?["']?[^\s:"']+:)([^\s"']+)/g, `$1${secret}`],
  // MySQL's programs take the password without a space behind -p; .netrc has it behind the name
  [/(\b(?:mysql|mariadb)[\w-]*\b[^\n]*?\s-p)([^\s-]\S*)/g, `$1${secret}`],
  [/(\bsshpass\s+-p\s*)(\S+)/g, `$1${secret}`],
  [/(\b(?:login|user)\s+\S+\s+password\s+)(\S+)/gi, `$1${secret}`],
  // in a sentence: "the password is …", where a word of our language that follows is none
  [
    /(\b(?:password|passwd|passphrase|secret|token|api[ _-]?key|access[ _-]?key|pin)\s+(?:is|was|are)\s+["'`]?)((?=\S*(?:\d|[^\w\s.,;:!?"'`«»()]))[^\s"'`«]{4,})/gi,
    `$1${secret}`,
  ],
  // JSON inside of a text that is none, its quotes escaped
  [
    /(\\"[\w.-]*(?:password|passwd|pwd|secret|token|api[_-]?key|access[_-]?key|credential)\\"\s*:\s*\\")((?:(?!\\")[^\n])+)/gi,
    `$1${secret}`,
  ],
  [/(?<![A-Za-z0-9])npm_[A-Za-z0-9]{20,}/g, secret],
  [/(?<![A-Za-z0-9])AIza[\w-]{30,}/g, secret],
  [/(?<![A-Za-z0-9])sk-[\w-]{16,}/g, secret],
  [
    /(https:\/\/(?:discord(?:app)?\.com\/api\/webhooks|[\w.-]+\.webhook\.office\.com\/webhookb2|events\.pagerduty\.com\/integration)\/)[\w@/-]+/g,
    `$1${secret}`,
  ],
  // of a URL the password, which may hold anything where it is a database's, a name that is one, and what signs it
  [/(\b(?!https?:)[a-z][a-z0-9+.-]*:\/\/[^\s/:@"']*:)([^\s"']+)(@)/gi, `$1${secret}$3`],
  [/(\bhttps?:\/\/[^\s/:@"']*:)([^\s/@"']+)(@)/gi, `$1${secret}$3`],
  [/(\bhttps?:\/\/)([\w-]{16,})(@)/gi, `$1${secret}$3`],
  [/([?&](?:sig|code|key)=)([^&\s"']{6,})/gi, `$1${secret}`],
  // what words say: up to the quote where there is one, in an element, as an option, and in a connection string
  [
    /(\b[\w.-]*(?:password|passwd|pwd|secret|token|api[_-]?key|access[_-]?key|credential)["']?\s*[=:]\s*)(["'])((?:(?!\2)[^\n])+)\2/gi,
    `$1$2${secret}$2`,
  ],
  // a pass phrase may have spaces: up to what parts it from the next, or to the end of the line
  [/(\b[\w.-]*(?:password|passwd|passphrase|pwd)\s*=\s*)((?!["'«])[^\n"';&,<]+)/gi, `$1${secret}`],
  [/(^[ \t-]*[\w.-]*(?:password|passwd|passphrase)\s*:[ \t]*)((?!["'«|>])[^\n"',{}]+)/gim, `$1${secret}`],
  // a block of YAML
  [
    /(\b[\w.-]*(?:password|passwd|secret|token|api[_-]?key|private[_-]?key)[ \t]*:[ \t]*[|>][+-]?[ \t]*\n)((?:[ \t]+[^\n]*(?:\n|$))+)/gi,
    `$1${secret}`,
  ],
  [/(<\w*(?:password|passwd|secret|token|api-?key)>)([^<]+)(<)/gi, `$1${secret}$3`],
  [/(--(?:password|passwd|secret|token|api-?key)[ =])(\S+)/gi, `$1${secret}`],
  [/(\bCookie:\s*)([^\n"']+)/gi, `$1${secret}`],
  [
    /(\b[\w.-]*(?:password|passwd|pwd|secret|token|api[_-]?key|access[_-]?key|app[_-]?key|accountkey|sharedaccesskey|signature|credential)["']?\s*[=:]\s*["']?)([^\s"'&;,]{4,})/gi,
    `$1${secret}`,
  ],
  [
    /(\bAuthorization:\s*[A-Za-z]\w*\s+|\bAuthorization\s+(?:Bearer|Basic|Token)\s+|\bBearer\s+)([\w.~+/=-]{8,})/gi,
    `$1${secret}`,
  ],
  [/(\bBasic\s+)([A-Za-z0-9+/]{12,}={0,2})/g, `$1${secret}`],
];

// most texts hold nothing of the kind: one look tells
const perhaps =
  /PRIVATE KEY|AKIA|ASIA|gl[a-z]+-|gh[pousr]_|github_pat_|xox|sk[_-]|npm_|AIza|hooks\.slack|webhook|pagerduty|eyJ|ATATT|hv[sb]\.|dop_v1_|SG\.|ya29\.|xapp-|pypi-|dapi|telegram|datadoghq|jdbc:|curl|GOCSPX|GR1348941|NRAK-|dp\.st\.|figd_|gls[ac]_|hf_|lin_api|pscale_tkn|rubygems_|sbp_|shp(?:at|ca|pa|ss)_|sntrys_|tskey-|whsec_|atlasv1|LS0tLS1CRUdJTi|\$[1256y][abxy]?\$|sshpass|mysql|mariadb|\bpin\b|[A-Za-z0-9/+]{40}|:\/\/[^\s"']*@|[?&](?:sig|code)=|passw|pwd|secret|token|key|signature|credential|bearer|basic|cookie|authorization/i;

/** What was looked at: a plan says the same names, ARNs and tags again and again. */
const known = new Map<string, boolean>();
const knownAtMost = 20_000;

export function mayLookSecret(text: string): boolean {
  const told = known.get(text);
  if (told !== undefined) return told;
  const may = perhaps.test(text);
  if (text.length > 1_000) return may;
  if (known.size >= knownAtMost) known.clear();
  known.set(text, may);
  return may;
}

/** Of a text that is longer nothing is told where it may hold a secret. */
export const searchedAtMost = 1_000_000;

/** The text without what looks like a secret in it; of one that is very long, and may hold one, nothing is left. */
export function maskLooks(text: string): string {
  if (!mayLookSecret(text)) return text;
  // nobody reads so much of it, and no expression may need a stack as long as the text
  if (text.length > searchedAtMost) return secret;
  return looks.reduce((masked, [look, instead]) => masked.replace(look, instead), text);
}
