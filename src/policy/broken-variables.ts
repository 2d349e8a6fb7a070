/** A variable's name, and a default in quotes; the three escapes are names, too. */
const WELL_FORMED = /^\s*[^\s,'${}]+\s*(,\s*'[^']*'\s*)?$/;

/**
 * Holds iff a text has a policy variable that is not well formed: what it means AWS does not say.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-missing-brace-in-variable
 */
export function hasBrokenVariable(text: string): boolean {
  const variables = /\$\{([^}]*)\}/g;
  return text.includes('${') && (text.replace(variables, '').includes('${') || [...text.matchAll(variables)].some(([, inside]) => inside !== '$' && !WELL_FORMED.test(inside)));
}
