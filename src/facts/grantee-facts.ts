import { Known } from '../template/known';
import { ResourceAddress } from '../template/template';

/** A resource of these templates that something else names. */
export interface NamedResource {
  readonly address: ResourceAddress;
  readonly type: string;
  readonly constructPath: string | undefined;
}

export interface GranteeFacts {
  /** What people know it by: its logical id, or its name where it is not in these templates. */
  readonly name: string;
  readonly constructPath: string | undefined;
  /** The account that it is in. */
  readonly account: string;
  /** Its ARN; one of these, with wildcards for what is not known, where it is not in these templates or is a group of users. */
  readonly arns: readonly string[];
  /** Nothing sends its requests but Lambda functions outside of any VPC. Where anything else may, this is false. */
  readonly outsideVpc: Known<boolean>;
  /** The Lambda functions of these templates that act as it, or may. */
  readonly functions: readonly NamedResource[];
  /** It stands for all members of a group. */
  readonly isGroup: boolean;
  /** The managed policies attached to it that are not in these templates. Unknown for an identity that is not in them itself. */
  readonly otherPolicies: Known<readonly string[]>;
}
