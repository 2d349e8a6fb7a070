import { openAccount, symbol } from './symbol';
import { Holes } from './unknown-text';

/** The elements of a policy in which a text that is decided at deployment is not just any text. */
export const POLICY_PLACES = ['Principal', 'NotPrincipal', 'Resource', 'NotResource', 'Condition'] as const;
export type PolicyPlace = typeof POLICY_PLACES[number];

/**
 * A text with holes as what it can only come to where it stands in a policy: symbols for accounts, and for names of roles and
 * users, that are chosen at deployment; undefined where it may be anything else.
 *
 * The ARN of a principal has no wildcard in it: S3 and IAM refuse one. So its account is some account.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function asOpenText(text: string, place: PolicyPlace, holes: Holes): string | undefined {
  const inPlace = place === 'Principal' || place === 'NotPrincipal' ? principalOf(text, holes)
    // Another partition is refused, and any comes to the same.
    : place === 'Condition' ? text : text.replace(/^arn:⟦\?\d+⟧:s3:::/, `arn:${symbol('AWS', 'Partition')}:s3:::`);
  const settled = inPlace.replace(HOLE, (hole) => {
    const { name, accounts } = holes.of(hole) ?? {};
    return name === undefined || accounts === undefined ? hole : openAccount(keyOf(hole), name, accounts === 'any' ? [] : accounts);
  });
  return settled.includes('⟦?') || settled.includes('{{resolve:') ? undefined : settled;
}

const HOLE = /⟦\?\d+⟧/g;
const PART = '((?:⟦[^⟧]*⟧|[^⟦⟧:])*)';
const PRINCIPAL_ARN = new RegExp(`^arn:${PART}:(iam|sts)::${PART}:(root|(?:role|user|assumed-role|federated-user|saml-provider|oidc-provider)/.+)$`);

function principalOf(text: string, holes: Holes): string {
  const [, partition, service, account, name] = PRINCIPAL_ARN.exec(text) ?? [];
  if (name === undefined) {
    return text;
  }
  return ['arn', partition.replace(/^⟦\?\d+⟧$/, symbol('AWS', 'Partition')), service, '', account.replace(/^⟦\?\d+⟧$/, (hole) => {
    const { name: known = '', accounts = 'any' } = holes.of(hole) ?? {};
    return openAccount(keyOf(hole), known, accounts === 'any' ? [] : accounts);
  }), name.replace(HOLE, (hole) => symbol(`name ${keyOf(hole)}`, holes.of(hole)?.name ?? ''))].join(':');
}

function keyOf(hole: string): string {
  return hole.slice(2, -1);
}
