const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Words that indicate a secret without further context. */
export const secretWords = words(`
  pword pwrd passwrd passwordd secretkeybase puk otpauth appskey nwkskey kodeord losenord heslo haslo salasana contrasenya jelszo
  clave credencial parool sifre skey ltk psksecret
  passwort kennwort passe contrasena senha wachtwoord parola password passwords passwd passwds passphrase passphrases passcode passcodes pass passw pw pwd pwds psk psks
  secret secrets token tokens credential credentials cred creds cookie dsn pin salt pepper otp totp mnemonic ssn jwt bearer
  apikey apikeys authkey authtoken accesskey secretkey privatekey sharedkey masterkey passkey pat htpasswd pgpass pgpassword
  kubeconfig keytab dockerconfigjson dockercfg privkey webhook webhooks`);

/** Words that indicate a secret, unless the value consists of plain words, such as an authentication method. */
export const likelySecretWords = words('auth cookies signature sig hmac community seed authorization license licence');

/** Words that form the name of a secret if they precede `key`. */
export const secretKeyKinds = words(`
  private api app application access secret signing sign encryption encrypt decryption master shared preshared account license
  licence session integration service client server deploy deployment admin write read ingest ingestion instrumentation webhook
  hmac auth authentication authorization host function functions subscription product consumer root management events event jwt
  token cookie credential storage provisioning enrollment agent recovery wallet cipher crypt aes des rsa dsa ecdsa wireguard vpn
  wifi wlan wpa wps luks device pairing ota network
  tls ssl fernet vault restricted bot live identity security`);

/** Words that form a harmless name if they precede `key`, for example a table key, cache key or public key. */
export const publicKeyKinds = words(`
  public pub partition sort hash range foreign object bucket s3 cache kms cmk sse row group tag tags config translation
  idempotency deduplication lookup map index natural candidate unique composite feature metric context condition authorized
  publishable site verification verify ordering message record document item sorting grouping primarykey parameter env label table`);

/** Pairs of words that indicate a secret. */
export const secretPairs = words(`
  connection-string connection-strings conn-string conn-str connect-string webhook-url webhook-urls webhook-uri hook-url sas-url
  sas-uri custom-data key-material private-pem pem-key community-string recovery-code recovery-codes backup-code backup-codes
  access-code auth-code authorization-code verification-code activation-code pairing-code join-command docker-config
  kube-config pass-word pass-phrase pass-code pass-wd publish-profile signed-url presigned-url auth-header authorization-header unlock-code access-codes device-code service-json
  recovery-phrase seed-phrase claim-code setup-code security-answer stripe-sk db-pword
  vapid-private recaptcha-private gpg-private`);

/** Words that can follow the name of a secret without changing its meaning. */
export const neutralWords = words(`
  value values val data base prod production dev development stage staging test testing qa uat live local preprod sandbox demo
  canary old new prev previous current next backup primary secondary main default fallback first last string str text txt plain
  plaintext clear cleartext raw b base64 bytes binary blob hash hashed bcrypt sha md encrypted encoded decoded enc v ver wo
  input output env var variable word pem openssh pkcs der jwk p json yaml ro rw readonly readwrite read write copy temp tmp
  initial original override updated a b c x y z the for of in and my our`);

/** Words that indicate a public property of a secret, such as the ARN, if they follow the name of the secret. */
export const descriptiveWords = words(`
  arn arns id ids name names url urls uri uris type types version versions versioning policy policies day days second seconds
  minute minutes hour hours ms millis ttl validity valid enabled enable enables disabled disable length len count rotation
  rotate rotated rotating rotator bucket path paths file files filename dir directory folder location alias aliases expiry
  expiration expire expires expired lifetime age algorithm algorithms alg format prefix suffix size limit limits units unit mode
  method methods state status required require requires requirement requirements manager managers provider providers engine
  source sources group groups scope scopes issuer audience endpoint endpoints host hostname ip ips cidr cidrs port region regions header headers
  field fields attribute attributes column param parameter parameters ref refs reference references owner usage usages use uses
  used store stores storage reset resets change changed created at date time timestamp description desc label labels tag tags
  rule rules config configs configuration settings setting option options index schema template templates subject link page
  attempts retries retry max maximum min minimum history reuse complexity characters symbols numbers lowercase uppercase
  encryption encoding kms class kind family role roles account accounts user users username login logins lambda function
  generator handler validator validation authorizer verification grant grants flow flows cache cached lookup selector namespace
  annotations mount mounts volume volumes vault from exchange bytes_per quota rate bucket budget throttling signing signer
  introspection revocation revoke endpoint provisioner sync syncer operator controller ordinal position protection protected
  supported allowed wrapping spec specs mechanism mechanisms fingerprint fingerprints thumbprint thumbprints identifier`);

/** Words that indicate a digest or a setting of a secret if they precede the name of the secret. */
export const aboutWords = words(`
  no is has have can should allow allows enable enables disable disables use uses require requires required checksum digest
  manage manages managed ignore rotate expired invalid missing denied unsupported unknown max min maximum minimum number generate fingerprint thumbprint etag public dkim publishable`);

/** Pattern of names of secrets that are joined with other words, as in `DBPASS`. */
export const joinedSecret =
  /^(.*?)(passwords?|passwd|passphrase|passcode|secrets?|tokens?|apikeys?|secretkey|privatekey|accesskey|authkey|sharedkey|credentials?|creds|(?<!com|by|sur|tres|under|over|im|en)pass|pwd|psk|(?<=^(?:db|root|admin|user|usr|my|pg|sql|mysql|redis|mail|smtp|ldap|sudo|app|ftp|login|mongo|bind|key|store|auth|net|web|wifi|vnc|svc|sa|jdbc|mqtt|cert|http|proxy|ssh|sys|master|enc))pw)(.*)$/;
