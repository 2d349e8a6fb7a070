import { nearestName } from './nearest-name';
import { readAwsIdentity } from './policy-request';

/** What a text of an element has to look like: what is wrong with it, or nothing. */
export type Format = (text: string) => string | undefined;

/** What a symbol, for a name that AWS chooses at deployment, or a policy variable will look like is not known. */
function unlessOpen(format: Format): Format {
  return (text) => text.includes('⟦') || text.includes('${') ? undefined : format(text);
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html */
export const actionProblem: Format = unlessOpen((text) => text === '*' || /^[^:]+:[^:]/.test(text) ? undefined
  : `'${text}' is not an action: an action has the prefix of its service, such as s3:GetObject`);

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-bucket-user-policy-specifying-resource-examples.html */
export const resourceProblem: Format = unlessOpen((text) => text === '*' || text.startsWith('arn:') ? undefined
  : text === '' ? 'a resource is empty' : `'${text}' is not an ARN: a bucket is arn:aws:s3:::name, its objects are arn:aws:s3:::name/*`);

/** A principal that IAM deleted is shown by its unique id, which is never used again. */
const UNIQUE_ID = /^A[A-Z0-9]{15,}$/;

/**
 * A principal of the type `AWS`; a wildcard inside it is a doubt of its own.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export const awsPrincipalProblem: Format = unlessOpen((text) => {
  if (/[*?]/.test(text) || UNIQUE_ID.test(text) || readAwsIdentity(text)) {
    return undefined;
  }
  if (/^\d+$/.test(text)) {
    return `'${text}' is not an account id, which has twelve digits`;
  }
  return /^arn:[^:]*:iam::\d{12}:group\//.test(text) ? `'${text}' is a group, and a group is not a principal: name its users, or the roles that they assume`
    : `'${text}' is neither an account id nor the ARN of an IAM user, role or session`;
});

export const namedPrincipalProblem: Format = (text) => text === '' ? 'a principal is empty' : undefined;

/** An element that a document or a statement does not have, with the one that is meant. */
export function unknownElementProblem(name: string, known: readonly string[]): string {
  const meant = nearestName(name, known);
  return `unknown element '${name}'${meant === undefined ? `; use ${known.join(', ')}` : `; did you mean '${meant}'?`}`;
}
