import { PolicyDocument } from '../../policy/policy-document';
import { Known } from '../../template/known';
import { ResourceAddress } from '../../template/template';

/** A role or user of templates, and what its own policies say. What other accounts, organizations and sessions add is not here. */
export interface IdentityFacts {
  readonly address: ResourceAddress;
  readonly constructPath: string | undefined;
  readonly kind: 'role' | 'user';
  /** As a reference to it is evaluated. */
  readonly arn: string;
  /** The account, or the symbol for it where it is not decided before deployment. */
  readonly account: string;
  /** Every policy that is known, inline or attached, those of AWS reduced to what they say of S3. One that may not be attached is unknown as a whole. */
  readonly policies: readonly IdentityPolicy[];
  /** The ARNs of attached policies that are neither in these templates nor known here, so that what they allow is unknown. */
  readonly otherPolicies: Known<readonly string[]>;
  /** The permissions boundary, absent where there is none. */
  readonly boundary: Known<PolicyDocument | undefined>;
  /** The trust policy of a role; of a user it has no statements. */
  readonly trust: PolicyDocument;
  /** The ARNs of roles and users in the trust policy, which may assume the role and so do what it may. */
  readonly assumedBy: readonly string[];
}

/** A policy of an identity, and where it stands. */
export interface IdentityPolicy extends PolicyDocument {
  /** The resource that has the document; absent for a policy of AWS. */
  readonly address: ResourceAddress | undefined;
  /** Where the document stands in that resource; of a policy of AWS, its ARN. */
  readonly path: string;
}

/** A role or user that is in none of the templates, and those of its policies that are. */
export interface ElsewhereIdentity extends Pick<IdentityFacts, 'arn' | 'account' | 'policies'> {}
