/**
 * Whether a text fits a pattern of IAM: `*` for any characters, `/` and `:` included, `?` for exactly one. The `+` and
 * `#` of MQTT are literal. Linear but for backtracking to the last `*`.
 * AWS IoT developer guide, "pub-sub-policy"; IAM user guide, "reference_policies_elements_resource".
 */
export function fitsWildcard(pattern: string, text: string): boolean {
  let at = 0;
  let inPattern = 0;
  let star = -1;
  let resumeAt = 0;
  while (at < text.length) {
    const wanted = pattern[inPattern];
    if (wanted === '*') {
      star = inPattern++;
      resumeAt = at;
    } else if (wanted === '?' || wanted === text[at]) {
      inPattern++;
      at++;
    } else if (star >= 0) {
      inPattern = star + 1;
      at = ++resumeAt;
    } else return false;
  }
  while (pattern[inPattern] === '*') inPattern++;
  return inPattern === pattern.length;
}
