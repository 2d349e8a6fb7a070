import { PolicyDocument } from '../../policy/policy-document';
import { Known } from '../../template/known';
import { ResourceAddress } from '../../template/template';

/** What is known of a role or a user of templates. */
export interface IdentityFacts {
  readonly address: ResourceAddress;
  readonly arn: string;
  readonly account: string;
  /** Its policies, each as it is attached. */
  readonly policies: readonly PolicyDocument[];
  /** The managed policies attached to it that are not in these templates. */
  readonly otherPolicies: Known<readonly string[]>;
  readonly boundary: Known<PolicyDocument | undefined>;
}

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
  readonly identities: readonly IdentityFacts[];
  readonly endpoints: readonly EndpointPolicy[];
  /** Service control policies, each a level of its own: all of them have to allow. */
  readonly serviceControlPolicies: readonly NamedPolicy[];
  readonly resourceControlPolicies: readonly NamedPolicy[];
}
