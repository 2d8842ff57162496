import type { WindowRule } from './window-rules';

const rule = (keywords: string, pattern: RegExp, entropy?: number): WindowRule => ({
  keywords: keywords.split(' '),
  pattern: () => pattern,
  entropy,
});

/**
 * Rules for contexts and prefixes that gitleaks does not cover. Sources: AWS IAM user guide, "reference_identifiers"; GitLab,
 * "Token prefixes"; GitHub, "token formats"; Slack, "token types"; crypt(5); RFC 7617 and RFC 6750 (authorization headers)
 */
export const contextRules: readonly WindowRule[] = [
  rule('akia asia', /(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])/dg),
  rule('gl', /(?<![A-Za-z0-9])gl(?:pat|dt|rt|cbt|ptt|soat|ft|imt|agent|ffct|oas|wt)-[\w.-]{16,}/dg),
  rule('gh', /(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{16,}|github_pat_\w{20,})/dg),
  rule('xox xapp-', /(?<![A-Za-z0-9])(?:xox[abeoprs](?:\.xox[bp])?|xapp)-[\w-]{10,}/dg),
  rule('sk_ rk_', /(?<![A-Za-z0-9])[sr]k_(?:live|test|prod)_\w{16,}/dg),
  rule('sk-', /(?<![A-Za-z0-9])sk-[\w-]{16,}/dg),
  rule('sk', /(?<![A-Za-z0-9])SK[0-9a-f]{32}(?![A-Za-z0-9])/dg),
  rule('npm_', /(?<![A-Za-z0-9])npm_[A-Za-z0-9]{20,}/dg),
  rule('aiza', /(?<![A-Za-z0-9])AIza[\w-]{30,}/dg),
  rule('ddapp_ ddapi_ ddp_', /(?<![A-Za-z0-9])(?:ddapp|ddapi|ddp|ddpat|ddsat)_[A-Za-z0-9_-]{16,}/dg),
  rule('pub', /(?<![A-Za-z0-9])pub[0-9a-f]{32}(?![A-Za-z0-9])/dg),
  rule(
    'atatt hvs. hvb. dop_v1_ doo_v1_ sg. age-secret-key-1 ya29. pypi- dapi gocspx- gr1348941 nrak- nrii- nrjs- dp. figd_ glsa_ glc_ hf_ lin_api_ pscale_ rubygems_ sbp_ sbs_ shpat_ shpca_ shppa_ shpss_ sntrys_ sntryu_ tskey- whsec_ sq0 eaac dckr_pat_ dckr_oat_ xkeysib- fo1_ gsk_ pplx- sk_ nvapi- phx_ tvly- cfut_',
    /(?<![A-Za-z0-9])(?:ATATT|hv[sb]\.|do[op]_v1_|SG\.|AGE-SECRET-KEY-1|ya29\.|pypi-|dapi(?=[0-9a-f])|GOCSPX-|GR1348941|NR(?:AK|II|JS)-|dp\.(?:st|pt|sa|ct|scim|audit)\.|figd_|gls[ac]_|glc_|hf_|lin_api_|pscale_(?:tkn|pw|oauth)_|rubygems_|sb[ps]_|shp(?:at|ca|pa|ss)_|sntry[su]_|tskey-|whsec_|sq0(?:atp|csp)-|EAAC|dckr_[po]at_|xkeysib-|fo1_|gsk_|pplx-|nvapi-|phx_|tvly-|cfut_)[\w.=+/-]{16,}/dg,
    3,
  ),
  rule(':aa', /(?<!\d)\d{8,12}:AA[\w-]{33}(?![\w-])/dg),
  rule('key- -us', /(?<![\w-])(?:key-[0-9a-f]{32}|[0-9a-f]{32}-us\d{1,2})(?!\w)/dg),
  rule('sqp_ squ_ sqa_ bkua_ ccipat_ ccipprj_', /(?<![A-Za-z0-9])(?:sq[pua]|bkua|CCIP(?:AT|RJ))_\w{20,}/dg),
  rule('oy2', /(?<![A-Za-z0-9])oy2[a-z0-9]{43}(?![A-Za-z0-9])/dg),
  rule('atlasv1', /(?<![A-Za-z0-9])[A-Za-z0-9]{14}\.atlasv1\.[\w-]{20,}/dg),
  // password hashes, because they can be cracked offline
  rule(
    '$1$ $2 $5$ $6$ $y$ $7$ $argon2',
    /\$(?:2[abxy]\$\d\d|[1567y](?:\$[\w=,./]{1,40})?\$[\w./]{1,32})\$?[\w./]{22,}|\$argon2\w{1,2}\$[\w=,$+/]{20,}/dg,
  ),
  rule('{ssha {sha {crypt {smd5 {pbkdf2', /\{(?:SSHA\d*|SHA\d*|CRYPT|SMD5|PBKDF2[\w-]*)\}([\w+/=$.,-]{16,})/dgi),
  rule('scram-sha-', /SCRAM-SHA-\d+\$\d+:[\w+/=]+\$[\w+/=]+:[\w+/=]+/dg),
  // SQL statements: IDENTIFIED BY '…', PASSWORD '…'
  rule(
    'identified',
    /\bIDENTIFIED(?:\s+WITH\s+\S{1,60})?\s+(?:BY|AS)\s+(?:PASSWORD\s+)?(?:(?<q>["'`])(?<secret1>(?:(?!\k<q>)[^\n]){1,200})|(?<secret2>[^\s"'`;]{1,200}))/dgi,
  ),
  rule(
    'password passwd passphrase psk',
    /\b(?:password|passwd|passphrase|psk)\s{1,5}(?:(?:to|as|with|=)\s{1,3})?(?:\\?(?<q>["'`]))(?<secret>(?:(?!\\?\k<q>)[^\n]){1,200})/dgi,
  ),
  // authorization headers with any separator between name and value
  rule(
    'authorization',
    /\bAuthorization["'\\]{0,4}\s{0,3}(?:[:=,]|=>)?\s{0,3}["'\\]{0,4}(?:(?:Bearer|Basic|Token|ApiKey|Api-Key|Digest|Negotiate|GenieKey|Bot|SSWS|OAuth|AWS4-HMAC-SHA256|[A-Za-z][\w-]{2,20}(?=\s+\S*\d))\s{1,3}(?:token=)?["']?(?<secret1>[^\s"'\\,;<>]{4,250})|(?<=[:=]\s{0,3}["'\\]{0,4})(?<secret2>(?=[^\s"'\\]*\d)[\w.~+/=:-]{8,250}))/dgi,
  ),
  rule('bearer', /\bBearer\s{1,3}["']?(?!(?:token|auth|realm|authentication|authorization)\b)([\w.~+/=-]{8,})/dgi),
  rule('basic', /\bBasic\s{1,3}(?=\S*[A-Z0-9=])([A-Za-z0-9+/]{12,}={0,2})/dg),
  rule('geniekey', /\bGenieKey\s{1,3}([\w-]{8,})/dg),
  rule('token', /\btoken\s{1,3}(?=[\w.-]*\d)(?=[\w.-]*[a-z])([\w.-]{20,})/dgi, 3),
  rule('cookie', /\b(?:Set-)?Cookie["']?\s{0,3}[:=]\s{0,3}["']?(?=[^\n"']{0,80}=)([^\n"']{4,})/dgi),
  // sentences in English and Japanese
  rule(
    'password passwd passphrase passcode secret token key pin credential',
    /\b(?:pass(?:word|wd|[ -]?phrase|[ -]?code)|secret|token|(?:api|access|secret|private)[ _-]?key|pin|credentials?)(?:(?:\s+(?:for|of)\s+(?:\S+\s*){1,3}?|\s*\([^()\n]{1,40}\))?\s*(?:is|was|are|will\s+be|->|→|—|–)|(?:\s+(?:for|of)\s+(?:\S+\s*){1,3}?|\s*\([^()\n]{1,40}\))\s*:)\s+(?:now\s+|set\s+to\s+)?["'`]?(?!\$)((?=\S*(?:\d|[^\w\s.,;:!?"'`«»()]))[^\s"'`«]{4,})/dgi,
  ),
  rule(
    'パス 暗証 トー 秘密 認証 парол 密码 密碼 비밀 contraseñ',
    /(?:пароль|密码|密碼|비밀번호|contraseñas?|パスワード|パスフレーズ|暗証番号|トークン|秘密鍵|認証キー)\s{0,2}(?:は|是|[:：=＝])\s{0,2}["'「『`]?([\x21-\x7e]{4,200})/dg,
  ),
  // XML attributes
  rule(
    'key name',
    /<\w+[^<>]{0,80}?\b(?:key|name)\s{0,2}=\s{0,2}["'][^"']{0,60}(?:password|passwd|pwd|secret|token|api_?key)["'][^<>]{0,80}?\bvalue\s{0,2}=\s{0,2}["']([^"'<>]{1,200})/dgi,
  ),
  // passwords piped into a program
  rule(
    '-stdin sudo passwd --with-token',
    /\b(?:echo|printf)\s{1,3}(?:-\w\s{1,3})?(?:["']?%s(?:\\n)?["']?\s)?["']?([^\s"'|]{4,200})["']?\s{0,3}\|\s{0,3}(?:sudo\s(?:-\w\s)?(?:-S|docker|podman)|passwd\b|\S{1,40}\s[^\n|]{0,80}?(?:--password-stdin|--stdin|--with-token))/dg,
  ),
  // secrets written to a file, and inserted into a template
  rule(
    'echo',
    /\becho\s{1,3}(?:-\w{1,3}\s{1,3}){0,2}["']?([^\s"'|<>]{4,200})["']?\s{0,3}>{1,2}\s{0,3}["']?[^\s"']{0,80}(?:passw|passphrase|secret|token|credential)/dgi,
  ),
  rule('s/', /(?<!\w)s\/[^/\s]{0,40}(?:passw(?:or)?d|secret|token|api_?key)[^/\s]{0,20}\/([^/\s]{4,200})\//dgi),
  // Windows answer files
  rule('password', /<\w{0,40}password>\s{0,10}<value>([^<]{1,200})<\/value>/dgi),
  rule('cloudflared', /\bcloudflared\s(?:[\w-]{1,30}\s){0,4}(?:install|--token)\s{1,3}([\w=-]{16,})/dg),
  rule('-stdin --with-token', /--(?:(?:password-)?stdin|with-token)\s[^\n]{0,40}<<<\s{0,2}["']?([^\s"']{4,200})/dg),
  rule('send', /assword[^"'\n]{0,30}["'][\s;{}]{0,10}(?:exp_)?send\s{1,3}(?:--\s)?["']([^"'\n\\]{3,200})/dgi),
  rule(
    'set password',
    /\bSET\s{1,3}PASSWORD(?:\s{1,3}FOR\s[^=\n]{1,80})?\s{0,3}=\s{0,3}(?:\w{3,20}\s?\(\s?)?["']([^"'\n]{1,200})/dgi,
  ),
  rule('auth', /(?:^|[\n"'|])\s{0,4}AUTH\s{1,2}(?:[\w-]{1,40}\s)?((?=\S*\d)[^\s"']{6,200})/dg),
  // IoT rule SQL, Redis users, SQLCipher, and PDO and JDBC connections
  rule('as', /'([^'\n]{4,200})'\s{1,3}AS\s{1,3}["'`]?\w{0,40}(?:key|token|secret|passw(?:or)?d|pwd|pin)\b/dgi),
  rule('setuser', /\bSETUSER\s[^\n]{0,80}?>([^\s"']{4,200})/dgi),
  rule('pragma', /\bPRAGMA\s{1,3}(?:re)?key\s{0,3}=\s{0,3}["']([^"'\n]{1,200})/dgi),
  rule(
    'pdo( getconnection(',
    /\b(?:PDO|getConnection)\(\s?[^,\n]{1,120},\s{0,3}["'][^"'\n]{0,60}["']\s?,\s{0,3}["']([^"'\n]{1,200})/dg,
  ),
  rule('jsessionid', /;jsessionid=([\w.!-]{8,200})/dgi),
  rule('trojan://', /\btrojan:\/\/([^\s@/]{4,200})@/dgi),
  rule('securestring', /ConvertTo-SecureString\s{1,3}(?:-String\s{1,3})?["']([^"'\n]{1,200})/dgi),
  // calls with a user and a password: Credentials("user", "…"), auth=("user", "…")
  rule(
    'cred auth login',
    /(?:credentials?|auth|login)\s{0,2}[=(]\s{0,2}\(?\s{0,2}["'][^"'\n]{1,60}["']\s{0,2},\s{0,2}["']([^"'\n]{4,200})/dgi,
  ),
  // configurations of routers and VPNs
  rule(
    'isakmp tacacs radius xauth eap psk',
    /(?:\b(?:isakmp|tacacs|radius)[^\n]{0,60}?\bkey\s{1,3}(?:\d\s)?|:\s{0,3}(?:PSK|XAUTH|EAP|RSA)\s{1,3}"?)([^\s"]{4,200})/dg,
  ),
  // lines of a .pgpass file
  rule(':543', /:543\d:[^:\s]{1,60}:[^:\s]{1,60}:([^\s"']{1,200})/dg),
  // kubectl create secret, Docker's auths, netrc
  rule('--from-literal', /--from-literal[= ]["']?[\w.-]{1,60}=([^\s"']{1,200})/dg),
  rule('login user', /\b(?:login|user)\s{1,3}\S{1,60}\s{1,3}password\s{1,3}(\S{1,200})/dgi),
  // private members of a JWK
  rule('"d"', /"d"\s{0,3}:\s{0,3}"([\w-]{20,})/dg),
  // private keys in DER without header and footer: PKCS #1 and #8, EC, Ed25519
  rule(
    'mii migh mc4c mhc',
    /(?<![A-Za-z0-9+/])(?:MII[A-Za-z0-9+/]{3}IBA[AD][A-Za-z0-9+/]|MIGHAgEAM|MC4CAQAwBQYDK2Vw|MHcCAQEEI)[A-Za-z0-9+/=]{20,}/dg,
  ),
];
