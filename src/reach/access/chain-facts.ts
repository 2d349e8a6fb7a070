import { ElsewhereIdentity, IdentityFacts } from '../../facts/identities/identity-facts';
import { PolicyDocument } from '../../policy/policy-document';
import { ResourceAddress } from '../../template/template';

/** A role or a user, and what its policies say. */
export type ChainIdentity = Pick<IdentityFacts, 'address' | 'arn' | 'account' | 'otherPolicies' | 'boundary'> & { readonly policies: readonly PolicyDocument[] };

/** A VPC endpoint for S3 with a policy. */
export interface EndpointPolicy {
  readonly address: ResourceAddress;
  /** As a reference to the endpoint is evaluated. */
  readonly id: string;
  readonly policy: PolicyDocument;
}

/** A policy of an organization, by the name that people know it by. */
export interface NamedPolicy {
  readonly name: string;
  readonly document: PolicyDocument;
}

/** What stands around all buckets of templates. */
export interface ChainFacts {
  readonly identities: readonly ChainIdentity[];
  /** Roles and users that are not in the templates, with those of their policies that are: what else they may do is not known. */
  readonly elsewhere?: readonly ElsewhereIdentity[];
  readonly endpoints: readonly EndpointPolicy[];
  /** Service control policies, each a level of its own: all of them have to allow. */
  readonly serviceControlPolicies: readonly NamedPolicy[];
  readonly resourceControlPolicies: readonly NamedPolicy[];
}
