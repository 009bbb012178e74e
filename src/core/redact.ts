/**
 * Takes secrets out of text before anything is printed, logged, journaled or sent to a page (invariant I7).
 * Errs on the side of hiding.
 */

const hidden = '***'

/** Query parameters and header or field names whose value is secret. */
const secretNames = [
  'access_key_secret',
  'accesskeysecret',
  'accountpassword',
  'authorization',
  'bearertoken',
  'mediapassword',
  'password',
  'proxy-authorization',
  'pwd',
  'secret',
  'securitytoken',
  'security-token',
  'signature',
  'sts_token',
  'ststoken',
  'token',
  'x-acs-security-token',
  'x-oss-security-token',
  'x-oss-signature',
]

const namePattern = `[\\w-]*(?:${secretNames.join('|')})`
const assignment = new RegExp(
  `((?:^|[?&;,\\s{"'(])${namePattern}["']?\\s*[=:]\\s*["']?)(?!["'\\s])([^&;,\\s"'}\\])]+)`,
  'gi',
)
const authorization =
  /\b(OSS (?=[^\s:]+:\S)|OSS4-HMAC-SHA256 |ACS3-[A-Z0-9-]+ |Basic |Bearer )[^"'\r\n]+/g
const userInfo = /\b([a-z][a-z0-9+.-]*:\/\/)([^\s/?#@:]*):([^\s/?#]*)@/gi

/**
 * Returns the text with secret values replaced by `***`: URL parameters, header and JSON fields with a secret
 * name, Authorization values, the password of a URL, and every secret in `known` wherever it stands.
 *
 * @param known  secrets in use, such as the access key secret and the STS token; shorter than 6 characters are
 *   left alone, because they would hide ordinary words
 */
export function redact(text: string, known: Iterable<string> = []): string {
  let clean = text
  for (const secret of known) {
    if (secret.length < 6) continue
    clean = clean.replaceAll(secret, hidden).replaceAll(encodeURIComponent(secret), hidden)
  }
  return clean
    .replace(authorization, `$1${hidden}`)
    .replace(userInfo, `$1$2:${hidden}@`)
    .replace(assignment, `$1${hidden}`)
}
